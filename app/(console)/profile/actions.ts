'use server';
// The writes of the profile: one's own password, second factors and sessions.
import { action } from '#app/_entry/action.ts';
import { addPasskey } from '#lib/commands/add-passkey.ts';
import { changePassword } from '#lib/commands/change-password.ts';
import { proveSecondFactor } from '#lib/commands/prove-second-factor.ts';
import { removePasskey } from '#lib/commands/remove-passkey.ts';
import { removeTotp } from '#lib/commands/remove-totp.ts';
import { renamePasskey } from '#lib/commands/rename-passkey.ts';
import { revokeSession } from '#lib/commands/revoke-session.ts';
import { setUpTotp } from '#lib/commands/set-up-totp.ts';

export const addPasskeyAction = action(addPasskey);
export const changePasswordAction = action(changePassword);
export const proveSecondFactorAction = action(proveSecondFactor);
export const removePasskeyAction = action(removePasskey);
export const removeTotpAction = action(removeTotp);
export const renamePasskeyAction = action(renamePasskey);
export const revokeSessionAction = action(revokeSession);
export const setUpTotpAction = action(setUpTotp);
