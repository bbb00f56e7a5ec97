'use server';
// The writes of the People screen.
import { action } from '#app/_entry/action.ts';
import { allowSignIn } from '#lib/commands/allow-sign-in.ts';
import { changeRoles } from '#lib/commands/change-roles.ts';
import { disablePerson } from '#lib/commands/disable-person.ts';
import { enablePerson } from '#lib/commands/enable-person.ts';
import { invitePerson } from '#lib/commands/invite-person.ts';
import { resetSecondFactor } from '#lib/commands/reset-second-factor.ts';
import { withdrawLink } from '#lib/commands/withdraw-link.ts';

export const allowSignInAction = action(allowSignIn);
export const changeRolesAction = action(changeRoles);
export const disablePersonAction = action(disablePerson);
export const enablePersonAction = action(enablePerson);
export const invitePersonAction = action(invitePerson);
export const resetSecondFactorAction = action(resetSecondFactor);
export const withdrawLinkAction = action(withdrawLink);
