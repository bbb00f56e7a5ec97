// ensure-api-key: a machine key that the first start of a demo brings into being for its simulated venue.
import { z } from 'zod';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { createApiKey, keyExists } from '#lib/store/keys.ts';
import { tokenHash } from '#lib/store/sessions.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.strictObject({
  name: z.string().min(1).max(100),
  scopes: z.array(z.string().regex(/^[a-z]+:[a-z]+$/)).min(1),
  key: z.string().min(20),
});

type Input = z.output<typeof input>;

interface Next {
  id: string;
  name: string;
  scopes: readonly string[];
  prefix: string;
  hash: string;
}

export const ensureApiKey: Command<Input, void, boolean, Next, { created: boolean }> = {
  name: 'ensure-api-key',
  input,
  remembered: false,
  load: async (tx, { key }) => ({ state: await keyExists(tx, tokenHash(key)), now: await databaseNow(tx) }),
  decide: (exists, { name, scopes, key }, _actor, { id }) => {
    if (exists) return ok({ next: null, events: [], effects: [], answer: { created: false } });
    const prefix = key.slice(0, 12);
    return ok({
      next: { id, name, scopes, prefix, hash: tokenHash(key) },
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
