'use server';
// The writes of the Keys screen.
import { action } from '#app/_entry/action.ts';
import { createKey } from '#lib/commands/access/create-key.ts';
import { revokeKey } from '#lib/commands/access/revoke-key.ts';
import { revokeToken } from '#lib/commands/access/revoke-token.ts';
import { rotateKey } from '#lib/commands/access/rotate-key.ts';

export const createKeyAction = action(createKey);
export const rotateKeyAction = action(rotateKey);
export const revokeKeyAction = action(revokeKey);
export const revokeFoundTokenAction = action(revokeToken);
