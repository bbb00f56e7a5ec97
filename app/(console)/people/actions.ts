'use server';
// The writes of the People screen.
import { action } from '#app/_entry/action.ts';
import { allowSignIn } from '#lib/commands/access/allow-sign-in.ts';
import { changeRoles } from '#lib/commands/access/change-roles.ts';
import { disablePerson } from '#lib/commands/access/disable-person.ts';
import { enablePerson } from '#lib/commands/access/enable-person.ts';
import { invitePerson } from '#lib/commands/access/invite-person.ts';
import { resetSecondFactor } from '#lib/commands/access/reset-second-factor.ts';
import { withdrawLink } from '#lib/commands/access/withdraw-link.ts';

export const allowSignInAction = action(allowSignIn);
export const changeRolesAction = action(changeRoles);
export const disablePersonAction = action(disablePerson);
export const enablePersonAction = action(enablePerson);
export const invitePersonAction = action(invitePerson);
export const resetSecondFactorAction = action(resetSecondFactor);
export const withdrawLinkAction = action(withdrawLink);
