// Whose a key or token is that was found where it should not be, by its first characters: they are enough, and no secret.
import { z } from 'zod';
import { PREFIX_LENGTH } from '#lib/catalog/credentials.ts';
import type { CredentialBody } from '#lib/contract/access.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { keyByPrefix } from '#lib/store/access/keys.ts';
import { personById } from '#lib/store/access/people.ts';
import { tokenByPrefix } from '#lib/store/access/tokens.ts';
import { keyView } from './key-view.ts';
import { tokenView } from './token-view.ts';

const FORM = `Send the first ${PREFIX_LENGTH} characters of the key or token, such as bhk_4fKq81Zt.`;

/** An address is written down on its way: a whole secret in it would be one more place where it leaked to. */
const prefix = z
  .string({ error: FORM })
  .max(
    PREFIX_LENGTH,
    `Send only the first ${PREFIX_LENGTH} characters: a whole secret must not be in an address.`,
  )
  .regex(/^bh[kt]_[0-9A-Za-z]{8}$/, FORM)
  .meta({ description: 'The first characters of the key or token.', examples: ['bhk_4fKq81Zt'] });

const input = z.strictObject({ prefix });

export const findCredential: Read<z.output<typeof input>, CredentialBody> = {
  action: 'find-credential',
  body: 'CredentialBody',
  input,
  run: async (tx, query) => {
    const key = await keyByPrefix(tx, query.prefix);
    if (key) return ok({ found: { kind: 'key', ...keyView(key) } });
    const token = await tokenByPrefix(tx, query.prefix);
    const person = token && (await personById(tx, token.personId));
    if (!token || !person) return ok({ found: null });
    const { id, name, disabled } = person;
    return ok({ found: { kind: 'token', owner: { id, name, disabled }, ...tokenView(token) } });
  },
};
