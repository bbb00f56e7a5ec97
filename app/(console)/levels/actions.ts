'use server';
// The writes of degradation levels: from every header, from Now and from the phone's tab.
import { action } from '#app/_entry/action.ts';
import { confirmLevel } from '#lib/commands/changes/confirm-level.ts';
import { leaveLevel } from '#lib/commands/changes/leave-level.ts';
import { pressLevel } from '#lib/commands/changes/press-level.ts';

export const pressLevelAction = action(pressLevel);
export const leaveLevelAction = action(leaveLevel);
export const confirmLevelAction = action(confirmLevel);
