'use server';
// The writes of the Rollback and Manual screens: runs of procedures.
import { action } from '#app/_entry/action.ts';
import { addRunNote } from '#lib/commands/add-run-note.ts';
import { applyStep } from '#lib/commands/apply-step.ts';
import { chooseOption } from '#lib/commands/choose-option.ts';
import { commandStep } from '#lib/commands/command-step.ts';
import { endRun } from '#lib/commands/end-run.ts';
import { passOverStep } from '#lib/commands/pass-over-step.ts';
import { recordFields } from '#lib/commands/record-fields.ts';
import { signStep } from '#lib/commands/sign-step.ts';
import { startObserve } from '#lib/commands/start-observe.ts';
import { startRun } from '#lib/commands/start-run.ts';
import { tickStep } from '#lib/commands/tick-step.ts';
import { verifyStep } from '#lib/commands/verify-step.ts';

export const startRunAction = action(startRun);
export const tickStepAction = action(tickStep);
export const applyStepAction = action(applyStep);
export const commandStepAction = action(commandStep);
export const startObserveAction = action(startObserve);
export const verifyStepAction = action(verifyStep);
export const chooseOptionAction = action(chooseOption);
export const recordFieldsAction = action(recordFields);
export const signStepAction = action(signStep);
export const passOverStepAction = action(passOverStep);
export const addRunNoteAction = action(addRunNote);
export const endRunAction = action(endRun);
