'use server';
// The writes of a sign-off form.
import { action } from '#app/_entry/action.ts';
import { declineForm } from '#lib/commands/decline-form.ts';
import { noteForm } from '#lib/commands/note-form.ts';
import { openForSignature } from '#lib/commands/open-for-signature.ts';
import { signForm } from '#lib/commands/sign-form.ts';
import { voidForm } from '#lib/commands/void-form.ts';

export const noteFormAction = action(noteForm);
export const openForSignatureAction = action(openForSignature);
export const signFormAction = action(signForm);
export const declineFormAction = action(declineForm);
export const voidFormAction = action(voidForm);
