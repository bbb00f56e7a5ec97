// One's own sign-in: factors, sessions and tokens.
import { z } from 'zod';
import type { ProfileBody } from '#lib/contract/access.ts';
import type { Read } from '#lib/reads/read.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { passkeysOf } from '#lib/store/access/passkeys.ts';
import { personById } from '#lib/store/access/people.ts';
import { liveSessionsOf } from '#lib/store/access/sessions.ts';
import { tokensOf } from '#lib/store/access/tokens.ts';
import { tokenView } from './token-view.ts';

const input = z.strictObject({});

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}

export const readProfile: Read<z.output<typeof input>, ProfileBody> = {
  action: 'read-profile',
  body: 'ProfileBody',
  input,
  run: async (tx, _query, actor) => {
    if (actor.kind !== 'person') return fail('forbidden', 'Only people have a sign-in.');
    const [person, passkeys, sessions, tokens] = await Promise.all([
      personById(tx, actor.id),
      passkeysOf(tx, actor.id),
      liveSessionsOf(tx, actor.id),
      tokensOf(tx, actor.id),
    ]);
    if (!person) return fail('not_found', 'This account is gone.');
    return ok({
      ...{ id: actor.id, name: actor.name, email: actor.email, roles: actor.roles, factor: actor.factor },
      external: person.external,
      passwordSetAt: iso(person.passwordSetAt),
      totp: person.totpSecret !== null,
      passkeys: passkeys.map(({ id, name, backedUp, createdAt, lastUsedAt }) => ({
        ...{ id, name, backedUp },
        createdAt: createdAt.toISOString(),
        lastUsedAt: iso(lastUsedAt),
      })),
      sessions: sessions.map(({ id, method, userAgent, address, ...at }) => ({
        ...{ id, current: id === actor.sessionId, method, userAgent, address },
        createdAt: at.createdAt.toISOString(),
        lastSeenAt: at.lastSeenAt.toISOString(),
        expiresAt: at.expiresAt.toISOString(),
      })),
      tokens: tokens.map(tokenView),
    });
  },
};
