'use server';
// The writes of the profile: one's own password, second factors and sessions.
import { action } from '#app/_entry/action.ts';
import { addPasskey } from '#lib/commands/access/add-passkey.ts';
import { changePassword } from '#lib/commands/access/change-password.ts';
import { proveSecondFactor } from '#lib/commands/access/prove-second-factor.ts';
import { removePasskey } from '#lib/commands/access/remove-passkey.ts';
import { removeTotp } from '#lib/commands/access/remove-totp.ts';
import { renamePasskey } from '#lib/commands/access/rename-passkey.ts';
import { revokeSession } from '#lib/commands/access/revoke-session.ts';
import { setUpTotp } from '#lib/commands/access/set-up-totp.ts';

export const addPasskeyAction = action(addPasskey);
export const changePasswordAction = action(changePassword);
export const proveSecondFactorAction = action(proveSecondFactor);
export const removePasskeyAction = action(removePasskey);
export const removeTotpAction = action(removeTotp);
export const renamePasskeyAction = action(renamePasskey);
export const revokeSessionAction = action(revokeSession);
export const setUpTotpAction = action(setUpTotp);
