// "Would this rule have fired in the last 7 days?": a query asked of Prometheus over that time and held against its threshold.
import { z } from 'zod';
import type { ReplayBody } from '#lib/contract/canary.ts';
import { configuredPrometheus } from '#lib/prometheus/client.ts';
import { queryFor } from '#lib/rules/programme.ts';
import { firingsOf, onGrid } from '#lib/rules/replay.ts';
import { fail, ok } from '#lib/rules/result.ts';
import type { Read } from './read.ts';

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

/** Points of the answer: Prometheus gives 11,000 at most, and a chart has no room for as many. */
const POINTS = 2_016;
const LEAST_STEP = 15;
const MOST_LISTED = 50;
const MOST_DRAWN = 336;
const TIMEOUT_MS = 10_000;

export const replayQuery: Read<z.output<typeof input>, ReplayBody> = {
  action: 'replay-query',
  body: 'ReplayBody',
  waitsOutside: true,
  input,
  run: async (_tx, { query, is, threshold, hours }) => {
    const prometheus = configuredPrometheus({ timeoutMs: TIMEOUT_MS });
    if (!prometheus) return fail('unavailable', 'No Prometheus is configured: set PROMETHEUS_URL.');
    // What is asked lies in the past of Prometheus, which has a clock of its own.
    const now = new Date();
    const step = Math.max(LEAST_STEP, Math.ceil((hours * 3_600) / POINTS));
    const to = new Date(Math.floor(now.getTime() / 1_000) * 1_000);
    const from = new Date(to.getTime() - Math.floor((hours * 3_600) / step) * step * 1_000);
    const answer = await prometheus.queryRange(queryFor(query, 300), { from, to, step });
    if (!answer.ok) {
      return answer.problem === 'bad query'
        ? fail('invalid_value', `Prometheus cannot read this: ${answer.message}`)
        : fail('unavailable', answer.message);
    }
    if (answer.series.length > 1) {
      const many = `The query finds ${answer.series.length} series, and a rule needs one value: put sum(), min() or max() around it.`;
      return fail('invalid_value', many);
    }
    const points = onGrid(answer.series[0]?.points ?? [], { from, to, step });
    const fired = firingsOf(points, is, threshold);
    const every = Math.ceil(points.length / MOST_DRAWN);
    const iso = ({ at, value }: (typeof points)[number]) => ({ at: at.toISOString(), value });
    return ok({
      ...{ now: now.toISOString(), from: from.toISOString(), to: to.toISOString(), stepSeconds: step },
      fired: fired
        .toReversed()
        .slice(0, MOST_LISTED)
        .map((one) => ({ from: one.from.toISOString(), to: one.to.toISOString(), peak: one.peak })),
      firings: fired.length,
      coverage: points.filter(({ value }) => value !== null).length / points.length,
      points: points.filter((_, index) => index % every === 0).map(iso),
      warnings: [...answer.warnings],
    });
  },
};
