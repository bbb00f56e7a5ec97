// One criterion or guard of a run over time, thinned out, with its target and the stages it ran through.
import { z } from 'zod';
import type { CanarySeriesBody } from '#lib/contract/canary.ts';
import type { FrozenProgramme } from '#lib/rules/programme.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { canaryById } from '#lib/store/canary-runs.ts';
import { thinned } from '#lib/store/canary-samples.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Read } from './read.ts';

const KEY = 'Name the criterion or guard.';

const input = z.strictObject({
  run: z.uuid('Send the id as it was shown.').describe('Id of the run, as canaries lists it.'),
  key: z.string(KEY).min(1, KEY).max(60, KEY).describe('Key of the criterion or guard, as canary lists it.'),
});

const PARTS = 240;

/** What is drawn: a figure with the line it is held against. */
export function figureOf(definition: FrozenProgramme, key: string) {
  const guard = definition.guards.find((one) => one.key === key);
  if (guard) return { title: guard.title, target: guard.threshold, is: guard.is, unit: guard.unit };
  const { before, checks, passCriteria, stages } = definition;
  const criteria = [
    ...[...before.acceptance, ...checks, ...passCriteria],
    ...stages.flatMap(({ acceptance, targets }) => [...acceptance, ...(targets?.criteria ?? [])]),
  ];
  const one = criteria.find((criterion) => criterion.key === key && criterion.kind === 'metric');
  if (one?.kind !== 'metric') return undefined;
  return { title: one.title, target: Number(one.target), is: one.is, unit: one.unit };
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
    const [from, to] = [run.plannedAt, run.endedAt ?? now];
    const series = await thinned(tx, run.id, [query.key], { from, to, parts: PARTS });
    const stages = await tx.canaryStage.findMany({ where: { runId: run.id }, orderBy: { stage: 'asc' } });
    return ok({
      ...{ now: now.toISOString(), from: from.toISOString(), to: to.toISOString() },
      ...{ key: query.key, ...figure },
      points: (series.get(query.key) ?? []).map(({ at, ...point }) => ({ at: at.toISOString(), ...point })),
      bands: stages.map(({ stage, enteredAt, leftAt }) => ({
        ...{ stage, title: run.definition.stages[stage - 1]?.title ?? '' },
        ...{ from: enteredAt.toISOString(), to: (leftAt ?? to).toISOString() },
      })),
    });
  },
};
