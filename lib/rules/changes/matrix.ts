// The matrix as a value: read it, and compute what it becomes; the shape is the snapshot's `switches`.
import {
  definitionOf,
  findSwitch,
  SWITCH_NAMES,
  SWITCHES,
  type SwitchName,
  type ValueOf,
} from '#lib/catalog/switches.ts';
import type { SwitchEntry } from '#lib/contract/snapshot.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';

export type Matrix = Readonly<Record<string, SwitchEntry>>;

/** Typed reads, the same for the console's rules and for a service that holds the SDK. */
export interface SwitchReader {
  get<N extends SwitchName>(name: N, symbol?: string): ValueOf<N>;
}

/** The value that holds: the symbol's override, else the global value, else (switch newer than the data) the default. */
export function valueIn(matrix: Matrix, name: SwitchName, symbol?: string | null): WireValue {
  const entry = Object.hasOwn(matrix, name) ? matrix[name] : undefined;
  if (!entry) return definitionOf(name).default;
  if (symbol && entry.overrides && Object.hasOwn(entry.overrides, symbol)) {
    return entry.overrides[symbol] as WireValue;
  }
  return entry.value;
}

export function readerOf(matrix: Matrix): SwitchReader {
  return { get: (name, symbol) => valueIn(matrix, name, symbol) as never };
}

/** The matrix of a new installation. */
export function defaultMatrix(): Matrix {
  return Object.fromEntries(
    SWITCH_NAMES.map((name) => [name, { value: SWITCHES[name].default as WireValue }]),
  );
}

/** One wanted value: `inherit` removes the override of a symbol. */
export interface Wanted {
  switch: SwitchName;
  symbol: string | null;
  value: WireValue | 'inherit';
}

/** A setting as the catalogue, a run or a request names it, its switch and value known to fit: without a symbol it is the whole venue's. */
export function asWanted(setting: {
  readonly switch: string;
  readonly symbol?: string | null | undefined;
  readonly value: unknown;
}): Wanted {
  return {
    switch: setting.switch as SwitchName,
    symbol: setting.symbol ?? null,
    value: setting.value as Wanted['value'],
  };
}

/** One real change between two matrices. */
export interface MatrixChange {
  switch: SwitchName;
  symbol: string | null;
  oldValue: WireValue;
  newValue: WireValue;
  oldInherited: boolean;
  newInherited: boolean;
}

/** Whether the symbol has a value of its own; the whole venue (null) never has. */
export function hasOverride(matrix: Matrix, name: SwitchName, symbol: string | null): boolean {
  const overrides = matrix[name]?.overrides;
  return symbol !== null && overrides !== undefined && Object.hasOwn(overrides, symbol);
}

/** The changes that bring the wanted values about, without those that hold already. */
export function changesFor(matrix: Matrix, wanted: readonly Wanted[]): MatrixChange[] {
  const changes: MatrixChange[] = [];
  for (const want of wanted) {
    const inheritedBefore = want.symbol !== null && !hasOverride(matrix, want.switch, want.symbol);
    const oldValue = valueIn(matrix, want.switch, want.symbol);
    const newInherited = want.value === 'inherit';
    if (newInherited && inheritedBefore) continue;
    const globalWanted = wanted.find((other) => other.switch === want.switch && other.symbol === null);
    const newValue =
      want.value === 'inherit'
        ? globalWanted && globalWanted.value !== 'inherit'
          ? globalWanted.value
          : valueIn(matrix, want.switch)
        : want.value;
    if (sameValue(oldValue, newValue) && inheritedBefore === newInherited) continue;
    changes.push({
      switch: want.switch,
      symbol: want.symbol,
      oldValue,
      newValue,
      oldInherited: inheritedBefore,
      newInherited,
    });
  }
  return changes;
}

/** The matrix after the changes; entries that do not change are shared. */
export function applyChanges(matrix: Matrix, changes: readonly MatrixChange[]): Matrix {
  const next: Record<string, SwitchEntry> = { ...matrix };
  for (const change of changes) {
    const entry = next[change.switch] ?? { value: definitionOf(change.switch).default };
    if (change.symbol === null) {
      next[change.switch] = { ...entry, value: change.newValue };
      continue;
    }
    const overrides = { ...entry.overrides };
    if (change.newInherited) delete overrides[change.symbol];
    else overrides[change.symbol] = change.newValue;
    next[change.switch] =
      Object.keys(overrides).length > 0 ? { value: entry.value, overrides } : { value: entry.value };
  }
  return next;
}

/** Narrow a name from outside. */
export function isSwitchName(name: string): name is SwitchName {
  return findSwitch(name) !== undefined;
}
