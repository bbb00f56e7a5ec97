// Runs of procedures, newest first; with state=active only those that are neither complete nor ended.
import { z } from 'zod';
import type { RunsBody } from '#lib/contract/runs.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { before, limit } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { runsWhere } from '#lib/store/runs/runs.ts';
import { summaryOf } from './run-view.ts';

const input = z.strictObject({
  before,
  limit,
  state: z
    .enum(['active', 'over'], { error: 'state is active or over.' })
    .optional()
    .describe('active: neither complete nor ended; over: the others.'),
});

const ACTIVE = { completedAt: null, endedAt: null };

export const readRuns: Read<z.output<typeof input>, RunsBody> = {
  action: 'read-runs',
  body: 'RunsBody',
  input,
  run: async (tx, query) => {
    const where = {
      ...(query.before === undefined ? {} : { number: { lt: query.before } }),
      ...(query.state === 'active' ? ACTIVE : query.state === 'over' ? { NOT: ACTIVE } : {}),
    };
    const runs = await runsWhere(tx, where, toRead(query.limit));
    const { rows, nextBefore } = pageOf(runs, query.limit, ({ number }) => String(number));
    return ok({ now: (await databaseNow(tx)).toISOString(), items: rows.map(summaryOf), nextBefore });
  },
};
