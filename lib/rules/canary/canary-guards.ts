// The guards of a run: how long they act, which of them a round found breached, and what all of these bring together.
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import { directed } from '#lib/rules/changes/decide-change.ts';
import { moveOf } from '#lib/rules/changes/direction.ts';
import { type Matrix, valueIn } from '#lib/rules/changes/matrix.ts';
import { type CanaryRun, isActive } from './canary-run.ts';
import { guardState, type Sample } from './criterion.ts';
import type { FrozenGuard, FrozenSetting } from './programme.ts';

type Setting = FrozenGuard['rollback']['settings'][number];

/**
 * Guards act while a run is under way, and after its end for as long as what it set is in force: a run that passed, or
 * that was rolled back in part, leaves the venue as exposed as it was (decision 0144).
 */
export function isGuarded(run: Pick<CanaryRun, 'state' | 'stage' | 'endedAt' | 'disarmedAt'>): boolean {
  return isActive(run) || (run.endedAt !== null && run.stage > 0 && run.disarmedAt === null);
}

/** A run that ended and is guarded still. */
export function stillGuarded(run: Parameters<typeof isGuarded>[0]): boolean {
  return run.endedAt !== null && isGuarded(run);
}

/** Everything a run has set so far; a later stage overrides an earlier one. */
export function settingsSoFar({
  definition,
  stage,
}: Pick<CanaryRun, 'definition' | 'stage'>): FrozenSetting[] {
  const places = new Map<string, FrozenSetting>();
  for (const { settings } of definition.stages.slice(0, stage))
    for (const one of settings) places.set(`${one.switch}/${one.symbol ?? ''}`, one);
  return [...places.values()];
}

/** Whether everything holds that ending the run by hand sets. */
export function isReduced(run: Pick<CanaryRun, 'definition'>, matrix: Matrix): boolean {
  return run.definition.abort.settings.every((one) =>
    sameValue(valueIn(matrix, one.switch as SwitchName), one.value),
  );
}

/**
 * Why the guards of a run that has ended are needed no more; null while what it set is in force. `later`: a run that
 * entered a stage after this one had ended.
 */
export function disarmedBecause(
  run: Pick<CanaryRun, 'definition'>,
  matrix: Matrix,
  later: Pick<CanaryRun, 'number' | 'definition' | 'stage'> | undefined,
): string | null {
  const { abort } = run.definition;
  if (isReduced(run, matrix)) return `What it opened is closed: ${abort.label}.`;
  const taken = new Set(later ? settingsSoFar(later).map((one) => one.switch) : []);
  return later && abort.settings.every((one) => taken.has(one.switch))
    ? `CN-${later.number} has set the same switches since, and its guards act.`
    : null;
}

export interface Breach {
  guard: FrozenGuard;
  sample: Sample & { value: number };
}

/** Guards whose newest sample, of this stage, breaches them. */
export function breachesOf(
  run: Pick<CanaryRun, 'definition' | 'stageEnteredAt'>,
  latest: (key: string) => Sample | undefined,
  now: Date,
): Breach[] {
  return run.definition.guards.flatMap((guard) => {
    const sample = latest(guard.key);
    if (!sample || sample.value === null || sample.at < run.stageEnteredAt) return [];
    return guardState(guard, sample, now) === 'breached'
      ? [{ guard, sample: { ...sample, value: sample.value } }]
      : [];
  });
}

function stricter(name: SwitchName, one: WireValue, other: WireValue): WireValue {
  return moveOf(definitionOf(name), one, other) === 'reducing' ? other : one;
}

/** What would loosen, and is no rollback of the manual, is left out: the others must not be held up by it. */
function brings(matrix: Matrix, { switch: key, value }: Setting): boolean {
  const name = key as SwitchName;
  const oldValue = valueIn(matrix, name);
  if (sameValue(oldValue, value)) return false;
  const change = {
    ...{ switch: name, symbol: null, oldValue, newValue: value },
    ...{ oldInherited: false, newInherited: false },
  };
  return directed(change, { bundle: 'guard' }).direction !== 'raising';
}

/** The rollbacks of several guards as one: each switch once, with the strictest of what they say. */
export function rollbackTogether(matrix: Matrix, guards: readonly FrozenGuard[]): Setting[] {
  const wanted = new Map<string, WireValue>();
  for (const { rollback } of guards) {
    for (const { switch: key, value } of rollback.settings) {
      const before = wanted.get(key);
      wanted.set(key, before === undefined ? value : stricter(key as SwitchName, before, value));
    }
  }
  return [...wanted].map(([key, value]) => ({ switch: key, value })).filter((one) => brings(matrix, one));
}

/** A figure of a guard with its unit, as people read it: `20.4%`, `120 s`. */
export function figureWords(value: number, unit: string): string {
  const figure = value.toLocaleString('en-US', { maximumFractionDigits: 10 });
  if (unit === 'usd') return `${value < 0 ? '-' : ''}$${figure.replace('-', '')}`;
  return unit === '%' ? `${figure}%` : unit === 'count' ? figure : `${figure} ${unit}`;
}

/** The same with four digits, or as many as show that it is not the limit. */
export function beyondWords(value: number, limit: number, unit: string): string {
  let shown = value;
  for (let digits = 4; digits <= 15; digits++) {
    shown = Number(value.toPrecision(digits));
    if (shown > limit === value > limit && shown < limit === value < limit) break;
  }
  return figureWords(shown, unit);
}

/** What a breach says in a sentence: `Errors pass 1%: 20.4%, the limit is 1%`. */
export function breachWords({ guard, sample }: Breach): string {
  const { title, threshold, unit } = guard;
  return `${title}: ${beyondWords(sample.value, threshold, unit)}, the limit is ${figureWords(threshold, unit)}`;
}
