// What each row of the matrix shows and offers: default or not, which rollback button, and which rows a filter keeps. Pure.

import { formatValue } from '#components/format-value.ts';
import { ROLES } from '#lib/catalog/roles.ts';
import { GROUPS, type Group, type SwitchDefinition } from '#lib/catalog/switch-types.ts';
import { definitionOf, findSwitch, type SwitchName } from '#lib/catalog/switches.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import { sameValue } from '#lib/contract/values.ts';
import type { Matrix, Wanted } from '#lib/rules/changes/matrix.ts';
import { offeredRollback, rollbackLoosens } from '#lib/rules/changes/rollback-action.ts';

/** The one-press action of a row. */
export type RollbackOffer =
  /** The manual names none. */
  | { kind: 'none' }
  /** At or beyond the rollback, and that is the safe side. */
  | { kind: 'safest' }
  /** The rollback that loosens is in force already. */
  | { kind: 'loosened' }
  | {
      kind: 'safe' | 'loosens';
      label: string;
      wanted: readonly Wanted[];
      /** Why this person cannot press it now. */
      heldBy: string | null;
    };

export interface MatrixRow {
  name: SwitchName;
  definition: SwitchDefinition;
  view: SwitchView;
  /** The global value or an override differs from the default. */
  offDefault: boolean;
  offer: RollbackOffer;
}

export interface MatrixGroup {
  group: Group;
  label: string;
  manual: boolean;
  rows: readonly MatrixRow[];
}

/** The live matrix as the rules read it. */
export function matrixOf(items: readonly SwitchView[]): Matrix {
  return Object.fromEntries(
    items.map((item) => [
      item.name,
      item.overrides.length > 0
        ? { value: item.value, overrides: Object.fromEntries(item.overrides.map((o) => [o.symbol, o.value])) }
        : { value: item.value },
    ]),
  );
}

/** `super admin`, `risk manager or super admin`. */
export function changers(definition: SwitchDefinition): string {
  return definition.changedBy.map((role) => ROLES[role].label.toLowerCase()).join(' or ');
}

/** The least role that may change it, in two letters. */
export function roleMark(definition: SwitchDefinition): { short: string; label: string } {
  const [role] = definition.changedBy;
  return role ? ROLES[role] : { short: '', label: '' };
}

function offerOf(
  matrix: Matrix,
  view: SwitchView,
  name: SwitchName,
  cannotSend: string | null,
): RollbackOffer {
  const definition = definitionOf(name);
  if (!definition.rollback) return { kind: 'none' };
  const loosens = rollbackLoosens(definition);
  const wanted = offeredRollback(matrix, name);
  if (wanted.length === 0) return { kind: loosens ? 'loosened' : 'safest' };
  const own = wanted.find((one) => one.switch === name);
  const label =
    definition.rollback.to === 'half' && own && own.value !== 'inherit'
      ? formatValue(definition, own.value)
      : definition.rollback.label;
  const heldBy = view.mayChange ? cannotSend : `Only a ${changers(definition)} may change ${name}.`;
  return { kind: loosens ? 'loosens' : 'safe', label, wanted, heldBy };
}

/** Labels of the manual's rollbacks that are verbs of their own. */
const VERBS = /^(Clear|Close|Deactivate|Disable|Forbid|Halt|Halve|Pause|Stop)$/;

export interface RollbackWords {
  /** Before the switch's name. */
  before: string;
  /** After it; may be empty. */
  after: string;
  /** The act by itself, for a button: `Set HL_MODE`, `Halve`, `Turn off`. */
  act: string;
}

/** How a rollback is said: `Set routing_mode to HL_MODE`, `Turn hedge_enabled off, by hand`. */
export function rollbackWords(definition: SwitchDefinition): RollbackWords {
  const label = definition.rollback?.label ?? '';
  const to = definition.rollback?.to;
  if (VERBS.test(label)) return { before: label, after: '', act: label };
  if (definition.type === 'bool') {
    const turn = to ? 'on' : 'off';
    return { before: 'Turn', after: `${turn}, ${asWord(label)}`, act: `Turn ${turn}` };
  }
  const isValue = to !== undefined && to !== 'half' && label === formatValue(definition, to);
  return isValue
    ? { before: 'Set', after: `to ${label}`, act: `Set ${label}` }
    : { before: 'Roll back', after: `to ${asWord(label)}`, act: 'Roll back' };
}

/** `By hand` inside a sentence; names such as HL_MODE stay. */
function asWord(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.toLowerCase() : label;
}

/** `cannotSend`: why nothing can be sent at all (offline), or null. */
export function matrixRows(items: readonly SwitchView[], cannotSend: string | null): MatrixRow[] {
  const matrix = matrixOf(items);
  return items.flatMap((view) => {
    const definition = findSwitch(view.name);
    if (!definition) return [];
    const name = view.name as SwitchName;
    const offDefault =
      !sameValue(view.value, definition.default) ||
      view.overrides.some((override) => !sameValue(override.value, definition.default));
    return [{ name, definition, view, offDefault, offer: offerOf(matrix, view, name, cannotSend) }];
  });
}

export interface MatrixFilter {
  text: string;
  offDefault: boolean;
  canBeLowered: boolean;
}

export const NO_FILTER: MatrixFilter = { text: '', offDefault: false, canBeLowered: false };

function haystack(row: MatrixRow): string {
  const overrides = row.view.overrides
    .map((o) => `${o.symbol} ${formatValue(row.definition, o.value)}`)
    .join(' ');
  const value = formatValue(row.definition, row.view.value);
  return `${row.name} ${row.definition.label} ${GROUPS[row.definition.group].label} ${value} ${overrides}`.toLowerCase();
}

/** Rows that hold every word of the text and every chip that is on. */
export function filterRows(rows: readonly MatrixRow[], filter: MatrixFilter): MatrixRow[] {
  const words = filter.text.toLowerCase().split(/\s+/u).filter(Boolean);
  return rows.filter((row) => {
    if (filter.offDefault && !row.offDefault) return false;
    if (filter.canBeLowered && row.offer.kind !== 'safe') return false;
    if (words.length === 0) return true;
    const text = haystack(row);
    return words.every((word) => text.includes(word));
  });
}

/** In the catalogue's order; groups without rows are left out. */
export function groupRows(rows: readonly MatrixRow[]): MatrixGroup[] {
  return (Object.keys(GROUPS) as Group[])
    .map((group) => ({
      group,
      label: GROUPS[group].label,
      manual: GROUPS[group].manual,
      rows: rows.filter((row) => row.definition.group === group),
    }))
    .filter((part) => part.rows.length > 0);
}
