// The log of rollbacks (manual 4): date, trigger, duration, impact, resolved by; made from what is recorded of each.
import { z } from 'zod';
import type { RollbackHistoryBody } from '#lib/contract/incidents.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { limit, NEXT_PAGE } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { rollbacks } from '#lib/store/changes/rollback-history.ts';
import { databaseNow } from '#lib/store/clock.ts';

const NO_PLACE = 'Send nextBefore of the page before, as it was.';

/** Moment and id of a row: several may stand at one moment. */
const before = z
  .string()
  .transform((text, context) => {
    const [, at, id] = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(text) ?? [];
    const moment = new Date(Number(at));
    if (id !== undefined && z.uuid().safeParse(id).success && !Number.isNaN(moment.getTime()))
      return { at: moment, id };
    context.addIssue({ code: 'custom', message: NO_PLACE });
    return z.NEVER;
  })
  .meta(NEXT_PAGE)
  .optional();

const input = z.strictObject({ before, limit });

export const readRollbackHistory: Read<z.output<typeof input>, RollbackHistoryBody> = {
  action: 'read-incidents',
  body: 'RollbackHistoryBody',
  input,
  run: async (tx, query) => {
    const found = await rollbacks(tx, query.before, toRead(query.limit));
    const { rows, nextBefore } = pageOf(found, query.limit, ({ at, id }) => `${at.getTime()}.${id}`);
    return ok({
      now: (await databaseNow(tx)).toISOString(),
      items: rows.map(({ at, endedAt, ...row }) => ({
        ...row,
        at: at.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      })),
      nextBefore,
    });
  },
};
