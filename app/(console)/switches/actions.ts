'use server';
// The writes of the matrix; every screen that changes switches uses these.
import { action } from '#app/_entry/action.ts';
import { applyConfig } from '#lib/commands/changes/apply-config.ts';
import { resetToDefault } from '#lib/commands/changes/reset-to-default.ts';
import { rollbackMatrix } from '#lib/commands/changes/rollback-matrix.ts';
import { rollbackSwitch } from '#lib/commands/changes/rollback-switch.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { undoChangeSet } from '#lib/commands/changes/undo-change-set.ts';

export const setSwitchAction = action(setSwitch);
export const setSwitchesAction = action(setSwitches);
export const rollbackSwitchAction = action(rollbackSwitch);
export const resetToDefaultAction = action(resetToDefault);
export const rollbackMatrixAction = action(rollbackMatrix);
export const undoChangeSetAction = action(undoChangeSet);
export const applyConfigAction = action(applyConfig);
