// Search over incidents, post-mortems and notes, with the place where the words stand.
import { z } from 'zod';
import type { FoundText, IncidentSearchBody } from '#lib/contract/incidents.ts';
import { text } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { stateOf } from '#lib/rules/incidents/incident.ts';
import { ok } from '#lib/rules/result.ts';
import { wordsQuery } from '#lib/store/audit/audit-filter.ts';
import { searchIncidents } from '#lib/store/incidents/incident-search.ts';

const input = z.strictObject({ text });

/** Who finds more than these writes another word. */
const MOST = 50;

/** The excerpt with what was found told apart: U+0001 begins it, U+0002 ends it; U+0003 and U+0004 are < and >. */
function pieces(excerpt: string): FoundText[] {
  const whole = excerpt.replaceAll('\u0003', '<').replaceAll('\u0004', '>');
  const [before = '', ...hits] = whole.split('\u0001');
  return [
    { text: before, hit: false },
    ...hits.flatMap((part) => {
      const [hit = '', ...after] = part.split('\u0002');
      return [
        { text: hit, hit: true },
        { text: after.join(''), hit: false },
      ];
    }),
  ].filter(({ text: words }) => words !== '');
}

export const readIncidentSearch: Read<z.output<typeof input>, IncidentSearchBody> = {
  action: 'read-incidents',
  body: 'IncidentSearchBody',
  input,
  run: async (tx, query) => {
    const words = wordsQuery(query.text);
    if (!words) return ok({ found: [], more: false });
    const found = await searchIncidents(tx, words, MOST);
    return ok({
      found: found.slice(0, MOST).map(({ excerpt, at, mitigatedAt, resolvedAt, ...row }) => ({
        ...row,
        state: stateOf({ mitigatedAt, resolvedAt }),
        at: at.toISOString(),
        excerpt: pieces(excerpt),
      })),
      more: found.length > MOST,
    });
  },
};
