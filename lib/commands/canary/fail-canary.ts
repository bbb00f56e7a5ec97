// fail-canary: guards were breached. Bulkhead carries out what all of them bring in one change set, and a run that was under way has failed; authorised beforehand, reducing only, once.
import { z } from 'zod';
import { canaryName } from '#lib/catalog/canary-runs.ts';
import { ON_CALL_NOTICE } from '#lib/commands/alerts/on-call-inputs.ts';
import type { CanaryAnswer } from '#lib/contract/canary.ts';
import {
  type Breach,
  breachesOf,
  breachWords,
  isGuarded,
  rollbackTogether,
} from '#lib/rules/canary/canary-guards.ts';
import { isActive, mayDo } from '#lib/rules/canary/canary-run.ts';
import type { Sample } from '#lib/rules/canary/criterion.ts';
import { REASON_MAX } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import {
  type CanaryMove,
  insertBreaches,
  leaveStage,
  lockCanary,
  moveCanary,
  type NewBreach,
  type StoredCanary,
} from '#lib/store/canary/canary-runs.ts';
import { newestSamples } from '#lib/store/canary/canary-samples.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { CANARY_CHANGED, canaryEvent, canaryInput, ending } from './canary-state.ts';
import { tellRollback } from './tell-canary.ts';

const input = z.strictObject(canaryInput);

/** As many samples of each guard are kept as evidence. */
const EVIDENCE = 8;

interface State extends LockedMatrix {
  run: StoredCanary | undefined;
  /** Of each guard, the newest first, as stored. */
  samples: ReadonlyMap<string, readonly Sample[]>;
}

interface Next {
  write: PlannedWrite | null;
  breaches: readonly NewBreach[];
  told: readonly Breach[];
  /** Null when the run had ended before. */
  move: CanaryMove | null;
  at: Date;
}

function evidenceOf({ samples }: State, { guard }: Breach) {
  return (samples.get(guard.key) ?? []).map(({ at, value, problem }) => ({
    ...{ at: at.toISOString(), value, problem },
  }));
}

/** One entry for each guard, with its own evidence. */
function breachEvents(
  run: StoredCanary,
  state: State,
  breaches: readonly Breach[],
  changeSetId: string | null,
) {
  return breaches.map((breach): AuditEvent => {
    const { guard, sample } = breach;
    const { key, query, threshold, rollback } = guard;
    return canaryEvent('canary.guard_breached', run, {
      ...{ reason: breachWords(breach), newValue: rollback.label, changeSetId },
      details: { guard: key, value: sample.value, threshold, query, evidence: evidenceOf(state, breach) },
    });
  });
}

/** Of a run that has ended a guard acts only where there is something left to take back: once, not in every round. */
function toCarryOut(state: State, run: StoredCanary, now: Date): Breach[] {
  const breaches = breachesOf(run, (key) => state.samples.get(key)?.[0], now);
  return isActive(run)
    ? breaches
    : breaches.filter(({ guard }) => rollbackTogether(state.matrix, [guard]).length > 0);
}

export const failCanary: Command<z.output<typeof input>, void, State, Next, CanaryAnswer> = {
  name: 'fail-canary',
  input,
  body: 'CanaryAnswer',
  lane: 'urgent',
  load: async (tx, { runId }) => {
    const { state, now } = await lockMatrix(tx);
    const run = await lockCanary(tx, runId);
    const keys = run?.definition.guards.map(({ key }) => key) ?? [];
    const samples = await newestSamples(tx, { runId, keys, upTo: now }, EVIDENCE);
    return { state: { ...state, run, samples }, now };
  },
  decide: (state, _asked, actor, moment) => {
    const { run } = state;
    if (run === undefined) return fail('not_found', 'There is no such run of a programme.');
    const active = isActive(run);
    const breaches = isGuarded(run) ? toCarryOut(state, run, moment.now) : [];
    if (breaches.length === 0) {
      const allowed = mayDo(run, 'fail');
      if (allowed.ok) return fail('conflict', `No guard of ${canaryName(run.number)} is breached.`);
      // Another worker was first: the same breach brings nothing twice.
      const answer: CanaryAnswer = { changed: false, state: run.state, changeSetId: null };
      return run.endedAt ? ok({ next: null, events: [], effects: [], answer }) : allowed;
    }
    const why = breaches.map(breachWords).join('; ');
    const decided = decideMatrix(
      state,
      {
        requests: rollbackTogether(
          state.matrix,
          breaches.map(({ guard }) => guard),
        ),
        reason: `${canaryName(run.number)} rolled back. ${why}`.slice(0, REASON_MAX),
        terms: { bundle: 'guard' },
      },
      { command: 'fail-canary', actor, moment },
    );
    if (!decided.ok) return decided;
    const { next: write, events, effects, answer } = decided.value;
    const { changeSetId } = answer;
    const { name } = actor as { name: string };
    const at = moment.now;
    const matrix = write?.plan.next ?? state.matrix;
    const ended = { at, by: { id: null, name }, reason: why.slice(0, REASON_MAX) };
    const failed = canaryEvent('canary.failed', run, {
      ...{ reason: why, newValue: breaches.map(({ guard }) => guard.rollback.label).join('; '), changeSetId },
      details: { guards: breaches.map(({ guard }) => guard.key) },
    });
    return ok({
      next: {
        ...{ write, at, told: breaches, move: active ? ending(run, matrix, 'failed', ended) : null },
        breaches: breaches.map((breach) => ({
          ...{ runId: run.id, stage: run.stage, guard: breach.guard.key, sampleAt: breach.sample.at },
          ...{ value: breach.sample.value, threshold: breach.guard.threshold, changeSetId, at },
          evidence: evidenceOf(state, breach),
        })),
      },
      events: [...breachEvents(run, state, breaches, changeSetId), ...(active ? [failed] : []), ...events],
      effects: [...effects, CANARY_CHANGED, ON_CALL_NOTICE],
      answer: { changed: true, state: active ? 'failed' : run.state, changeSetId },
    });
  },
  save: async (tx, { write, breaches, told, move, at }, state, actor) => {
    if (write && !(await savePlan(tx, write, state, actor))) return false;
    if (state.run === undefined) return false;
    if (move) {
      if (!(await moveCanary(tx, state.run, move))) return false;
      await leaveStage(tx, state.run.id, at);
    }
    await insertBreaches(tx, breaches);
    await tellRollback(tx, state.run, { breaches: told, failed: move !== null, at });
    return true;
  },
};
