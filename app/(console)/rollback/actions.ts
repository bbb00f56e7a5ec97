'use server';
// The writes of the Rollback and Manual screens: runs of procedures.
import { action } from '#app/_entry/action.ts';
import { addRunNote } from '#lib/commands/runs/add-run-note.ts';
import { applyStep } from '#lib/commands/runs/apply-step.ts';
import { chooseOption } from '#lib/commands/runs/choose-option.ts';
import { commandStep } from '#lib/commands/runs/command-step.ts';
import { endRun } from '#lib/commands/runs/end-run.ts';
import { passOverStep } from '#lib/commands/runs/pass-over-step.ts';
import { recordFields } from '#lib/commands/runs/record-fields.ts';
import { signStep } from '#lib/commands/runs/sign-step.ts';
import { startObserve } from '#lib/commands/runs/start-observe.ts';
import { startRun } from '#lib/commands/runs/start-run.ts';
import { tickStep } from '#lib/commands/runs/tick-step.ts';
import { verifyStep } from '#lib/commands/runs/verify-step.ts';

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
