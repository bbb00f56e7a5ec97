// What rolling back sets: the whole matrix to a past one, or one change set undone; and what stands in the way of the latter.
import { isPerSymbol, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import { sameValue } from '#lib/contract/values.ts';
import { INHERIT, lastRevisionOf, type MatrixState, type Request } from './decide-change.ts';
import { hasOverride, type Matrix, type MatrixChange, valueIn } from './matrix.ts';

export interface MatrixRollback {
  requests: Request[];
  /** Switches that had no value then: they keep what they have. */
  missing: SwitchName[];
}

/** Brings the matrix to what it was: values, and the overrides that symbols had or had not. */
export function planMatrix(past: Matrix, now: Matrix): MatrixRollback {
  const known = SWITCH_NAMES.filter((name) => Object.hasOwn(now, name));
  const missing = known.filter((name) => !Object.hasOwn(past, name));
  const requests = known
    .filter((name) => Object.hasOwn(past, name))
    .flatMap((name): Request[] => {
      const then = past[name]?.overrides ?? {};
      const symbols = isPerSymbol(name)
        ? [...new Set([...Object.keys(then), ...Object.keys(now[name]?.overrides ?? {})])].sort()
        : [];
      // Only what differs: whoever may not change a switch that stays as it is may roll the others back.
      return [
        ...(sameValue(past[name]?.value, now[name]?.value)
          ? []
          : [{ switch: name, value: past[name]?.value }]),
        ...symbols
          .filter(
            (symbol) =>
              Object.hasOwn(then, symbol) !== hasOverride(now, name, symbol) ||
              !sameValue(then[symbol], now[name]?.overrides?.[symbol]),
          )
          .map((symbol) => ({
            ...{ switch: name, symbol },
            value: Object.hasOwn(then, symbol) ? then[symbol] : INHERIT,
          })),
      ];
    });
  return { requests, missing };
}

export interface Undoing<Change extends MatrixChange> {
  requests: Request[];
  /** Changed again since: undoing them would undo somebody else's change. */
  conflicts: Change[];
}

/** The values from before one change set, for what nobody has changed since. */
export function planUndo<Change extends MatrixChange>(
  state: MatrixState,
  made: { revision: number; changes: readonly Change[] },
): Undoing<Change> {
  const moved = (change: Change) => {
    const holds =
      sameValue(valueIn(state.matrix, change.switch, change.symbol), change.newValue) &&
      hasOverride(state.matrix, change.switch, change.symbol) ===
        (change.symbol !== null && !change.newInherited);
    return !holds || lastRevisionOf(state, change.switch, change.symbol) > made.revision;
  };
  const conflicts = made.changes.filter(moved);
  const requests = made.changes
    .filter((change) => !conflicts.includes(change))
    .map((change) => ({
      ...{ switch: change.switch, symbol: change.symbol },
      value: change.oldInherited ? INHERIT : change.oldValue,
    }));
  return { requests, conflicts };
}
