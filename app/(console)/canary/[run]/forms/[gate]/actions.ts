'use server';
// The writes of a sign-off form.
import { action } from '#app/_entry/action.ts';
import { declineForm } from '#lib/commands/canary/decline-form.ts';
import { noteForm } from '#lib/commands/canary/note-form.ts';
import { openForSignature } from '#lib/commands/canary/open-for-signature.ts';
import { signForm } from '#lib/commands/canary/sign-form.ts';
import { voidForm } from '#lib/commands/canary/void-form.ts';

export const noteFormAction = action(noteForm);
export const openForSignatureAction = action(openForSignature);
export const signFormAction = action(signForm);
export const declineFormAction = action(declineForm);
export const voidFormAction = action(voidForm);
