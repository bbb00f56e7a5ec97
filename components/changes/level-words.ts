// What the screens say of degradation levels: names, the reason offered, what a press takes away. Pure.

import { effectWords } from '#components/format-time.ts';
import type { LevelsBody, LevelView } from '#lib/contract/levels.ts';
import { CAPABILITIES, type Capability } from '#lib/rules/changes/capabilities.ts';

/** The reason offered for a press: the first thing the manual names it for. */
export function offeredLevelReason({
  level,
  name,
  triggers,
}: Pick<LevelView, 'level' | 'name' | 'triggers'>): string {
  const [first] = triggers;
  return `Level ${level}, ${name}${first ? `: ${first.charAt(0).toLowerCase()}${first.slice(1)}` : ''}`;
}

/** `3 switches, 0.81 s`: what it sets, and how fast it was the last time. */
export function setsWords({ changes, lastEffect }: Pick<LevelView, 'changes' | 'lastEffect'>): {
  sets: string;
  measured: string;
} {
  const sets = `${changes.length} switch${changes.length === 1 ? '' : 'es'}`;
  const measured = lastEffect?.slowestMs == null ? 'not measured' : effectWords(lastEffect.slowestMs);
  return { sets, measured };
}

/** Labels of capabilities that users of the exchange lose. */
export function lostWords(lost: readonly string[]): string[] {
  return lost.map((key) => (Object.hasOwn(CAPABILITIES, key) ? CAPABILITIES[key as Capability] : key));
}

/** The level that leaving leaves: the one that was pressed, whichever its values have come to since. */
export function levelToLeave({ press, current }: Pick<LevelsBody, 'press' | 'current'>): number {
  return press?.level ?? current;
}

/** Why somebody cannot go back from here; null when the way back is known. */
export function leavingHeldBy({ press, leaving, current }: LevelsBody): string | null {
  if (press === null || leaving === null) {
    return current === 0
      ? 'Nothing has to be left.'
      : 'Nobody pressed this level: its switches are set back one by one on Switches.';
  }
  return leaving.heldBy;
}
