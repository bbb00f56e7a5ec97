// What the instances measured lately (orders by route, exposure, reserve), summed over edges, for the charts.
import { z } from 'zod';
import type { FiguresBody } from '#lib/contract/console.ts';
import type { FigureSample } from '#lib/contract/edge.ts';
import { seconds } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';

const input = z.strictObject({ seconds });

/** At most this many points: a longer span is thinned. */
const POINTS = 600;

export const readFigures: Read<z.output<typeof input>, FiguresBody> = {
  action: 'read-figures',
  body: 'FiguresBody',
  input,
  run: async (tx, query) => {
    const step = Math.max(1, Math.ceil(query.seconds / POINTS));
    const rows = await tx.$queryRaw<{ at: Date; figures: FigureSample }[]>`
      SELECT DISTINCT ON (slot, edge_id) to_timestamp(floor(extract(epoch FROM at) / ${step}::int) * ${step}::int) AS slot, edge_id, at, figures
      FROM figure_samples WHERE at > clock_timestamp() - make_interval(secs => ${query.seconds}::int)
      ORDER BY slot, edge_id, at DESC`;
    const bySlot = new Map<
      string,
      { at: string; rates: Record<string, number>; gauges: Record<string, number> }
    >();
    for (const row of rows) {
      const second = new Date(Math.floor(row.at.getTime() / (1_000 * step)) * 1_000 * step).toISOString();
      const sum = bySlot.get(second) ?? { at: second, rates: {}, gauges: {} };
      for (const [figure, rate] of Object.entries(row.figures.rates))
        sum.rates[figure] = (sum.rates[figure] ?? 0) + rate;
      Object.assign(sum.gauges, row.figures.gauges);
      bySlot.set(second, sum);
    }
    return ok({ items: [...bySlot.values()], nextBefore: null });
  },
};
