// Degradation levels: which one holds, what pressing one would do, what has drifted since, and what leaving sets back.
import { LEVELS, type Level, notPressedBy } from '#lib/catalog/levels.ts';
import { SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { sameValue } from '#lib/contract/values.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { CAPABILITIES, type Capabilities, type Capability, capabilities } from './capabilities.ts';
import type { Request } from './decide-change.ts';
import { applyChanges, asWanted, changesFor, type Matrix, valueIn, type Wanted } from './matrix.ts';

/** Switch -> value, as a press keeps it. */
export type Settings = Readonly<Record<string, WireValue>>;

export function settingsOf(level: Level): Settings {
  return Object.fromEntries(level.settings.map((setting) => [setting.switch, setting.value]));
}

function holds(matrix: Matrix, settings: Settings): boolean {
  return Object.entries(settings).every(([name, value]) =>
    sameValue(valueIn(matrix, name as SwitchName), value),
  );
}

/** The highest level all of whose settings hold; 0 when none does. Who pressed what plays no part. */
export function currentLevel(matrix: Matrix): number {
  return Math.max(0, ...LEVELS.filter((level) => holds(matrix, settingsOf(level))).map(({ level }) => level));
}

/** One change of the past, with what its place had before it. */
export interface PastChange {
  changeSetId: string;
  at: Date;
  switch: SwitchName;
  oldValue: WireValue;
}

/**
 * When the level that holds came to hold, from the changes of the levels' switches, newest first: the change set before
 * which another level held. Undefined when these changes do not reach back that far.
 */
export function heldSince(matrix: Matrix, past: readonly PastChange[]): Date | undefined {
  const current = currentLevel(matrix);
  let earlier = matrix;
  for (const [index, change] of past.entries()) {
    earlier = { ...earlier, [change.switch]: { ...earlier[change.switch], value: change.oldValue } };
    const whole = past[index + 1]?.changeSetId !== change.changeSetId;
    if (whole && currentLevel(earlier) !== current) return change.at;
  }
  return undefined;
}

/** What a press sets. */
export function wantedOf(level: Level): Wanted[] {
  return level.settings.map(asWanted);
}

/** The matrix as a press would leave it. */
export function afterPress(matrix: Matrix, level: Level): Matrix {
  return applyChanges(matrix, changesFor(matrix, wantedOf(level)));
}

const RANK = { on: 3, limited: 2, manual: 1, unknown: 1, off: 0 } as const;

/** What users of the exchange can do less of afterwards. */
export function lost(before: Capabilities, after: Capabilities): Capability[] {
  return (Object.keys(CAPABILITIES) as Capability[]).filter(
    (name) => RANK[after[name].state] < RANK[before[name].state],
  );
}

export function lostByPress(matrix: Matrix, level: Level): Capability[] {
  return lost(capabilities(matrix), capabilities(afterPress(matrix, level)));
}

/** Whether this actor may press the level now. A level below the one that holds is not pressed but left. */
export function mayPress(actor: Actor, level: Level, matrix: Matrix): Result<true> {
  const held =
    actor.kind === 'system' ? null : notPressedBy(level, actor.kind === 'person' ? actor.roles : []);
  if (held !== null) return fail('forbidden', held, { level: level.level });
  const current = currentLevel(matrix);
  if (level.level < current) {
    return fail(
      'conflict',
      `Level ${current} holds, and level ${level.level} is below it: leave level ${current} instead. That takes a second person.`,
      { current },
    );
  }
  return ok(true);
}

/** In the order of the catalogue; what the catalogue does not know any more is left out. */
function placesOf(settings: Settings): [SwitchName, WireValue][] {
  return SWITCH_NAMES.filter((name) => Object.hasOwn(settings, name)).map((name) => [
    name,
    settings[name] as WireValue,
  ]);
}

export interface Drift {
  switch: SwitchName;
  /** What the level set, and what holds now. */
  pressed: WireValue;
  value: WireValue;
}

/** Settings of a press that somebody has changed since. */
export function driftOf(settings: Settings, matrix: Matrix): Drift[] {
  return placesOf(settings)
    .map(([name, pressed]) => ({ switch: name, pressed, value: valueIn(matrix, name) }))
    .filter(({ pressed, value }) => !sameValue(pressed, value));
}

export interface Leaving {
  requests: Request[];
  /** Changed by somebody since the press: these keep what they have. */
  kept: Drift[];
}

/**
 * Three-way merge: a switch that still has the level's value goes back to what it was before the press; one that
 * somebody has changed since keeps what it has.
 */
export function planLeaving(settings: Settings, before: Matrix, now: Matrix): Leaving {
  const kept = driftOf(settings, now);
  const requests = placesOf(settings)
    .filter(([name]) => !kept.some((drift) => drift.switch === name))
    .map(([name]) => ({ switch: name, value: valueIn(before, name) }));
  return { requests, kept };
}

/** Why leaving is refused, and the way out: what somebody sets themselves keeps their value. */
export function wouldBreak(rules: string): string {
  return `Leaving would bring this back: ${rules} Change one of the switches in it first: it keeps your value then.`;
}

/** An instance that counts and is not known to have applied a level: silent, or behind it. */
export interface BehindInstance {
  id: string;
  silent: boolean;
}

/** A level is stable only with every instance in it; whoever will not come back is isolated first, by a person. */
export function everyoneFollows(level: number, behind: readonly BehindInstance[]): Result<true> {
  if (behind.length === 0) return ok(true);
  const names = behind.map(({ id, silent }) => `${id} ${silent ? 'is silent' : 'is behind'}`);
  return fail(
    'conflict',
    `Not every instance follows level ${level}: ${names.join(', ')}. Wait for them, or isolate what will not come back; then confirm.`,
    { behind: behind.map(({ id }) => id) },
  );
}
