// Change sets, newest first, with proof of effect: all of them page by page, or one by id.
import { z } from 'zod';
import type { ChangeSetView } from '#lib/contract/console.ts';
import { ok } from '#lib/rules/result.ts';
import { changeSetViews } from './change-sets.ts';
import { before, limit } from './query.ts';
import type { Read } from './read.ts';

const input = z.strictObject({ id: z.uuid('Send the id as it was shown.').optional(), before, limit });

export interface ChangesBody {
  items: readonly ChangeSetView[];
  nextBefore: number | null;
}

export const readChanges: Read<z.output<typeof input>, ChangesBody> = {
  action: 'read-changes',
  input,
  run: async (tx, query) => {
    const items = await changeSetViews(
      tx,
      { ...(query.id ? { id: query.id } : {}), ...(query.before ? { revision: { lt: query.before } } : {}) },
      query.limit,
    );
    return ok({ items, nextBefore: items.length === query.limit ? (items.at(-1)?.revision ?? null) : null });
  },
};
