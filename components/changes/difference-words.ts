// A whole difference in words: by direction, what to know before it is done, which names are typed, whether it is still the newest. Pure.

import { definitionOf, findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { ChangeView } from '#lib/contract/console.ts';
import { isNewer, type Position } from '#lib/contract/snapshot.ts';
import { type ChangePlan, WAYS } from './change-plan.ts';
import { diffRows, losingOf, wayOfAll } from './change-set-words.ts';
import type { DiffRow } from './diff-preview.tsx';
import type { Way } from './direction-mark.tsx';
import type { Guard } from './guard-list.tsx';

/** The difference as the parts of the change sheet take it. */
export function planOf(
  changes: readonly ChangeView[],
  warnings: readonly string[],
  waits: boolean,
): ChangePlan {
  return { way: wayOfAll(changes), changes: diffRows(changes), warnings, blocks: [], waits };
}

/** What raises comes first: it is what somebody has to see. */
export function byWay(rows: readonly DiffRow[]): { way: Way; rows: readonly DiffRow[] }[] {
  return WAYS.map((way) => ({ way, rows: rows.filter((row) => row.way === way) })).filter(
    (group) => group.rows.length > 0,
  );
}

/** Whether the matrix has left the position that the difference was worked out for. */
export function hasLeft(shown: Position, heard: Position | undefined): boolean {
  return heard !== undefined && isNewer(heard, shown);
}

/** Switches whose name a super admin types before raising them, as in the sheet of one. */
export function namesToType(plan: ChangePlan): string[] {
  const raised = plan.changes.filter(({ way, switch: name }) => way === 'raising' && findSwitch(name));
  return [...new Set(raised.map((row) => row.switch))].filter((name) =>
    definitionOf(name as SwitchName).changedBy.every((role) => role === 'super_admin'),
  );
}

/** What to know before it is done, besides what is owed: rules it leaves violated, controls it loosens. */
export function warningsOf(plan: ChangePlan): Guard[] {
  const loosened = plan.changes.flatMap((row): Guard[] => {
    const losing = losingOf(row);
    return losing === null ? [] : [{ state: 'warn', title: `Loosens ${row.switch}`, detail: losing }];
  });
  return [...plan.warnings.map((title): Guard => ({ state: 'warn', title })), ...loosened];
}
