// Through a gate: what the final GO (or NO-GO) of a sign-off calls in its own transaction. A GO opens the next stage with its configuration in one change set, or ends the run as passed.
import { canaryName } from '#lib/catalog/canary-runs.ts';
import { gateBlocks, judgeGroups, nextStageOf, stageOf } from '#lib/rules/canary/canary-run.ts';
import type { FrozenSetting } from '#lib/rules/canary/programme.ts';
import { INHERIT, type Request } from '#lib/rules/changes/decide-change.ts';
import { REASON_MAX } from '#lib/rules/reason.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import { type CanaryFacts, canaryFacts } from '#lib/store/canary/canary-facts.ts';
import {
  activeCanary,
  type CanaryMove,
  type DecidedGate,
  insertGate,
  insertStage,
  leaveStage,
  lockCanary,
  moveCanary,
  type StoredCanary,
} from '#lib/store/canary/canary-runs.ts';
import { openPress, type StoredPress } from '#lib/store/changes/levels.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import type { Tx } from '#lib/store/client.ts';
import type { Effect } from '#lib/store/effects.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { type By, personOf } from '#lib/write/wanted-change.ts';
import { CANARY_CHANGED, canaryEvent, canaryFor, ending } from './canary-state.ts';

/** Everything a gate is decided on, locked: the matrix first, then the run. */
export interface GateState extends LockedMatrix {
  run: StoredCanary | undefined;
  facts: CanaryFacts | undefined;
  /** A degradation level that somebody pressed and nobody left. */
  press: StoredPress | undefined;
  /** Another run that is under way. */
  other: { id: string; number: number } | undefined;
}

export async function loadGate(tx: Tx, runId: string): Promise<{ state: GateState; now: Date }> {
  const { state, now } = await lockMatrix(tx);
  const run = await lockCanary(tx, runId);
  const facts = run && (await canaryFacts(tx, run, state.matrix));
  const active = await activeCanary(tx);
  const other = active?.id === runId ? undefined : active;
  return { state: { ...state, run, facts, press: await openPress(tx), other }, now };
}

/** What a decided gate saves. */
export interface GatePlan {
  run: StoredCanary;
  gate: DecidedGate;
  verdicts: readonly { group: string; key: string; verdict: string; value: number | null }[];
  /** Null at the last gate, at a NO-GO, and where every value held already. */
  write: PlannedWrite | null;
  move: CanaryMove;
  at: Date;
}

export interface GateDecision {
  next: GatePlan;
  events: AuditEvent[];
  effects: Effect[];
  changeSetId: string | null;
  /** The stage that is open now; null when the run has ended. */
  stage: number | null;
}

export function requestsOf(settings: readonly FrozenSetting[]): Request[] {
  return settings.map((one) => ({
    switch: one.switch,
    symbol: one.symbol,
    value: 'inherit' in one ? INHERIT : one.value,
  }));
}

/** What stands against a GO now, a sentence each; signatures are the form's matter. */
export function blocksOf(state: GateState, now: Date): string[] {
  const { run, facts, press, other } = state;
  if (!run || !facts) return [];
  const blocks = gateBlocks(run, judgeGroups(run, facts, now), facts, now);
  if (other) blocks.push(`${canaryName(other.number)} is under way: it sets the same switches.`);
  if (press) blocks.push(`Level ${press.level} holds: leave it first.`);
  return blocks;
}

function verdictsOf(run: StoredCanary, facts: CanaryFacts, now: Date): GatePlan['verdicts'] {
  return judgeGroups(run, facts, now).flatMap((group) =>
    group.criteria.map(({ key, judged }) => ({
      ...{ group: group.key, key, verdict: judged.verdict, value: judged.value },
    })),
  );
}

/**
 * The final GO. Refuses while time, criteria, a guard, a level, another run or an open P0 stand against it. The caller has
 * seen to the four signatures; the database counts their people again (canary_gates_signed).
 */
export function decideGo(
  state: GateState,
  gate: Omit<DecidedGate, 'decision'>,
  reason: string,
  by: By,
): Result<GateDecision> {
  const found = canaryFor(state.run, 'enter');
  if (!found.ok) return found;
  const run = found.value;
  const { now } = by.moment;
  const blocks = blocksOf(state, now);
  if (blocks.length > 0) {
    return fail('conflict', `The gate stays closed. ${blocks.join(' ')}`, { blocks });
  }
  const verdicts = state.facts ? verdictsOf(run, state.facts, now) : [];
  const person = personOf(by.actor);
  const decided: DecidedGate = { ...gate, decision: 'go' };
  const stage = nextStageOf(run);
  if (stage === undefined) {
    const move = ending(run, state.matrix, 'passed', { at: now, by: person, reason });
    return ok({
      next: { run, gate: decided, verdicts, write: null, move, at: now },
      events: [canaryEvent('canary.passed', run, { reason, details: { gate: gate.id } })],
      effects: [CANARY_CHANGED],
      ...{ changeSetId: null, stage: null },
    });
  }
  const name = `${canaryName(run.number)}, stage ${run.stage + 1}, ${stage.title}: ${reason}`;
  const change = decideMatrix(
    state,
    {
      requests: requestsOf(stage.settings),
      reason: name.slice(0, REASON_MAX),
      terms: { bundle: 'signed' },
    },
    by,
  );
  if (!change.ok) return change;
  const { next: write, events, effects, answer } = change.value;
  const move: CanaryMove = {
    ...{ state: 'running', stage: run.stage + 1, stageEnteredAt: now },
    ...{ extendedSeconds: 0, pausedSeconds: 0 },
    ...(run.startedAt ? {} : { startedAt: now }),
  };
  const entered = canaryEvent('canary.stage_entered', run, {
    ...{ oldValue: stageOf(run)?.title ?? null, newValue: stage.title, reason },
    changeSetId: answer.changeSetId,
    details: { gate: gate.id, into: run.stage + 1 },
  });
  return ok({
    next: { run, gate: decided, verdicts, write, move, at: now },
    events: [entered, ...events],
    effects: [...effects, CANARY_CHANGED],
    ...{ changeSetId: answer.changeSetId, stage: run.stage + 1 },
  });
}

/** NO-GO ends the run and changes nothing else. */
export function decideNoGo(
  state: Pick<GateState, 'run' | 'facts' | 'matrix'>,
  gate: Omit<DecidedGate, 'decision' | 'lines'>,
  reason: string,
  by: By,
): Result<GateDecision> {
  const found = canaryFor(state.run, 'no-go');
  if (!found.ok) return found;
  const run = found.value;
  const { now } = by.moment;
  const verdicts = state.facts ? verdictsOf(run, state.facts, now) : [];
  return ok({
    next: {
      ...{ run, verdicts, write: null, at: now },
      gate: { ...gate, decision: 'no-go', lines: [] },
      move: ending(run, state.matrix, 'no-go', { at: now, by: personOf(by.actor), reason }),
    },
    events: [canaryEvent('canary.no_go', run, { reason, details: { gate: gate.id } })],
    effects: [CANARY_CHANGED],
    ...{ changeSetId: null, stage: null },
  });
}

/** Saves a decided gate; false when something moved although it was locked. */
export async function saveGate(
  tx: Tx,
  { run, gate, verdicts, write, move, at }: GatePlan,
  state: { epoch: number; revision: number },
  by: By['actor'],
): Promise<boolean> {
  if (write && !(await savePlan(tx, write, state, by))) return false;
  await insertGate(tx, run, gate, { verdicts, by: personOf(by), at });
  if (!(await moveCanary(tx, run, move))) return false;
  if (move.stage === undefined) await leaveStage(tx, run.id, at);
  else {
    await insertStage(tx, {
      ...{ runId: run.id, stage: move.stage, gateId: gate.id, at },
      changeSetId: write?.id ?? null,
    });
  }
  return true;
}
