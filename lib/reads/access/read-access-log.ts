// The access log, newest first: sign-ins, sign-outs, denials and exports from the chain, failures and use of keys beside it.
import { z } from 'zod';
import type { AccessEntryView, AccessLogBody } from '#lib/contract/review.ts';
import { plainAddress } from '#lib/process/address.ts';
import { limit, moment, name } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { accessOfChain, accessOfEvents, placeOf } from '#lib/store/access/access-log.ts';

const input = z.strictObject({
  person: name.optional(),
  kind: name.optional(),
  address: z
    .string()
    .max(100, 'Send a network address.')
    .transform((text, context) => {
      const address = plainAddress(text);
      if (address === null)
        context.addIssue({ code: 'custom', message: 'Send a network address such as 203.0.113.7.' });
      return address ?? '';
    })
    .optional(),
  from: moment,
  to: moment,
  before: z
    .string()
    .max(60, 'Send nextBefore of the page before.')
    .transform((text, context) => {
      const place = placeOf(text);
      if (!place) context.addIssue({ code: 'custom', message: 'Send nextBefore of the page before.' });
      return place;
    })
    .optional(),
  limit,
});

/** Newest first; at the same time the chain before the rest, the later number before the earlier. */
function later(a: AccessEntryView, b: AccessEntryView): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return Number(b.seq !== null) - Number(a.seq !== null);
}

export const readAccessLog: Read<z.output<typeof input>, AccessLogBody> = {
  action: 'read-access-log',
  body: 'AccessLogBody',
  input,
  run: async (tx, { limit: most, ...query }) => {
    // One more of each half than the page holds: whether there is more is then known.
    const chain = await accessOfChain(tx, query, most + 1);
    const events = await accessOfEvents(tx, query, most + 1);
    // Each half is in order already, and sorting keeps it.
    const merged = [...chain, ...events].sort(later);
    const items = merged.slice(0, most);
    return ok({ items, nextBefore: merged.length > most ? (items.at(-1)?.position ?? null) : null });
  },
};
