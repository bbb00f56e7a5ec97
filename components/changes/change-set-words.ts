// The changes of a set as a difference and in one line: made, asked for, or about to be made. Pure.

import { formatSwitchValue, placeName } from '#components/format-value.ts';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { ChangeView } from '#lib/contract/console.ts';
import { overallWay, wayOfChange } from './change-plan.ts';
import type { DiffRow } from './diff-preview.tsx';
import type { Way } from './direction-mark.tsx';

export function diffRows(changes: readonly ChangeView[]): DiffRow[] {
  return changes.map((change) => ({
    switch: change.switch,
    symbol: change.symbol,
    from: change.oldValue,
    to: change.newValue,
    way: wayOfChange(change),
    fromInherited: change.oldInherited,
    toInherited: change.newInherited,
  }));
}

/** The way of a whole difference: what raises decides. */
export function wayOfAll(changes: readonly ChangeView[]): Way {
  return overallWay(changes.map(wayOfChange));
}

/** What a rollback of the manual no longer protects where it loosens a control; null where it does not. */
export function losingOf({ switch: name, way }: Pick<DiffRow, 'switch' | 'way'>): string | null {
  return (way === 'rollback' ? findSwitch(name)?.rollback?.losing : undefined) ?? null;
}

/** `routing_mode`, or `routing_mode and 2 more`. */
export function subjectWords(changes: readonly Pick<ChangeView, 'switch' | 'symbol'>[]): string {
  const [first, ...rest] = changes;
  if (!first) return 'No switch';
  const name = placeName(first.switch, first.symbol);
  return rest.length === 0 ? name : `${name} and ${rest.length} more`;
}

/** `HL_MODE to NORMAL_MODE` of one change; `3 switches` of several. */
export function fromToWords(changes: readonly ChangeView[]): string {
  const [first] = changes;
  if (!first || changes.length > 1) return `${changes.length} switches`;
  const to = first.newInherited ? 'the venue’s value' : formatSwitchValue(first.switch, first.newValue);
  return `${formatSwitchValue(first.switch, first.oldValue)} to ${to}`;
}
