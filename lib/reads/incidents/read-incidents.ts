// Incidents, newest first, by where they stand and how severe they are.
import { z } from 'zod';
import { SEVERITY_NAMES } from '#lib/catalog/incidents.ts';
import type { IncidentsBody } from '#lib/contract/incidents.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { before, limit } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { incidentsWhere, openIncidents } from '#lib/store/incidents/incidents.ts';
import { incidentSummary } from './incident-view.ts';

const input = z.strictObject({
  before,
  limit,
  state: z
    .enum(['active', 'resolved'], { error: 'state is active or resolved.' })
    .optional()
    .describe('active: not resolved.'),
  severity: z
    .enum(SEVERITY_NAMES as ['critical', ...typeof SEVERITY_NAMES], {
      error: `severity is one of ${SEVERITY_NAMES.join(', ')}.`,
    })
    .optional(),
});

export const readIncidents: Read<z.output<typeof input>, IncidentsBody> = {
  action: 'read-incidents',
  body: 'IncidentsBody',
  input,
  run: async (tx, query) => {
    const where = {
      ...(query.before === undefined ? {} : { number: { lt: query.before } }),
      ...(query.severity === undefined ? {} : { severity: query.severity }),
      ...(query.state === undefined ? {} : { resolvedAt: query.state === 'active' ? null : { not: null } }),
    };
    const found = await incidentsWhere(tx, where, toRead(query.limit));
    const { rows, nextBefore } = pageOf(found, query.limit, ({ number }) => String(number));
    const now = await databaseNow(tx);
    return ok({
      now: now.toISOString(),
      items: rows.map((row) => incidentSummary(row, now)),
      open: await openIncidents(tx),
      nextBefore,
    });
  },
};
