// What post-mortems promised: open items by their day, then those done lately.
import { z } from 'zod';
import type { PreventionBody } from '#lib/contract/incidents.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { allPrevention } from '#lib/store/incidents/post-mortems.ts';
import { preventionView } from './read-incident.ts';

const input = z.strictObject({});

/** Open items are shown as one list: whoever has more of them has another trouble. */
const MOST = 500;

export const readPrevention: Read<z.output<typeof input>, PreventionBody> = {
  action: 'read-incidents',
  body: 'PreventionBody',
  input,
  run: async (tx) => {
    const items = await allPrevention(tx, MOST);
    const now = (await databaseNow(tx)).toISOString();
    return ok({
      now,
      nextBefore: null,
      items: items.map((item) => ({
        ...preventionView(item),
        ...{ incident: item.number, title: item.title },
        overdue: item.doneAt === null && item.dueOn < now.slice(0, 10),
      })),
    });
  },
};
