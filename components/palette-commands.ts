// What the command palette offers: safe commands first, then what opens a sheet, then places to go. Pure.
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import type { Wanted } from '#lib/rules/matrix.ts';
import { offeredRollback, rollbackLoosens } from '#lib/rules/rollback-action.ts';
import { matrixOf } from './matrix-rows.ts';

export interface RollbackCommand {
  name: SwitchName;
  label: string;
  wanted: readonly Wanted[];
}

export interface PaletteCommands {
  /** Lowers exposure: the small dialog, Enter applies. */
  safe: readonly RollbackCommand[];
  /** The manual's rollbacks that loosen a control: their dialog says what is lost. */
  loosening: readonly RollbackCommand[];
  /** Every switch, to open its sheet. */
  switches: readonly { name: SwitchName; label: string }[];
}

/** Only what the person may do and what would change something now. */
export function paletteCommands(items: readonly SwitchView[]): PaletteCommands {
  const matrix = matrixOf(items);
  const safe: RollbackCommand[] = [];
  const loosening: RollbackCommand[] = [];
  for (const item of items) {
    const name = item.name as SwitchName;
    const definition = definitionOf(name);
    const wanted = item.mayChange ? offeredRollback(matrix, name) : [];
    if (wanted.length === 0) continue;
    const command = { name, label: `${name}: ${definition.rollback?.label ?? ''}`, wanted };
    (rollbackLoosens(definition) ? loosening : safe).push(command);
  }
  const switches = items.map((item) => ({
    name: item.name as SwitchName,
    label: definitionOf(item.name as SwitchName).label,
  }));
  return { safe, loosening, switches };
}
