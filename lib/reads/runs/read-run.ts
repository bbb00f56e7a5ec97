// One run as it is now, by its id or its number.
import { z } from 'zod';
import type { RunBody } from '#lib/contract/runs.ts';
import { changeSetViews } from '#lib/reads/changes/change-sets.ts';
import { idOrNumber } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { commandViews, executorViews } from '#lib/reads/venue/command-views.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { peopleOf, type Run } from '#lib/rules/runs/procedure-run.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { requestOutcomes, roundFacts, runFacts } from '#lib/store/runs/run-facts.ts';
import { notesOf, runsWhere } from '#lib/store/runs/runs.ts';
import { type RunContext, stageViews, summaryOf } from './run-view.ts';

const input = idOrNumber(
  'run',
  z.uuid('Send the id as it was shown.').describe('Id of the run, as runs lists it.'),
);

async function contextOf(tx: Tx, run: Run): Promise<RunContext> {
  const now = await databaseNow(tx);
  const changeSetIds = run.steps.flatMap(({ changeSetId }) => changeSetId ?? []);
  const requestIds = run.steps.flatMap(({ requestId }) => requestId ?? []);
  const requests = await tx.changeRequest.findMany({ where: { id: { in: requestIds } } });
  const [facts, changeSets, commands] = [
    await runFacts(tx, run, await roundFacts(tx), await requestOutcomes(tx, run)),
    changeSetIds.length === 0
      ? []
      : await changeSetViews(tx, { id: { in: changeSetIds } }, changeSetIds.length),
    await commandViews(tx, { runId: run.id }, await executorViews(tx, now), run.procedure.stages.length * 20),
  ];
  return {
    ...{ now, facts, changeSets, commands },
    requests: requests.map(({ id, number, state, expiresAt }) => ({
      ...{ id, number: Number(number), state, expiresAt: expiresAt.toISOString() },
    })),
  };
}

export const readRun: Read<z.output<typeof input>, RunBody> = {
  action: 'read-run',
  body: 'RunBody',
  input,
  run: async (tx, { id, number }) => {
    const [run] = await runsWhere(tx, id === undefined ? { number: BigInt(number ?? 0) } : { id }, 1);
    if (!run) return fail('not_found', 'There is no such run.');
    const context = await contextOf(tx, run);
    return ok({
      now: context.now.toISOString(),
      run: summaryOf(run),
      source: run.procedure.source,
      goalSeconds: run.procedure.goalSeconds ?? null,
      people: peopleOf(run),
      startedById: run.startedBy.id,
      stages: stageViews(run, context),
      notes: await notesOf(tx, run.id),
    });
  },
};
