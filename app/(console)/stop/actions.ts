'use server';
// The writes of the emergency stop: the press from any screen, and asking for the restart.
import { action } from '#app/_entry/action.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import { restartAfterStop } from '#lib/commands/venue/restart-after-stop.ts';

export const emergencyStopAction = action(emergencyStop);
export const restartAfterStopAction = action(restartAfterStop);
