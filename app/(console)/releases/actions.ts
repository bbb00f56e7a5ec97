'use server';
// The writes of the Releases screens.
import { action } from '#app/_entry/action.ts';
import { approveRelease } from '#lib/commands/approve-release.ts';
import { markReleaseGood } from '#lib/commands/mark-release-good.ts';
import { pauseRelease } from '#lib/commands/pause-release.ts';
import { refuseRelease } from '#lib/commands/refuse-release.ts';
import { resumeRelease } from '#lib/commands/resume-release.ts';
import { rollBackRelease } from '#lib/commands/roll-back-release.ts';
import { startRelease } from '#lib/commands/start-release.ts';
import { stepRelease } from '#lib/commands/step-release.ts';
import { withdrawRelease } from '#lib/commands/withdraw-release.ts';

export const startReleaseAction = action(startRelease);
export const approveReleaseAction = action(approveRelease);
export const refuseReleaseAction = action(refuseRelease);
export const withdrawReleaseAction = action(withdrawRelease);
export const stepReleaseAction = action(stepRelease);
export const pauseReleaseAction = action(pauseRelease);
export const resumeReleaseAction = action(resumeRelease);
export const rollBackReleaseAction = action(rollBackRelease);
export const markReleaseGoodAction = action(markReleaseGood);
