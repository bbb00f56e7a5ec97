// export-audit: fixes what an export of the audit log holds and puts it on record; without that record nothing is handed out.
import { z } from 'zod';
import { moment, storableText } from '#lib/commands/inputs.ts';
import { EXPORT_FORMATS, type ExportGrant } from '#lib/contract/export.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  countEntries,
  rangeBetween,
  type SeqRange,
  signedRange,
  timesOf,
} from '#lib/store/audit/audit-export.ts';
import type { AuditFilter } from '#lib/store/audit/audit-filter.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const input = z
  .strictObject({
    format: z.enum(EXPORT_FORMATS, { error: 'Choose lines, csv or ndjson.' }),
    from: moment.optional(),
    to: moment.optional(),
    person: storableText('Send the id of a person or key.', 100).optional(),
    switch: storableText('Name the switch.', 100).optional(),
    kind: storableText('Send a kind such as switch.changed.', 100).optional(),
    text: storableText('Search for 1 to 200 characters.', 200).optional(),
  })
  .superRefine((query, context) => {
    if (query.from && query.to && query.from > query.to)
      context.addIssue({ code: 'custom', path: ['from'], message: 'The beginning lies after the end.' });
    if (query.format !== 'ndjson') return;
    for (const name of ['person', 'switch', 'kind', 'text'] as const) {
      if (query[name] === undefined) continue;
      const message =
        'ndjson is the chain itself, without a gap: it takes from and to only. Filter with lines or csv.';
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });
type Input = z.output<typeof input>;

/** Undefined while no entry of an NDJSON export is signed. */
type Plan = { range: SeqRange; rows: number; firstAt: string | null; lastAt: string | null } | undefined;

/** What the file is filtered by. The manual's lines are of switch changes unless another kind is asked for. */
function filterOf({ format, from, to, person, switch: name, kind, text }: Input): AuditFilter {
  // A chain has no gaps: its ends are rounded to signed entries, and nothing between them is left out.
  if (format === 'ndjson') return {};
  return {
    from,
    to,
    person,
    switch: name,
    kind: kind ?? (format === 'lines' ? 'switch.changed' : undefined),
    text,
  };
}

export const exportAudit: Command<Input, Plan, Plan, ExportGrant, ExportGrant> = {
  name: 'export-audit',
  // Answered with a file by its own door.
  body: null,
  input,
  // Before the transaction: to count may take longer than a write may. The log below its head does not change.
  prepare: async (query) => {
    const asked = await rangeBetween(database(), query.from, query.to);
    const range = query.format === 'ndjson' ? await signedRange(database(), asked) : asked;
    if (!range) return undefined;
    const rows = await countEntries(database(), filterOf(query), range);
    const times = await timesOf(database(), range);
    return { range, rows, firstAt: times.first, lastAt: times.last };
  },
  load: async (tx, _query, _actor, plan) => ({ state: plan, now: await databaseNow(tx) }),
  decide: (plan, query) => {
    if (!plan) {
      return fail(
        'unavailable',
        'No entry of this range is signed yet, so it could not be verified. The worker signs every ten seconds: try again then.',
        { retryAfterSeconds: 10 },
      );
    }
    const { from, to, ...rest } = filterOf(query);
    const asked = { ...rest, from: query.from?.toISOString(), to: query.to?.toISOString() };
    const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
    const { first, last } = plan.range;
    const grant: ExportGrant = {
      ...{ format: query.format, firstSeq: first, lastSeq: last, rows: plan.rows },
      ...{ firstAt: plan.firstAt, lastAt: plan.lastAt, filter },
    };
    return ok({
      next: grant,
      events: [
        {
          kind: 'audit.exported',
          subject: 'audit log',
          newValue: `${plan.rows} entries as ${query.format}`,
          details: { format: query.format, firstSeq: first, lastSeq: last, rows: plan.rows, ...filter },
        },
      ],
      effects: [],
      answer: grant,
    });
  },
  // Its record is all that it changes.
  save: async () => true,
};
