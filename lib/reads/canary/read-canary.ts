// One run of a programme as it is now, by its id or its number: criteria, guards, gate, and what came of it.
import { z } from 'zod';
import type { BreachView, CanaryBody, EvidenceView } from '#lib/contract/canary.ts';
import { idOrNumber } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import type { CanaryRun } from '#lib/rules/canary/canary-run.ts';
import { gateBlocks, groupsAt, judgeGroups, retryAt } from '#lib/rules/canary/canary-run.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { courseEntries } from '#lib/store/canary/canary-course.ts';
import { canaryFacts, newestEvidence, windowStart } from '#lib/store/canary/canary-facts.ts';
import { canariesWhere, type StoredCanary } from '#lib/store/canary/canary-runs.ts';
import { watchOfPrometheus } from '#lib/store/canary/canary-samples.ts';
import { type Figure, lastValues, sparksOf } from '#lib/store/canary/canary-series.ts';
import { peekMatrix } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  type CanaryContext,
  canarySummary,
  clockView,
  courseView,
  definitionHash,
  groupViews,
  guardViews,
  stageViews,
  verbsFor,
  watchView,
} from './canary-view.ts';

const input = idOrNumber(
  'run',
  z.uuid('Send the id as it was shown.').describe('Id of the run, as canaries lists it.'),
);

const SPARK_PARTS = 40;

async function evidenceViews(tx: Tx, run: CanaryRun): Promise<Map<string, EvidenceView>> {
  const newest = await newestEvidence(tx, run);
  return new Map(
    [...newest].map(([key, { id, holds, text, link, file, personName, at }]) => [
      key,
      { id, holds, text, link, file, by: personName, at: at.toISOString() },
    ]),
  );
}

async function stagesOf(tx: Tx, runId: string): Promise<CanaryContext['stages']> {
  const rows = await tx.canaryStage.findMany({ where: { runId }, include: { gate: true } });
  return new Map(
    rows.map(({ stage, enteredAt, leftAt, changeSetId, gate }) => [
      stage,
      {
        ...{ enteredAt: enteredAt.toISOString(), leftAt: leftAt?.toISOString() ?? null, changeSetId },
        openedBy: gate.decidedName,
      },
    ]),
  );
}

const MOST_BREACHES = 20;

async function breachesOf(tx: Tx, run: CanaryRun): Promise<BreachView[]> {
  const rows = await tx.canaryBreach.findMany({
    where: { runId: run.id },
    orderBy: [{ at: 'desc' }, { guard: 'asc' }],
    take: MOST_BREACHES,
  });
  return rows.flatMap((breach) => {
    const guard = run.definition.guards.find(({ key }) => key === breach.guard);
    if (!guard) return [];
    return {
      ...{ guard: breach.guard, title: guard.title, value: breach.value, threshold: breach.threshold },
      ...{ unit: guard.unit, rollback: guard.rollback.label, at: breach.at.toISOString() },
      ...{ changeSetId: breach.changeSetId, samples: breach.evidence as unknown as BreachView['samples'] },
    };
  });
}

async function contextOf(tx: Tx, run: StoredCanary): Promise<CanaryContext> {
  const { state, now } = await peekMatrix(tx);
  const figures = groupsAt(run).flatMap(({ criteria }): Figure[] =>
    criteria.flatMap((one) =>
      one.kind === 'metric' ? [{ key: one.key, compared: one.baseline !== undefined }] : [],
    ),
  );
  const from = windowStart(run, 'stage');
  const to = run.endedAt ?? now;
  return {
    now,
    matrix: state.matrix,
    facts: await canaryFacts(tx, run, state.matrix),
    sparks: await sparksOf(tx, run.id, figures, { from, to, parts: SPARK_PARTS }),
    evidence: await evidenceViews(tx, run),
    earlier: run.stage > 0 ? await lastValues(tx, run.id, figures, from) : new Map(),
    stages: await stagesOf(tx, run.id),
  };
}

export const readCanary: Read<z.output<typeof input>, CanaryBody> = {
  action: 'read-canary',
  body: 'CanaryBody',
  input,
  run: async (tx, { id, number }, actor) => {
    const [run] = await canariesWhere(tx, id === undefined ? { number: BigInt(number ?? 0) } : { id }, 1);
    if (!run) return fail('not_found', 'There is no such run of a programme.');
    const context = await contextOf(tx, run);
    const now = await databaseNow(tx);
    const groups = judgeGroups(run, context.facts, run.endedAt ?? now);
    const { definition } = run;
    return ok({
      now: now.toISOString(),
      run: canarySummary(run),
      ...{ purpose: definition.purpose, source: definition.source, version: run.version },
      definitionHash: definitionHash(run.definitionText),
      clock: clockView(run, now),
      parameters: definition.parameters.map(({ key, label, stage, value, unit }) => ({
        ...{ key, label, unit: unit ?? null },
        stage: definition.stages.find((one) => one.key === stage)?.title ?? null,
        value: typeof value === 'object' ? [...value] : value,
      })),
      before: { title: definition.before.title, seconds: definition.before.seconds },
      stages: stageViews(run, context),
      ...courseView(await courseEntries(tx, run), run.endedAt),
      groups: groupViews(groups, context),
      guards: guardViews(run, context),
      blocks: run.endedAt ? [] : gateBlocks(run, groups, context.facts, now),
      breaches: await breachesOf(tx, run),
      disarmed:
        run.disarmedAt === null ? null : { at: run.disarmedAt.toISOString(), why: run.disarmedWhy ?? '' },
      disarmsWith: {
        label: definition.abort.label,
        settings: definition.abort.settings.map((one) => ({ switch: one.switch, value: one.value })),
      },
      retryAt: run.state === 'failed' && run.endedAt ? retryAt(run.endedAt).toISOString() : null,
      can: verbsFor(actor, run),
      prometheus: watchView(await watchOfPrometheus(tx)),
    });
  },
};
