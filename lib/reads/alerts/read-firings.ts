// Firings of alerts, newest first: open and over, narrowed and page by page.
import { z } from 'zod';
import type { FiringsBody } from '#lib/contract/alert-history.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { before, limit, moment, name } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { firingsWhere } from '#lib/store/alerts/alert-history.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { firingView } from './firing-view.ts';

const yesNo = (sentence: string) =>
  z
    .enum(['yes', 'no'], { error: sentence })
    .transform((word) => word === 'yes')
    .optional();

const input = z.strictObject({
  alert: name.describe('Key of an alert, or other for those that Bulkhead has no entry for.').optional(),
  state: z.enum(['open', 'resolved'], { error: 'A firing is open or resolved.' }).optional(),
  priority: z.enum(['P0', 'P1'], { error: 'A priority is P0 or P1.' }).optional(),
  drill: yesNo('Drills: yes or no.').describe('Only drills, or none.'),
  from: moment.describe('Fired at or after this time.'),
  to: moment.describe('Fired before this time.'),
  ...{ before, limit },
});

export const readFirings: Read<z.output<typeof input>, FiringsBody> = {
  action: 'read-firings',
  body: 'FiringsBody',
  input,
  run: async (tx, { limit: size, ...filter }) => {
    const now = await databaseNow(tx);
    const page = pageOf(await firingsWhere(tx, filter, toRead(size)), size, ({ number }) => String(number));
    return ok({
      now: now.toISOString(),
      items: page.rows.map((row) => firingView(row, now)),
      nextBefore: page.nextBefore,
    });
  },
};
