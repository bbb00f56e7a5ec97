// Keys of machines, those that work first: scopes, owners, last use, and which has taken whose place.
import { z } from 'zod';
import type { KeysBody, KeyView } from '#lib/contract/access.ts';
import { limit, NEXT_PAGE } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { listKeys } from '#lib/store/access/keys.ts';
import { keyView } from './key-view.ts';

const STATES = ['live', 'ending', 'expired', 'revoked'] as const satisfies readonly KeyView['state'][];

const PLACE = /^(works|over)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where the page before ended: whether its last key was over, and which it was. */
const before = z
  .string()
  .transform((text, context) => {
    const [, half, id] = PLACE.exec(text) ?? [];
    if (id !== undefined) return { over: half === 'over', id };
    context.addIssue({ code: 'custom', message: 'Send nextBefore of the page before, as it was.' });
    return z.NEVER;
  })
  .meta(NEXT_PAGE)
  .optional();

const input = z.strictObject({
  state: z.enum(STATES, { error: `A state is one of ${STATES.join(', ')}.` }).optional(),
  owner: z.uuid('Name the owner by the id that was shown.').optional(),
  before,
  limit,
});

export const readKeys: Read<z.output<typeof input>, KeysBody> = {
  action: 'read-keys',
  body: 'KeysBody',
  input,
  run: async (tx, query) => {
    const filter = { state: query.state, ownerId: query.owner, after: query.before };
    const keys = await listKeys(tx, filter, query.limit + 1);
    const page = keys.slice(0, query.limit);
    const last = keys.length > page.length ? page.at(-1) : undefined;
    return ok({
      items: page.map(keyView),
      nextBefore: last ? `${last.over ? 'over' : 'works'}.${last.id}` : null,
    });
  },
};
