// fail-canary: a guard was breached. Bulkhead rolls back by the guard's rule in one change set, and the run has failed; authorised beforehand, reducing only, once.
import { z } from 'zod';
import { canaryName } from '#lib/catalog/canary-runs.ts';
import type { CanaryAnswer } from '#lib/contract/canary.ts';
import { isActive } from '#lib/rules/canary-run.ts';
import { guardState, type Sample } from '#lib/rules/criterion.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  type CanaryMove,
  insertBreach,
  leaveStage,
  lockCanary,
  moveCanary,
  type NewBreach,
  type StoredCanary,
} from '#lib/store/canary-runs.ts';
import { newestSamples } from '#lib/store/canary-samples.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { CANARY_CHANGED, canaryEvent, canaryFor, canaryInput } from './canary-state.ts';
import { catalogueKey } from './inputs.ts';

const input = z.strictObject({ ...canaryInput, guard: catalogueKey('the guard') });

/** As many samples as are kept as evidence. */
const EVIDENCE = 8;

interface State extends LockedMatrix {
  run: StoredCanary | undefined;
  /** The newest first, as stored. */
  samples: readonly Sample[];
}

interface Next {
  write: PlannedWrite | null;
  breach: NewBreach;
  move: CanaryMove;
}

export const failCanary: Command<z.output<typeof input>, void, State, Next, CanaryAnswer> = {
  name: 'fail-canary',
  input,
  body: 'CanaryAnswer',
  lane: 'urgent',
  load: async (tx, { runId, guard }) => {
    const { state, now } = await lockMatrix(tx);
    const run = await lockCanary(tx, runId);
    const samples = await newestSamples(tx, { runId, key: guard, upTo: now }, EVIDENCE);
    return { state: { ...state, run, samples }, now };
  },
  decide: (state, asked, actor, moment) => {
    const { run, samples } = state;
    // Another worker was first: the same breach brings nothing twice.
    if (run?.state === 'failed') {
      const answer: CanaryAnswer = { changed: false, state: 'failed', changeSetId: null };
      return ok({ next: null, events: [], effects: [], answer });
    }
    const found = canaryFor(run, 'fail');
    if (!found.ok) return found;
    const { definition, number, stage, id } = found.value;
    const guard = definition.guards.find(({ key }) => key === asked.guard);
    if (!guard) return fail('not_found', 'This run has no such guard.');
    const [latest] = samples;
    const fresh = latest && latest.at >= found.value.stageEnteredAt ? latest : undefined;
    if (
      !fresh ||
      fresh.value === null ||
      guardState(guard, fresh, moment.now) !== 'breached' ||
      !isActive(found.value)
    )
      return fail('conflict', `The guard "${guard.title}" is not breached.`);
    const { value } = fresh;
    const why = `${guard.title}: ${Number(value.toPrecision(6))} ${guard.unit}, the limit is ${guard.threshold}`;
    const decided = decideMatrix(
      state,
      {
        requests: guard.rollback.settings,
        reason: `${canaryName(number)} rolled back. ${why}`,
        terms: { bundle: 'guard' },
      },
      { command: 'fail-canary', actor, moment },
    );
    if (!decided.ok) return decided;
    const { next: write, events, effects, answer } = decided.value;
    if (write?.plan.direction === 'raising')
      return fail('rule_violated', `The guard "${guard.title}" would raise exposure: it may not.`);
    const { changeSetId } = answer;
    const evidence = samples.map((one) => ({
      at: one.at.toISOString(),
      value: one.value,
      problem: one.problem,
    }));
    const { name } = actor as { name: string };
    return ok({
      next: {
        write,
        breach: {
          ...{ runId: id, stage, guard: guard.key, sampleAt: fresh.at, value },
          ...{ threshold: guard.threshold, evidence, changeSetId, at: moment.now },
        },
        move: { state: 'failed', ended: { at: moment.now, by: { id: null, name }, reason: why } },
      },
      events: [
        canaryEvent('canary.failed', found.value, {
          ...{ reason: why, newValue: guard.rollback.label, changeSetId },
          details: { guard: guard.key, value, threshold: guard.threshold, query: guard.query, evidence },
        }),
        ...events,
      ],
      effects: [...effects, CANARY_CHANGED],
      answer: { changed: true, state: 'failed', changeSetId },
    });
  },
  save: async (tx, { write, breach, move }, state, actor) => {
    if (write && !(await savePlan(tx, write, state, actor))) return false;
    if (state.run === undefined || !(await moveCanary(tx, state.run, move))) return false;
    await leaveStage(tx, state.run.id, breach.at);
    await insertBreach(tx, breach);
    return true;
  },
};
