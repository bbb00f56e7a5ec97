// What the log says of each act around a second person, deadlines, levels, assessments and runs: one entry, by whom, about what, with what one needs to follow it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '#lib/catalog/roles.ts';
import { confirmLevel } from '#lib/commands/changes/confirm-level.ts';
import { moveDeadline } from '#lib/commands/changes/move-deadline.ts';
import { pressLevel } from '#lib/commands/changes/press-level.ts';
import { refuseChange } from '#lib/commands/changes/refuse-change.ts';
import { reviewBreakGlass } from '#lib/commands/changes/review-break-glass.ts';
import { withdrawChange } from '#lib/commands/changes/withdraw-change.ts';
import { addRunNote } from '#lib/commands/runs/add-run-note.ts';
import { advanceRun } from '#lib/commands/runs/advance-run.ts';
import { answerQuestion } from '#lib/commands/runs/answer-question.ts';
import { applyStep } from '#lib/commands/runs/apply-step.ts';
import { closeAssessment } from '#lib/commands/runs/close-assessment.ts';
import { endRun } from '#lib/commands/runs/end-run.ts';
import { passOverStep } from '#lib/commands/runs/pass-over-step.ts';
import { signStep } from '#lib/commands/runs/sign-step.ts';
import { startAssessment } from '#lib/commands/runs/start-assessment.ts';
import { startRun } from '#lib/commands/runs/start-run.ts';
import { takeBackAnswer } from '#lib/commands/runs/take-back-answer.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { codeOf } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import {
  approvals,
  asked,
  done,
  earlier,
  hashOf,
  INTERVAL,
  inHours,
  noticed,
  openStage,
  outcome,
  reason,
  type Somebody,
  type Stage,
  sentence,
  set,
  settle,
  somebody,
  stateOf,
  to,
} from './second-person-stage.ts';

let stage: Stage;
let risk: Somebody;
let admin: Somebody;
let engineer: Somebody;

beforeAll(async () => {
  stage = await openStage();
  risk = await somebody(stage, 'risk_manager');
  admin = await somebody(stage, 'super_admin');
  engineer = await somebody(stage, 'engineer');
});
afterAll(() => stage.close());

async function act(command: AnyCommand, input: object, { actor }: Pick<Somebody, 'actor'>) {
  return done(await answered(() => execute(command, input, actor)));
}

/** By somebody new, whose code nobody has used. */
async function proven(command: AnyCommand, input: object, role: Role): Promise<Somebody> {
  const who = await somebody(stage, role);
  const stepUp = { kind: 'totp', code: codeOf(who.account) } as const;
  done(await answered(() => execute(command, input, who.actor, { stepUp })));
  return who;
}

async function stored(sql: string, ...values: unknown[]) {
  return (await stage.owner.query(sql, values)).rows[0];
}

/** Nothing waits for anybody: whatever asked for another value is void. */
async function nothingWaits(): Promise<void> {
  await settle(to(501));
  await settle(to(500));
}

/** A change that waits, with its name and the hash of its difference. */
async function waiting() {
  await nothingWaits();
  const { id, number, expiresAt } = await asked(risk.actor, [to(1_000)]);
  return { requestId: id, name: `CR-${number}`, expiresAt, diffHash: await hashOf(stage, id) };
}

async function deadline() {
  await settle(to(true, 'hedge_enabled'));
  done(await set(risk.actor, [to(false, 'hedge_enabled')]));
  const found = (await approvals(risk.actor)).deadlines.find((one) => one.switch === 'hedge_enabled');
  if (!found) throw new Error('nothing to come back to');
  return found;
}

const brokenGlass = (incident: string) =>
  set(risk.actor, [to(1_000)], { breakGlass: { incident } }, { kind: 'totp', code: codeOf(risk.account) });

async function assessment() {
  const { assessmentId, number } = await act(startAssessment, { symptom: 'position-mismatch' }, engineer);
  return { assessmentId, name: `AS-${number}` };
}

/** A run of one step, begun by the risk manager. */
async function aRun(step: object): Promise<{ runId: string; name: string }> {
  const runId = randomUUID();
  const procedure = {
    ...{ key: 'test', title: 'Test', kind: 'rollback', purpose: 'Test', source: 'Manual 1' },
    startedBy: ['risk_manager'],
    stages: [{ key: 'stage', title: 'Stage', goalSeconds: 30, steps: [{ key: 'step', ...step }] }],
  };
  const { number } = await stored(
    `INSERT INTO procedure_runs (id, procedure_key, procedure, title, reason, started_by, started_name)
     VALUES ($1, 'test', $2, 'Test', $3, $4, 'Test risk_manager') RETURNING number`,
    ...[runId, JSON.stringify(procedure), reason, risk.account.personId],
  );
  return { runId, name: `RUN-${number}` };
}

const TICK = { title: 'Look at it', kind: 'tick', evidence: 'none' };
const RAISE = { title: 'Slow down', kind: 'apply', settings: [{ switch: INTERVAL, value: 1_000 }] };
const STEP = { step: 'step', procedure: 'test' };

async function waitingStep() {
  await nothingWaits();
  const { runId, name } = await aRun(RAISE);
  const { request } = await act(applyStep, { runId, step: 'step' }, risk);
  return { runId, name, requestId: request?.id };
}

/** What an entry says beside its kind; what is left out is null. */
interface Said {
  by: Pick<Somebody, 'actor'>;
  subject: string;
  old_value?: string;
  new_value?: string;
  reason?: string;
  change_set_id?: string | null;
  details?: object;
}

const ACTS: Record<string, () => Promise<Said>> = {
  'change-request.opened': async () => {
    const { name, diffHash, expiresAt } = await waiting();
    const changes = [{ switch: INTERVAL, symbol: null, oldValue: 500, newValue: 1_000 }];
    const details = { changes, diffHash, expiresAt, command: 'set-switches' };
    return { by: risk, subject: name, reason, details };
  },
  'change-request.refused': async () => {
    const { requestId, name, diffHash } = await waiting();
    const why = 'Not while the market moves';
    await act(refuseChange, { requestId, reason: why }, admin);
    return { by: admin, subject: name, reason: why, details: { diffHash, requestedBy: 'Test risk_manager' } };
  },
  'change-request.withdrawn': async () => {
    const { requestId, name, diffHash } = await waiting();
    await act(withdrawChange, { requestId }, risk);
    return { by: risk, subject: name, details: { diffHash } };
  },
  'deadline.moved': async () => {
    const { id: deadlineId, until: before } = await deadline();
    const until = inHours(6);
    await act(moveDeadline, { deadlineId, until, owner: admin.account.personId, reason }, admin);
    return {
      by: admin,
      ...{ subject: 'hedge_enabled', reason },
      ...{ old_value: `${before}, Test risk_manager`, new_value: `${until}, Test super_admin` },
    };
  },
  'break-glass.used': async () => {
    await settle(to(500));
    const { changeSetId } = done(await brokenGlass('INC-1'));
    return {
      by: risk,
      ...{ subject: 'INC-1', reason, change_set_id: changeSetId },
      details: { provenBy: 'code' },
    };
  },
  // Of the use before it: until then nothing else is raised.
  'break-glass.reviewed': async () => {
    const [debt] = (await noticed()).debts;
    const note = 'It was the only way';
    const by = await proven(reviewBreakGlass, { breakGlassId: debt?.id, note }, 'super_admin');
    return {
      by,
      ...{ subject: 'INC-1', reason: note },
      details: { usedBy: 'Test risk_manager', provenBy: 'code' },
    };
  },
  'level.confirmed': async () => {
    const { pressId } = await act(pressLevel, { level: 1, reason }, risk);
    await earlier(stage, 'level_presses', ['pressed_at', 'observe_until'], '6 minutes');
    await act(confirmLevel, { pressId }, admin);
    return { by: admin, subject: 'level 1', details: { pressId } };
  },
  'assessment.started': async () => {
    const { name } = await assessment();
    return { by: engineer, subject: name, new_value: 'Position mismatch' };
  },
  'assessment.taken_back': async () => {
    const { assessmentId, name } = await assessment();
    const answer = { question: 'severity', option: 'inconsistent' };
    await act(answerQuestion, { assessmentId, ...answer }, engineer);
    const { id } = await stored('SELECT id FROM assessment_answers WHERE assessment_id = $1', assessmentId);
    await act(takeBackAnswer, { answerId: id }, risk);
    return { by: risk, subject: name, old_value: 'inconsistent', details: answer };
  },
  'assessment.closed': async () => {
    const { assessmentId, name } = await assessment();
    const why = 'It was a late report';
    await act(closeAssessment, { assessmentId, reason: why }, risk);
    const details = { outcome: 'dropped', requestId: null, runId: null };
    return { by: risk, subject: name, new_value: 'dropped', reason: why, details };
  },
  'run.started': async () => {
    const settings = [{ switch: 'hedge_max_leverage', value: 2 }];
    const input = { procedure: 'rollback-single-module', reason, settings };
    const { runId, number } = await act(startRun, input, engineer);
    const { title } = await stored('SELECT title FROM procedure_runs WHERE id = $1', runId);
    expect(title).toContain('hedge_max_leverage');
    const details = { runId, procedure: 'rollback-single-module', settings };
    return { by: engineer, subject: `RUN-${number}`, new_value: title, reason, details };
  },
  'run.noted': async () => {
    const { runId, name } = await aRun(TICK);
    const { noteId } = await act(addRunNote, { runId, text: 'The desk was called' }, engineer);
    return { by: engineer, subject: name, new_value: 'The desk was called', details: { noteId } };
  },
  'run.signed': async () => {
    const statement = 'The books agree';
    const { runId, name } = await aRun({ title: 'Agreed', kind: 'sign', statement, people: 2 });
    const by = await proven(signStep, { runId, step: 'step' }, 'risk_manager');
    const details = { ...STEP, provenBy: 'code' };
    return { by, subject: name, new_value: 'Agreed', reason: statement, details };
  },
  'run.ended': async () => {
    const { runId, name } = await aRun(TICK);
    await act(endRun, { runId, reason: 'False alarm' }, risk);
    return { by: risk, subject: name, new_value: 'Test', reason: 'False alarm' };
  },
  'run.step_passed_over': async () => {
    const { runId, name } = await aRun({ ...TICK, optional: true });
    await act(passOverStep, { runId, step: 'step', reason: 'Nobody trades there' }, engineer);
    const why = { reason: 'Nobody trades there', details: STEP };
    return { by: engineer, subject: name, new_value: TICK.title, ...why };
  },
  'run.step_waits': async () => {
    const { name, requestId } = await waitingStep();
    return { by: risk, subject: name, new_value: RAISE.title, details: { ...STEP, requestId } };
  },
  'run.step_failed': async () => {
    const { runId, name, requestId } = await waitingStep();
    await act(refuseChange, { requestId, reason: 'Not before the post-mortem' }, admin);
    await act(advanceRun, { runId }, { actor: SYSTEM });
    const why = { reason: 'The second person refused it', details: { ...STEP, requestId } };
    return { by: { actor: SYSTEM }, subject: name, new_value: RAISE.title, ...why };
  },
};

const idOf = (actor: Actor) => (actor.kind === 'person' ? actor.id : 'bulkhead');

test.each(Object.entries(ACTS))('%s', async (kind, doIt) => {
  const { seq } = await stored('SELECT coalesce(max(seq), 0) AS seq FROM audit_log');
  const { by, details, ...said } = await doIt();
  const { rows } = await stage.owner.query(
    `SELECT actor_kind, actor_id, subject, symbol, old_value, new_value, reason, change_set_id, details
     FROM audit_log WHERE kind = $1 AND seq > $2`,
    [kind, seq],
  );
  expect(rows.map((row) => ({ ...row, details: row.details && JSON.parse(row.details) }))).toEqual([
    {
      ...{ actor_kind: by.actor.kind, actor_id: idOf(by.actor), symbol: null },
      ...{ old_value: null, new_value: null, reason: null, change_set_id: null, details: details ?? null },
      ...said,
    },
  ]);
});

test('nobody withdraws what somebody else asked for: they are told whose it is, on record', async () => {
  const { requestId, name } = await waiting();
  const refused = await answered(() => execute(withdrawChange, { requestId }, admin.actor));
  const words = `${name} is Test risk_manager's: refuse it, if you may decide on it.`;
  expect([outcome(refused), sentence(refused)]).toEqual(['forbidden', words]);
  expect(await stateOf(stage, requestId)).toBe('open');
  const denied = 'SELECT kind, subject, actor_id, reason FROM audit_log ORDER BY seq DESC LIMIT 1';
  expect(await stored(denied)).toEqual({
    ...{ kind: 'command.denied', subject: 'withdraw-change', reason: words },
    actor_id: admin.account.personId,
  });
});
