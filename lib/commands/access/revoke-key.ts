// revoke-key: a machine's key stops working at once, at the console and at every edge.
import { z } from 'zod';
import { anyReason, uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { credentialState } from '#lib/rules/access/credential.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { lockKey, revokeKey as revoke, type StoredKey } from '#lib/store/access/keys.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { keysMoved } from './key-notice.ts';

const input = z.strictObject({ key: uuid, reason: anyReason });

export const revokeKey: Command<
  z.output<typeof input>,
  void,
  StoredKey | undefined,
  string,
  ChangedAnswer
> = {
  name: 'revoke-key',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { key }) => ({ state: await lockKey(tx, key), now: await databaseNow(tx) }),
  decide: (key, { reason: rawReason }, _actor, { now }) => {
    if (!key) return fail('not_found', 'There is no such key.');
    const reason = parseReason(rawReason, false);
    if (!reason.ok) return reason;
    if (credentialState(key, now) !== 'live') {
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    }
    return ok({
      next: key.id,
      events: [
        {
          kind: 'key.revoked',
          subject: key.name,
          oldValue: key.prefix,
          reason: reason.value,
          details: { keyId: key.id },
        },
      ],
      effects: [keysMoved(key.id)],
      answer: { changed: true },
    });
  },
  save: revoke,
};
