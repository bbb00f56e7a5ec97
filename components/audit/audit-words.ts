// What an audit entry says on a screen: the two sides of a change, the way it moved. Pure.

import type { Way } from '#components/changes/direction-mark.tsx';
import { formatSwitchValue } from '#components/format-value.ts';
import { definitionOf, findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { AuditEntryView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { moveOf } from '#lib/rules/changes/direction.ts';

function wireValue(json: string | null): WireValue | undefined {
  if (json === null) return undefined;
  try {
    return JSON.parse(json) as WireValue;
  } catch {
    return undefined;
  }
}

export interface Sides {
  from: string | null;
  to: string | null;
  way: Way;
}

/** Both sides in the switch's own format, with the way the change moved; plain words for other kinds. */
export function sidesOf(entry: AuditEntryView): Sides {
  const definition = entry.kind === 'switch.changed' ? findSwitch(entry.subject) : undefined;
  const from = wireValue(entry.oldValue);
  const to = wireValue(entry.newValue);
  if (!definition || from === undefined || to === undefined) {
    return { from: entry.oldValue, to: entry.newValue, way: 'none' };
  }
  const move = moveOf(definitionOf(entry.subject as SwitchName), from, to);
  const rollback = entry.details?.direction === 'rollback' && move === 'raising';
  return {
    from: formatSwitchValue(entry.subject, from),
    to: formatSwitchValue(entry.subject, to),
    way: rollback ? 'rollback' : move,
  };
}

/** `normal_threshold.BTC`, or the subject alone. */
export function subjectOf(entry: Pick<AuditEntryView, 'subject' | 'symbol'>): string {
  return entry.symbol ? `${entry.subject}.${entry.symbol}` : entry.subject;
}
