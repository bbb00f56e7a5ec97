// What every act on a step of a run shares: its input, its lock, the decision that the step moves, and the saving of it.
import type { z } from 'zod';
import { runName } from '#lib/catalog/runs.ts';
import { catalogueKey, uuid } from '#lib/commands/inputs.ts';
import type { StepAnswer } from '#lib/contract/runs.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { ok, type Result } from '#lib/rules/result.ts';
import {
  isComplete,
  type Run,
  type StepAt,
  type StepWrite,
  withSteps,
} from '#lib/rules/runs/procedure-run.ts';
import type { RequestOutcome } from '#lib/rules/runs/run-advance.ts';
import type { RunFacts } from '#lib/rules/runs/run-check.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Effect } from '#lib/store/effects.ts';
import { requestOutcomes, roundFacts, runFacts } from '#lib/store/runs/run-facts.ts';
import { lockRun, saveSteps } from '#lib/store/runs/runs.ts';
import type { Decision } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';

export const stepInput = {
  runId: uuid.describe('Id of the run, as runs lists it.'),
  step: catalogueKey('the step'),
};

export interface StepInput {
  runId: z.output<typeof uuid>;
  step: string;
}

export interface RunState {
  run: Run | undefined;
}

export interface StepNext {
  run: Run;
  writes: readonly StepWrite[];
}

export const RUN_CHANGED: Effect = { kind: 'notify', channel: 'bulkhead_console', payload: 'run' };

export async function loadRun(tx: Tx, { runId }: { runId: string }): Promise<{ state: RunState; now: Date }> {
  const run = await lockRun(tx, runId);
  return { state: { run }, now: await databaseNow(tx) };
}

/** A run with what its checks are answered from. */
export interface LookingState extends RunState {
  facts: RunFacts | undefined;
  requests: readonly RequestOutcome[];
}

export async function loadLooking(
  tx: Tx,
  { runId }: { runId: string },
): Promise<{ state: LookingState; now: Date }> {
  const run = await lockRun(tx, runId);
  const requests = run ? await requestOutcomes(tx, run) : [];
  const facts = run && (await runFacts(tx, run, await roundFacts(tx), requests));
  return { state: { run, facts, requests }, now: await databaseNow(tx) };
}

const KINDS = {
  running: 'run.step_started',
  waiting: 'run.step_waits',
  done: 'run.step_done',
  'passed over': 'run.step_passed_over',
  failed: 'run.step_failed',
} as const satisfies Record<StepWrite['state'], string>;

/** The audit's word for a step that moved. */
export function stepEvent(run: Run, at: StepAt, write: StepWrite): AuditEvent {
  const { data } = write;
  const sentBefore = at.stored?.commandId;
  return {
    kind: data.broken ? 'run.observation_broken' : KINDS[write.state],
    subject: runName(run.number),
    newValue: at.step.title,
    reason: data.broken ? (data.breach ?? null) : (data.reason ?? null),
    changeSetId: write.changeSetId,
    details: {
      step: at.step.key,
      procedure: run.procedure.key,
      ...(data.evidence ? { evidence: data.evidence } : {}),
      ...(data.option ? { option: data.option } : {}),
      ...(data.fields ? { fields: data.fields } : {}),
      ...(data.found ? { found: data.found } : {}),
      ...(write.requestId ? { requestId: write.requestId } : {}),
      ...(write.commandId ? { commandId: write.commandId } : {}),
      ...(sentBefore && sentBefore !== write.commandId ? { insteadOf: sentBefore } : {}),
    },
  };
}

/** The audit's word for a run that has nothing left to do, once these are stored. */
export function completion(run: Run, writes: readonly StepWrite[]): AuditEvent[] {
  if (!isComplete(withSteps(run, writes))) return [];
  return [{ kind: 'run.completed', subject: runName(run.number), newValue: run.title }];
}

export function answerOf(run: Run, write: StepWrite, more: Partial<StepAnswer> = {}): StepAnswer {
  return {
    ...{ changed: true, state: write.state, found: write.data.found ?? null },
    ...{ changeSetId: write.changeSetId, request: null, commandId: write.commandId },
    completed: isComplete(withSteps(run, [write])),
    ...more,
  };
}

/** The step moves so; everybody who looks at the run sees it. */
export function moved(run: Run, at: StepAt, write: StepWrite): Result<Decision<StepNext, StepAnswer>> {
  return ok({
    next: { run, writes: [write] },
    events: [stepEvent(run, at, write), ...completion(run, [write])],
    effects: [RUN_CHANGED],
    answer: answerOf(run, write),
  });
}

export function saveMoved(tx: Tx, { run, writes }: StepNext): Promise<boolean> {
  return saveSteps(tx, run, writes);
}

/** Who does the step, for its row. */
export function doerOf(actor: Actor): { doneBy: { id: string; name: string } } {
  return { doneBy: personOf(actor) };
}
