// The backups of Bulkhead's own database that are on record, newest first.
import { z } from 'zod';
import type { BackupsBody } from '#lib/contract/backups.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { limit, NEXT_PAGE } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { listBackups } from '#lib/store/audit/backups.ts';

const input = z.strictObject({
  before: z.uuid('Send nextBefore of the page before, as it was.').meta(NEXT_PAGE).optional(),
  limit,
});

export const readBackups: Read<z.output<typeof input>, BackupsBody> = {
  action: 'read-backups',
  body: 'BackupsBody',
  input,
  run: async (tx, query) => {
    const found = await listBackups(tx, query.before, toRead(query.limit));
    const { rows, nextBefore } = pageOf(found, query.limit, ({ id }) => id);
    const items = rows.map((row) => ({
      ...row,
      madeAt: row.madeAt.toISOString(),
      verifiedAt: row.verifiedAt.toISOString(),
    }));
    return ok({ items, nextBefore });
  },
};
