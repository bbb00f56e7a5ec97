// Releases, newest first, and what has the traffic now.
import { z } from 'zod';
import type { ReleasesBody } from '#lib/contract/releases.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { before, limit } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { liveSide } from '#lib/store/releases/gateway.ts';
import { releasesWhere } from '#lib/store/releases/releases.ts';
import { releaseSummary } from './release-view.ts';

const input = z.strictObject({ before, limit });

export const readReleases: Read<z.output<typeof input>, ReleasesBody> = {
  action: 'read-releases',
  body: 'ReleasesBody',
  input,
  run: async (tx, query) => {
    const where = query.before === undefined ? {} : { number: { lt: query.before } };
    const found = await releasesWhere(tx, where, toRead(query.limit));
    const { rows, nextBefore } = pageOf(found, query.limit, ({ number }) => String(number));
    const now = await databaseNow(tx);
    const { side, version } = await liveSide(tx);
    return ok({
      now: now.toISOString(),
      items: rows.map((row) => releaseSummary(row, now)),
      ...{ nextBefore, live: { side, version } },
    });
  },
};
