'use server';
// What the holder of a one-time link does with it; nobody is signed in yet.
import { action } from '#app/_entry/action.ts';
import { lookAtLink } from '#lib/commands/access/look-at-link.ts';
import { useLink } from '#lib/commands/access/use-link.ts';

export const lookAtLinkAction = action(lookAtLink);
export const chooseSignInAction = action(useLink);
