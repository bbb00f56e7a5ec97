// What a new pulse makes old in the browser, by the first word of its query. Pure.
import type { StatusBody } from '#lib/contract/console.ts';

export interface MadeOld {
  word: string;
  /**
   * Whether a read under way is given up for a new one: where it may have begun before what moved, and nothing else asks
   * again. What every pulse asks for comes again in a second: a read slower than that must not be given up each time.
   */
  cancelRefetch: boolean;
}

/** Matrix, history, approvals, levels, alerts and audit when something in them moved; what is under the eyes of whoever works in it always. */
export function madeOld(before: StatusBody | undefined, now: StatusBody): MadeOld[] {
  const moved = before?.revision !== now.revision || before.epoch !== now.epoch;
  const settling =
    now.recent.some((set) => set.effect.state === 'applying') ||
    before?.recent[0]?.effect.state === 'applying';
  const attention = !same(before?.attention, now.attention);
  const alerts = before?.alerts.stamp !== now.alerts.stamp;
  // A change of the matrix may make a request void, or end a deadline; a P0 decides who may approve.
  const p0 = before?.alerts.openP0 !== now.alerts.openP0;
  const words = [
    ...(moved || settling ? ['switches', 'history'] : []),
    ...(moved ? ['audit'] : []),
    ...(moved || attention || p0 ? ['approvals'] : []),
    ...(moved || settling || attention || !same(before?.level, now.level) ? ['levels'] : []),
    ...(moved || alerts ? ['alerts'] : []),
    ...(alerts ? ['firings', 'alert-times', 'alert-policies'] : []),
  ];
  const always = ['instances', 'positions', 'emergency-stops', 'run', 'runs', 'firing'];
  return [
    ...words.map((word) => ({ word, cancelRefetch: true })),
    ...always.map((word) => ({ word, cancelRefetch: false })),
  ];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
