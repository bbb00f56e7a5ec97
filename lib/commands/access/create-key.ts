// create-key: a key for a machine, with scopes, somebody who answers for it, and an end; shown once.
import { z } from 'zod';
import { MACHINE_KEY } from '#lib/catalog/credentials.ts';
import { lifetimeDays, personId, scopeList, shownName } from '#lib/commands/inputs.ts';
import type { KeyMadeAnswer } from '#lib/contract/access.ts';
import { decideOwner, endAfter, prefixOf } from '#lib/rules/access/credential.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { createApiKey, liveKeysOf, type NewApiKey } from '#lib/store/access/keys.ts';
import { lockPerson, type StoredPerson } from '#lib/store/access/people.ts';
import { tokenHash } from '#lib/store/access/sessions.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { makeCredential } from '#lib/write/credential.ts';
import { keysMoved } from './key-notice.ts';

const input = z.strictObject({
  name: shownName('the key'),
  scopes: scopeList,
  /** Whoever creates it when left out. */
  owner: personId.optional(),
  /** Null for no end: it has to be said. */
  expiresInDays: lifetimeDays(MACHINE_KEY.mostExpiryDays).nullable(),
});

interface State {
  owner: StoredPerson | undefined;
  live: number;
  key: string;
}

export const createKey: Command<z.output<typeof input>, string, State, NewApiKey, KeyMadeAnswer> = {
  name: 'create-key',
  input,
  body: 'KeyMadeAnswer',
  remembered: false,
  prepare: async () => makeCredential('key'),
  load: async (tx, { owner }, actor, key) => {
    const ownerId = owner ?? (actor.kind === 'person' ? actor.id : undefined);
    // Locked, so that two at the same moment do not both find room for one more.
    const person = ownerId === undefined ? undefined : await lockPerson(tx, ownerId);
    const live = person ? await liveKeysOf(tx, person.id) : 0;
    return { state: { owner: person, live, key }, now: await databaseNow(tx) };
  },
  decide: ({ owner: found, live, key }, { name, scopes, expiresInDays }, actor, { now, id }) => {
    if (actor.kind !== 'person') return fail('forbidden', 'A person creates keys.');
    const owner = decideOwner(found, live);
    if (!owner.ok) return owner;
    const prefix = prefixOf(key);
    const expiresAt = expiresInDays === null ? null : endAfter(expiresInDays, now);
    const ends = expiresAt?.toISOString() ?? null;
    return ok({
      next: {
        ...{ id, name, scopes, prefix, hash: tokenHash(key), createdAt: now, expiresAt },
        ...{ ownerId: owner.value.id, createdBy: actor.id, replacesId: null },
      },
      events: [
        {
          kind: 'key.created',
          subject: name,
          newValue: scopes.join(', '),
          details: { keyId: id, prefix, owner: owner.value.email, expiresAt: ends },
        },
      ],
      effects: [keysMoved(id)],
      answer: { keyId: id, key, prefix, expiresAt: ends, oldEndsAt: null },
    });
  },
  save: createApiKey,
};
