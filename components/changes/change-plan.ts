// What a wanted value would do: direction, diff, warnings, what blocks it, what it asks of the person. Pure; the server decides again.

import { formatValue } from '#components/format-value.ts';
import type { SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { definitionOf, findSwitch, isPerSymbol, type SwitchName } from '#lib/catalog/switches.ts';
import type { ChangeView, SwitchView } from '#lib/contract/console.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import { addedViolations } from '#lib/rules/changes/cross-rules.ts';
import { moveOf } from '#lib/rules/changes/direction.ts';
import {
  applyChanges,
  changesFor,
  type Matrix,
  type MatrixChange,
  valueIn,
  type Wanted,
} from '#lib/rules/changes/matrix.ts';
import { isManualRollback } from '#lib/rules/changes/rollback-action.ts';
import { waitsForSecond } from '#lib/rules/changes/second-person.ts';
import { parseReason, REASON_MIN, REASON_MIN_RAISING } from '#lib/rules/reason.ts';
import type { DiffRow } from './diff-preview.tsx';
import type { Way } from './direction-mark.tsx';

export interface ChangePlan {
  /** Of the whole change set; the raising part decides. */
  way: Way;
  changes: readonly DiffRow[];
  /** Rules that a change toward safety (or a rollback) leaves violated: it goes through. */
  warnings: readonly string[];
  /** Rules that a raising change would newly violate: it is refused. */
  blocks: readonly string[];
  /** Takes a second person: it becomes a change request. */
  waits: boolean;
}

/** The way of a change that has happened: a rollback of the manual may lower exposure or loosen a control. */
export function wayOfChange(change: ChangeView): Way {
  const definition = findSwitch(change.switch);
  if (sameValue(change.oldValue, change.newValue) && change.oldInherited === change.newInherited)
    return 'none';
  if (change.direction !== 'rollback' || !definition) return change.direction;
  return moveOf(definition, change.oldValue, change.newValue) === 'raising' ? 'rollback' : 'reducing';
}

function wayOf(change: MatrixChange): Way {
  const move = moveOf(definitionOf(change.switch), change.oldValue, change.newValue);
  // An override that repeats the venue's value moves nothing now; the write path counts it as lowering.
  if (move !== 'raising') return 'reducing';
  return isManualRollback(change.switch, change.oldValue, change.newValue) ? 'rollback' : 'raising';
}

/** In the order in which they weigh: what raises is seen first, and decides for the whole. */
export const WAYS = ['raising', 'rollback', 'reducing', 'none'] as const satisfies readonly Way[];

export function overallWay(ways: readonly Way[]): Way {
  return WAYS.find((way) => ways.includes(way)) ?? 'none';
}

export function planChange(matrix: Matrix, wanted: readonly Wanted[]): ChangePlan {
  const real = changesFor(matrix, wanted);
  const changes = real.map((change) => ({
    switch: change.switch,
    symbol: change.symbol,
    from: change.oldValue,
    to: change.newValue,
    way: wayOf(change),
    fromInherited: change.oldInherited,
    toInherited: change.newInherited,
  }));
  const way = overallWay(changes.map((change) => change.way));
  const added = addedViolations(matrix, applyChanges(matrix, real)).map((violation) => violation.sentence);
  const waits = changes.some(
    (change) =>
      change.way !== 'none' &&
      waitsForSecond({ switch: change.switch, newValue: change.to, direction: change.way }),
  );
  const raising = way === 'raising';
  return { way, changes, warnings: raising ? [] : added, blocks: raising ? added : [], waits };
}

/** The value a change starts from, as the screen shows it. */
export interface Base {
  value: WireValue;
  inherited: boolean;
  /** Of the last change of the value that holds (the venue's, where the symbol has none): sent as `expectedRevision`. */
  revision: number;
}

export function baseOf(view: SwitchView, symbol: string | null): Base {
  if (symbol === null) return { value: view.value, inherited: false, revision: view.revision };
  const own = view.overrides.find((one) => one.symbol === symbol);
  return own
    ? { value: own.value, inherited: false, revision: own.revision }
    : { value: view.value, inherited: true, revision: view.revision };
}

/** Whether the value underneath is not the one the person started from. */
export function hasMoved(seen: Base, now: Base): boolean {
  return !sameValue(seen.value, now.value) || seen.inherited !== now.inherited;
}

/** Where else the switch has a value of its own: shown grey beside the change. */
export function neighbours(
  matrix: Matrix,
  name: SwitchName,
  changed: readonly DiffRow[],
): { switch: string; symbol: string | null; value: WireValue }[] {
  if (!isPerSymbol(name)) return [];
  const places = [null, ...Object.keys(matrix[name]?.overrides ?? {})];
  return places
    .filter((symbol) => !changed.some((change) => change.switch === name && change.symbol === symbol))
    .map((symbol) => ({ switch: name, symbol, value: valueIn(matrix, name, symbol) }));
}

/** A super admin who raises one of their own switches types its name. */
export function asksForName(definition: SwitchDefinition, way: Way): boolean {
  return way === 'raising' && definition.changedBy.every((role) => role === 'super_admin');
}

export interface ReasonState {
  /** `7 of 12`, then just the count. */
  count: string;
  /** What is wrong, other than that it is still short. */
  error: string | null;
  ok: boolean;
}

/** The reason as typed so far. */
export function reasonState(text: string, way: Way): ReasonState {
  const raising = way === 'raising';
  const least = raising ? REASON_MIN_RAISING : REASON_MIN;
  const visible = [...text.trim().replace(/\s+/gu, ' ')].length;
  const parsed = parseReason(text, raising);
  const count = visible < least ? `${visible} of ${least}` : String(visible);
  const short = visible < least;
  return { count, ok: parsed.ok, error: parsed.ok || short ? null : parsed.error.message };
}

/** The reason offered for a change toward safety. */
export function offeredReason(
  name: string,
  definition: SwitchDefinition,
  value: WireValue | 'inherit',
  symbol: string | null,
): string {
  const place = symbol === null ? name : `${name} for ${symbol}`;
  return value === 'inherit'
    ? `Set ${place} back to the venue's value`
    : `Set ${place} to ${formatValue(definition, value)}`;
}

/** Verb of the title: says what happens to the value; the chip beside it says what happens to exposure. */
export function titleVerb(definition: SwitchDefinition, way: Way, from: WireValue, to: WireValue): string {
  if (way === 'none') return 'Change';
  if (way === 'rollback') return 'Loosen';
  const counted = definition.type === 'money' || definition.type === 'decimal' || definition.type === 'int';
  if (!counted) return way === 'raising' ? 'Raise' : 'Set';
  const rises = to === null || (from !== null && Number(to) > Number(from));
  if (way === 'raising') return rises ? 'Raise' : 'Raise exposure with';
  return rises ? 'Tighten' : 'Lower';
}
