// rotate-key: a new key in the place of one that works; both do for the overlap, so that nothing has to stop meanwhile.
import { z } from 'zod';
import { ROTATION_OVERLAP } from '#lib/catalog/credentials.ts';
import { overlapHours, uuid } from '#lib/commands/inputs.ts';
import type { KeyMadeAnswer } from '#lib/contract/access.ts';
import { decideRotation, prefixOf } from '#lib/rules/access/credential.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { createApiKey, endKey, lockKey, type NewApiKey, type StoredKey } from '#lib/store/access/keys.ts';
import { tokenHash } from '#lib/store/access/sessions.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { makeCredential } from '#lib/write/credential.ts';
import { keysMoved } from './key-notice.ts';

const input = z.strictObject({
  key: uuid,
  overlapHours: overlapHours.default(ROTATION_OVERLAP.usualHours),
});

interface State {
  old: StoredKey | undefined;
  secret: string;
}

interface Next {
  old: StoredKey;
  oldEndsAt: Date;
  made: NewApiKey;
}

export const rotateKey: Command<z.output<typeof input>, string, State, Next, KeyMadeAnswer> = {
  name: 'rotate-key',
  input,
  body: 'KeyMadeAnswer',
  remembered: false,
  prepare: async () => makeCredential('key'),
  load: async (tx, { key }, _actor, secret) => ({
    state: { old: await lockKey(tx, key), secret },
    now: await databaseNow(tx),
  }),
  decide: ({ old, secret }, { overlapHours }, actor, { now, id }) => {
    if (actor.kind !== 'person') return fail('forbidden', 'A person rotates keys.');
    if (!old) return fail('not_found', 'There is no such key.');
    const rotation = decideRotation({ ...old, replaced: old.replacedBy !== null }, overlapHours, now);
    if (!rotation.ok) return rotation;
    const { expiresAt, oldEndsAt } = rotation.value;
    const prefix = prefixOf(secret);
    const { name, scopes } = old;
    const ends = expiresAt?.toISOString() ?? null;
    return ok({
      next: {
        old,
        oldEndsAt,
        made: {
          ...{ id, name, scopes, prefix, hash: tokenHash(secret), createdAt: now, expiresAt },
          // A key of the first start has no owner: whoever rotates it answers for it from now on.
          ...{ ownerId: old.owner?.id ?? actor.id, createdBy: actor.id, replacesId: old.id },
        },
      },
      events: [
        {
          kind: 'key.rotated',
          subject: name,
          oldValue: old.prefix,
          newValue: prefix,
          details: { keyId: id, replaces: old.id, expiresAt: ends, oldEndsAt: oldEndsAt.toISOString() },
        },
      ],
      effects: [keysMoved(id)],
      answer: { keyId: id, key: secret, prefix, expiresAt: ends, oldEndsAt: oldEndsAt.toISOString() },
    });
  },
  save: async (tx, { old, oldEndsAt, made }) =>
    (await endKey(tx, old.id, oldEndsAt)) && (await createApiKey(tx, made)),
};
