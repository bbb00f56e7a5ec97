'use server';
// The writes of the tokens section of the profile.
import { action } from '#app/_entry/action.ts';
import { createToken } from '#lib/commands/access/create-token.ts';
import { revokeToken } from '#lib/commands/access/revoke-token.ts';

export const createTokenAction = action(createToken);
export const revokeTokenAction = action(revokeToken);
