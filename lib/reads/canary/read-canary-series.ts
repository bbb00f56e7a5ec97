// One criterion or guard of a run over time, thinned out, with its target and the stages it ran through.
import { z } from 'zod';
import type { CanarySeriesBody, SeriesPoint } from '#lib/contract/canary-figures.ts';
import type { Read } from '#lib/reads/read.ts';
import type { FrozenProgramme } from '#lib/rules/canary/programme.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { canaryById } from '#lib/store/canary/canary-runs.ts';
import { partSeconds, seriesOf, type ThinPoint } from '#lib/store/canary/canary-series.ts';
import { databaseNow } from '#lib/store/clock.ts';

const KEY = 'Name the criterion or guard.';

const input = z.strictObject({
  run: z.uuid('Send the id as it was shown.').describe('Id of the run, as canaries lists it.'),
  key: z.string(KEY).min(1, KEY).max(60, KEY).describe('Key of the criterion or guard, as canary lists it.'),
});

/** As many as a drawing has room for; gaps add one each. */
const PARTS = 480;

type Figure = Pick<CanarySeriesBody, 'title' | 'guard' | 'target' | 'is' | 'unit' | 'baseline'>;

/** What is drawn: a figure with the line it is held against. */
export function figureOf(definition: FrozenProgramme, key: string): Figure | undefined {
  const guard = definition.guards.find((one) => one.key === key);
  if (guard) {
    const { title, threshold: target, is, unit } = guard;
    return { title, guard: true, target, is, unit, baseline: null };
  }
  const { before, checks, passCriteria, stages } = definition;
  const criteria = [
    ...[...before.acceptance, ...checks, ...passCriteria],
    ...stages.flatMap(({ acceptance, targets }) => [...acceptance, ...(targets?.criteria ?? [])]),
  ];
  const one = criteria.find((criterion) => criterion.key === key && criterion.kind === 'metric');
  if (one?.kind !== 'metric') return undefined;
  const { title, is, unit, baseline } = one;
  return {
    ...{ title, guard: false, target: Number(one.target), is, unit },
    baseline: baseline ? { title: baseline.title, unit: baseline.unit ?? null } : null,
  };
}

/** Between two parts that do not touch, one point without a value: a line does not run across what nobody measured. */
export function withGaps(points: readonly ThinPoint[], seconds: number): SeriesPoint[] {
  return points.flatMap(({ part, at, ...point }, index): SeriesPoint[] => {
    const before = points[index - 1];
    const here = { at: at.toISOString(), ...point };
    if (!before || part - before.part <= 1) return [here];
    const gap = new Date(before.at.getTime() + seconds * 1_000).toISOString();
    return [{ at: gap, value: null, low: null, high: null, measured: null, baseline: null }, here];
  });
}

export const readCanarySeries: Read<z.output<typeof input>, CanarySeriesBody> = {
  action: 'read-canary',
  body: 'CanarySeriesBody',
  input,
  run: async (tx, query) => {
    const run = await canaryById(tx, query.run);
    if (!run) return fail('not_found', 'There is no such run of a programme.');
    const figure = figureOf(run.definition, query.key);
    if (!figure) return fail('not_found', 'This run has no such figure.');
    const now = await databaseNow(tx);
    const span = { from: run.plannedAt, to: run.endedAt ?? now, parts: PARTS };
    const wanted = { key: query.key, compared: figure.baseline !== null };
    const points = await seriesOf(tx, run.id, wanted, span);
    const stages = await tx.canaryStage.findMany({ where: { runId: run.id }, orderBy: { stage: 'asc' } });
    const seconds = partSeconds(span);
    const to = span.to.toISOString();
    return ok({
      ...{ now: now.toISOString(), from: span.from.toISOString(), to },
      ...{ key: query.key, ...figure, partSeconds: seconds },
      points: withGaps(points, seconds),
      bands: stages.map(({ stage, enteredAt, leftAt }) => ({
        ...{ stage, title: run.definition.stages[stage - 1]?.title ?? '' },
        ...{ from: enteredAt.toISOString(), to: leftAt?.toISOString() ?? to },
      })),
    });
  },
};
