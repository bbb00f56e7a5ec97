'use server';
// The writes of the matrix; every screen that changes switches uses these.
import { action } from '#app/_entry/action.ts';
import { applyConfig } from '#lib/commands/apply-config.ts';
import { resetToDefault } from '#lib/commands/reset-to-default.ts';
import { rollbackMatrix } from '#lib/commands/rollback-matrix.ts';
import { rollbackSwitch } from '#lib/commands/rollback-switch.ts';
import { setSwitch } from '#lib/commands/set-switch.ts';
import { setSwitches } from '#lib/commands/set-switches.ts';
import { undoChangeSet } from '#lib/commands/undo-change-set.ts';

export const setSwitchAction = action(setSwitch);
export const setSwitchesAction = action(setSwitches);
export const rollbackSwitchAction = action(rollbackSwitch);
export const resetToDefaultAction = action(resetToDefault);
export const rollbackMatrixAction = action(rollbackMatrix);
export const undoChangeSetAction = action(undoChangeSet);
export const applyConfigAction = action(applyConfig);
