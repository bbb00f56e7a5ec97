// Change sets, newest first, with proof of effect: all of them page by page, or one by id.
import { z } from 'zod';
import type { ChangesBody } from '#lib/contract/console.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { beforePosition, limit } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import type { Prisma } from '#lib/store/client.ts';
import { changeSetViews } from './change-sets.ts';

const input = z.strictObject({
  id: z.uuid('Send the id as it was shown.').optional().describe('One change set.'),
  before: beforePosition,
  limit,
});

/** Change sets from before a position, whichever epoch they are of. */
function olderThan(place: z.output<typeof beforePosition>): Prisma.ChangeSetWhereInput {
  if (!place) return {};
  const { epoch, revision } = place;
  return { OR: [{ epoch: { lt: epoch } }, { epoch, revision: { lt: revision } }] };
}

export const readChanges: Read<z.output<typeof input>, ChangesBody> = {
  action: 'read-changes',
  body: 'ChangesBody',
  input,
  run: async (tx, query) => {
    const where = { ...(query.id ? { id: query.id } : {}), ...olderThan(query.before) };
    const views = await changeSetViews(tx, where, toRead(query.limit));
    const { rows, nextBefore } = pageOf(views, query.limit, positionId);
    return ok({ items: rows, nextBefore });
  },
};
