// ensure-api-key: a machine key that the first start of a demo brings into being for its simulated venue.
import { z } from 'zod';
import { prefixOf } from '#lib/rules/access/credential.ts';
import { ok } from '#lib/rules/result.ts';
import { createApiKey, keyExists, type NewApiKey } from '#lib/store/access/keys.ts';
import { tokenHash } from '#lib/store/access/sessions.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({
  name: z.string().min(1).max(100),
  scopes: z.array(z.string().regex(/^[a-z]+:[a-z]+$/)).min(1),
  key: z.string().min(20),
});

type Input = z.output<typeof input>;

export const ensureApiKey: Command<Input, void, boolean, NewApiKey, { created: boolean }> = {
  name: 'ensure-api-key',
  input,
  body: null,
  remembered: false,
  load: async (tx, { key }) => ({ state: await keyExists(tx, tokenHash(key)), now: await databaseNow(tx) }),
  decide: (exists, { name, scopes, key }, _actor, { now, id }) => {
    if (exists) return ok({ next: null, events: [], effects: [], answer: { created: false } });
    const prefix = prefixOf(key);
    return ok({
      next: {
        ...{ id, name, scopes, prefix, hash: tokenHash(key), createdAt: now },
        ...{ ownerId: null, createdBy: null, expiresAt: null, replacesId: null },
      },
      events: [
        {
          kind: 'key.created',
          subject: name,
          newValue: scopes.join(', '),
          reason: 'First start of the demo',
          details: { keyId: id, prefix },
        },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_keys', payload: id }],
      answer: { created: true },
    });
  },
  save: createApiKey,
};
