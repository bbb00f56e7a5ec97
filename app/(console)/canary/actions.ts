'use server';
// The writes of the Canary screens.
import { action } from '#app/_entry/action.ts';
import { abortCanary } from '#lib/commands/canary/abort-canary.ts';
import { extendCanary } from '#lib/commands/canary/extend-canary.ts';
import { noteCanaryEvidence } from '#lib/commands/canary/note-canary-evidence.ts';
import { pauseCanary } from '#lib/commands/canary/pause-canary.ts';
import { planCanary } from '#lib/commands/canary/plan-canary.ts';
import { resumeCanary } from '#lib/commands/canary/resume-canary.ts';
import { retryCanary } from '#lib/commands/canary/retry-canary.ts';

export const planCanaryAction = action(planCanary);
export const retryCanaryAction = action(retryCanary);
export const pauseCanaryAction = action(pauseCanary);
export const resumeCanaryAction = action(resumeCanary);
export const extendCanaryAction = action(extendCanary);
export const abortCanaryAction = action(abortCanary);
export const noteCanaryEvidenceAction = action(noteCanaryEvidence);
