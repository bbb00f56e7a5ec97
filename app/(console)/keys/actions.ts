'use server';
// The writes of the Keys screen.
import { action } from '#app/_entry/action.ts';
import { createKey } from '#lib/commands/create-key.ts';
import { revokeKey } from '#lib/commands/revoke-key.ts';
import { revokeToken } from '#lib/commands/revoke-token.ts';
import { rotateKey } from '#lib/commands/rotate-key.ts';

export const createKeyAction = action(createKey);
export const rotateKeyAction = action(rotateKey);
export const revokeKeyAction = action(revokeKey);
export const revokeFoundTokenAction = action(revokeToken);
