// ensure-account: an account that the first start of a demo brings into being, with its factors and one personal token.

import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { z } from 'zod';
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import { PASSWORD_HASHING } from '#lib/catalog/session-policy.ts';
import { prefixOf } from '#lib/rules/access/credential.ts';
import { ok } from '#lib/rules/result.ts';
import { createPerson, personByEmail, type StoredPerson } from '#lib/store/access/people.ts';
import { seal } from '#lib/store/access/secret-box.ts';
import { tokenHash } from '#lib/store/access/sessions.ts';
import { type NewToken, storeToken } from '#lib/store/access/tokens.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({
  email: z.email().toLowerCase(),
  name: z.string().min(1).max(100),
  roles: z.array(z.enum(ROLE_NAMES as [Role, ...Role[]])).min(1),
  password: z.string().min(12),
  totpSecret: z.string().regex(/^[A-Z2-7]{16,64}$/),
  token: z.string().min(20),
});

type Input = z.output<typeof input>;

interface Prepared {
  passwordHash: string;
  totpSecret: string;
}

interface Next extends Prepared {
  id: string;
  email: string;
  name: string;
  roles: readonly Role[];
  token: NewToken;
}

interface State {
  existing: StoredPerson | undefined;
  prepared: Prepared;
}

export const ensureAccount: Command<Input, Prepared, State, Next, { personId: string }> = {
  name: 'ensure-account',
  input,
  body: null,
  // What it is given are secrets: neither they nor a hash of them is kept for a repeat, which changes nothing anyway.
  remembered: false,
  prepare: async ({ password, totpSecret }) => ({
    passwordHash: await hash(password, PASSWORD_HASHING),
    totpSecret: seal('totp', totpSecret),
  }),
  load: async (tx, { email }, _actor, prepared) => ({
    state: { existing: await personByEmail(tx, email), prepared },
    now: await databaseNow(tx),
  }),
  decide: ({ existing, prepared }, { email, name, roles, token }, _actor, { id }) => {
    if (existing) return ok({ next: null, events: [], effects: [], answer: { personId: existing.id } });
    return ok({
      next: {
        id,
        email,
        name,
        roles,
        ...prepared,
        token: {
          id: randomUUID(),
          personId: id,
          name: 'First start',
          prefix: prefixOf(token),
          hash: tokenHash(token),
          expiresAt: null,
        },
      },
      events: [
        {
          kind: 'person.created',
          subject: email,
          newValue: roles.join(', '),
          reason: 'First start of the demo',
          details: { personId: id, tokenPrefix: prefixOf(token) },
        },
      ],
      effects: [],
      answer: { personId: id },
    });
  },
  save: async (tx, { token, ...person }) => {
    if (!(await createPerson(tx, { ...person, oidc: null, grantedBy: null }))) return false;
    await storeToken(tx, token);
    return true;
  },
};
