'use server';
// The writes of the Releases screens.
import { action } from '#app/_entry/action.ts';
import { approveRelease } from '#lib/commands/releases/approve-release.ts';
import { markReleaseGood } from '#lib/commands/releases/mark-release-good.ts';
import { pauseRelease } from '#lib/commands/releases/pause-release.ts';
import { refuseRelease } from '#lib/commands/releases/refuse-release.ts';
import { resumeRelease } from '#lib/commands/releases/resume-release.ts';
import { rollBackRelease } from '#lib/commands/releases/roll-back-release.ts';
import { startRelease } from '#lib/commands/releases/start-release.ts';
import { stepRelease } from '#lib/commands/releases/step-release.ts';
import { withdrawRelease } from '#lib/commands/releases/withdraw-release.ts';

export const startReleaseAction = action(startRelease);
export const approveReleaseAction = action(approveRelease);
export const refuseReleaseAction = action(refuseRelease);
export const withdrawReleaseAction = action(withdrawRelease);
export const stepReleaseAction = action(stepRelease);
export const pauseReleaseAction = action(pauseRelease);
export const resumeReleaseAction = action(resumeRelease);
export const rollBackReleaseAction = action(rollBackRelease);
export const markReleaseGoodAction = action(markReleaseGood);
