'use server';
// The write of the frame: leaving.
import { action } from '#app/_entry/action.ts';
import { signOut } from '#lib/commands/access/sign-out.ts';

export const signOutAction = action(signOut);
