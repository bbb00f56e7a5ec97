// What the restart after an emergency stop sets: the values from before it, for the switches that it latched.
import { STOP_SETTINGS } from '#lib/catalog/emergency.ts';
import type { Request } from '#lib/rules/changes/decide-change.ts';
import { type Matrix, valueIn } from '#lib/rules/changes/matrix.ts';

/** `before` is the matrix that the stop was pressed on. The latched switches cannot have changed since. */
export function planRestart(before: Matrix): Request[] {
  return STOP_SETTINGS.map((setting) => ({
    switch: setting.switch,
    value: valueIn(before, setting.switch),
  }));
}
