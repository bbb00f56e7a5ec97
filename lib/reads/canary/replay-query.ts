// "Would this rule have fired in the last 7 days?": a query asked of Prometheus for every round of that time, and held against its threshold as a guard is.
import { z } from 'zod';
import { ROUND_SECONDS } from '#lib/catalog/canary-runs.ts';
import type { ReplayBody } from '#lib/contract/canary-figures.ts';
import type { Read } from '#lib/reads/read.ts';
import { queryFor } from '#lib/rules/canary/programme.ts';
import { firingsOf, knownOf, lastHours, onGrid, thinnedOut } from '#lib/rules/canary/replay.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { askLongRange } from './long-range.ts';

const QUERY = 'Send the query as PromQL, 1 to 2,000 characters.';
const THRESHOLD = 'Send the threshold as a number, such as 0.01.';
const HOURS = 'Send the hours to look back: 1 to 168.';

const input = z.strictObject({
  query: z
    .string(QUERY)
    .min(1, QUERY)
    .max(2_000, QUERY)
    .describe('PromQL that gives one value; $window becomes five minutes.'),
  is: z.enum(['<', '>'], { error: 'is is < or >.' }).describe('It fires below or above the threshold.'),
  threshold: z
    .string(THRESHOLD)
    .regex(/^-?\d{1,15}(\.\d{1,9})?$/, THRESHOLD)
    .transform(Number)
    .meta({ type: 'number', description: 'What it is held against.' }),
  hours: z
    .string()
    .regex(/^([1-9]|[1-9]\d|1[0-5]\d|16[0-8])$/, HOURS)
    .transform(Number)
    .meta({ type: 'integer', minimum: 1, maximum: 168, default: 168, description: 'How far to look back.' })
    .default(168),
});

const MOST_LISTED = 50;
const MOST_DRAWN = 336;
/** Whoever asks is told after so long that Prometheus is too slow for it. */
const WITHIN_MS = 30_000;

export const replayQuery: Read<z.output<typeof input>, ReplayBody> = {
  action: 'replay-query',
  body: 'ReplayBody',
  waitsOutside: true,
  input,
  run: async (_tx, { query, is, threshold, hours }, _actor, signal) => {
    // What is asked lies in the past of Prometheus, which has a clock of its own.
    const now = new Date();
    const range = lastHours(now, hours, ROUND_SECONDS);
    const answer = await askLongRange(queryFor(query, 300), range, { withinMs: WITHIN_MS, signal });
    if (!answer.ok) {
      if (answer.problem === 'bad query')
        return fail('invalid_value', `Prometheus cannot read this: ${answer.message}`);
      const advice = answer.problem === 'out of time' ? ' Ask for fewer hours, or later.' : '';
      return fail('unavailable', `${answer.message}${advice}`);
    }
    const { points, several } = onGrid(
      answer.series.flatMap((one) => one.points),
      range,
    );
    const { coverage, since } = knownOf(points);
    if (several > 0 && coverage === 0) {
      const many =
        'The query finds several series, and a rule needs one value: put sum(), min() or max() around it.';
      return fail('invalid_value', many);
    }
    const fired = firingsOf(points, is, threshold);
    const parts = thinnedOut(points, MOST_DRAWN);
    return ok({
      ...{ now: now.toISOString(), from: range.from.toISOString(), to: range.to.toISOString(), hours },
      ...{ stepSeconds: range.step, moments: points.length, coverage, since: since?.toISOString() ?? null },
      fired: fired
        .toReversed()
        .slice(0, MOST_LISTED)
        .map((one) => ({ from: one.from.toISOString(), to: one.to.toISOString(), peak: one.peak })),
      firings: fired.length,
      partSeconds: range.step * Math.ceil(points.length / MOST_DRAWN),
      points: parts.map(({ at, ...part }) => ({ at: at.toISOString(), ...part })),
      warnings: [
        ...answer.warnings,
        ...(several > 0
          ? [`At ${several} moments the query found several series: a guard sees nothing there.`]
          : []),
      ],
    });
  },
};
