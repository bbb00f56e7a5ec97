// A matrix in the words of a test: the defaults (or another matrix) with these settings.
import type { SwitchSetting } from '#lib/catalog/switches.ts';
import { applyChanges, changesFor, defaultMatrix, type Matrix } from '#lib/rules/changes/matrix.ts';

/** `matrix` with the settings applied on top. */
export function setIn(matrix: Matrix, ...settings: readonly SwitchSetting[]): Matrix {
  const wanted = settings.map((setting) => ({ symbol: null, ...setting }));
  return applyChanges(matrix, changesFor(matrix, wanted));
}

/** The catalogue's defaults with these settings. */
export function matrixWith(...settings: readonly SwitchSetting[]): Matrix {
  return setIn(defaultMatrix(), ...settings);
}
