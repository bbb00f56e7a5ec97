// The decision assistant on a real database: several people on one assessment, answers kept when taken back, honest endings.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { DECISION_TREES, SYMPTOMS } from '#lib/catalog/decision-trees.ts';
import type { DecisionTree } from '#lib/catalog/decision-types.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { answerQuestion } from '#lib/commands/runs/answer-question.ts';
import { applyStep } from '#lib/commands/runs/apply-step.ts';
import { closeAssessment } from '#lib/commands/runs/close-assessment.ts';
import { startAssessment } from '#lib/commands/runs/start-assessment.ts';
import { startRun } from '#lib/commands/runs/start-run.ts';
import { takeBackAnswer } from '#lib/commands/runs/take-back-answer.ts';
import type { AssessmentBody } from '#lib/contract/assessment.ts';
import { ask } from '#lib/reads/read.ts';
import { readAssessment } from '#lib/reads/runs/read-assessment.ts';
import { readAssessments } from '#lib/reads/runs/read-assessments.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { startSettings, walk, wantedBy } from '#lib/rules/runs/decision-tree.ts';
import { newestSnapshot } from '#lib/store/changes/matrix.ts';
import { database } from '#lib/store/client.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let risk: Actor;
let engineer: Actor;
let assessmentId: string;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  risk = await signedIn(owner, (await createAccount('risk_manager')).personId);
  engineer = await signedIn(owner, (await createAccount('engineer')).personId);
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});
beforeEach(async () => {
  assessmentId = (await done(startAssessment, { symptom: 'position-mismatch' }, engineer)).assessmentId;
});

const run = (command: AnyCommand, input: unknown, actor: Actor) =>
  answered(() => execute(command, input, actor));

async function done(command: AnyCommand, input: unknown, actor: Actor) {
  const result = await run(command, input, actor);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function seen(): Promise<AssessmentBody> {
  const result = await ask(readAssessment, { id: assessmentId }, risk);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const say = (question: string, option: string, actor: Actor = risk, replaces?: string) =>
  run(answerQuestion, { assessmentId, question, option, ...(replaces ? { replaces } : {}) }, actor);

async function toTheEnd(): Promise<void> {
  for (const [question, option] of [
    ['severity', 'inconsistent'],
    ['data', 'positions'],
    ['width', 'modules'],
    ['reach', 'hl-mode'],
  ] as const)
    await done(answerQuestion, { assessmentId, question, option }, risk);
}

test('nothing is answered for anybody: a symptom only opens the first question, with the readings of now', async () => {
  await owner.query(
    `INSERT INTO figure_samples (edge_id, at, figures) VALUES ('edge-1', clock_timestamp(), $1)`,
    [JSON.stringify({ rates: {}, gauges: { daily_pnl_usd: -1284 } })],
  );
  const { assessment, next, end, readings } = await seen();
  expect(end).toBeNull();
  expect(assessment).toMatchObject({
    tree: 'incident',
    symptom: 'position-mismatch',
    closed: null,
    answers: [],
  });
  expect(next).toBe('severity');
  expect(readings).toContainEqual({ label: 'P&L today', value: '-$1,284', note: null });
  expect(readings.find(({ label }) => label === 'Close')).toMatchObject({ value: null });
});

test('two people walk one tree to its end; each answer keeps who, when and what the venue showed', async () => {
  await done(answerQuestion, { assessmentId, question: 'severity', option: 'inconsistent' }, risk);
  await owner.query(
    `INSERT INTO figure_samples (edge_id, at, figures) VALUES ('edge-1', clock_timestamp(), $1)`,
    [JSON.stringify({ rates: {}, gauges: { net_exposure_btc_usd: 61_200 } })],
  );
  const second = await done(
    answerQuestion,
    { assessmentId, question: 'data', option: 'positions' },
    engineer,
  );
  expect(second).toMatchObject({ changed: true, next: 'width', end: null });
  await owner.query('DELETE FROM figure_samples');
  const { assessment, readings } = await seen();
  expect(assessment.answers.map(({ question, by }) => [question, by])).toEqual([
    ['severity', 'Test risk_manager'],
    ['data', 'Test engineer'],
  ]);
  // The stored reading stays, although nobody reports the figure now.
  expect(assessment.answers[1]?.readings).toContainEqual({
    label: 'BTC exposure',
    value: '$61,200',
    note: null,
  });
  expect(readings.every(({ value }) => value === null)).toBe(true);
  const { rows } = await owner.query(
    `SELECT actor_name, new_value, details FROM audit_log WHERE kind = 'assessment.answered' AND subject = $1 ORDER BY seq`,
    [`AS-${assessment.number}`],
  );
  expect(rows).toMatchObject([
    { actor_name: 'Test risk_manager', new_value: 'How severe is it? Data inconsistent' },
    {
      actor_name: 'Test engineer',
      details: expect.stringContaining('$61,200'),
    },
  ]);
});

test('two answers at the same moment: one stands, the other is told whose', async () => {
  const both = await Promise.all([say('severity', 'critical', risk), say('severity', 'minor', engineer)]);
  expect(both.filter((result) => result.ok)).toHaveLength(1);
  expect(both.find((result) => !result.ok)).toMatchObject({
    error: { code: 'conflict', message: expect.stringMatching(/^Test (engineer|risk_manager) has answered/) },
  });
  const { rows } = await owner.query('SELECT 1 FROM assessment_answers WHERE assessment_id = $1', [
    assessmentId,
  ]);
  expect(rows).toHaveLength(1);
});

test('the same answer again changes nothing; another one takes its place only by name and takes along what it leaves without ground', async () => {
  const first = await done(
    answerQuestion,
    { assessmentId, question: 'severity', option: 'inconsistent' },
    risk,
  );
  await done(answerQuestion, { assessmentId, question: 'data', option: 'positions' }, risk);
  expect(await say('severity', 'inconsistent', engineer)).toMatchObject({
    ok: true,
    value: { changed: false },
  });
  expect(await say('severity', 'minor', engineer)).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(await say('severity', 'minor', engineer, first.answerId)).toMatchObject({
    ok: true,
    value: { changed: true, next: 'minor' },
  });
  const { assessment } = await seen();
  expect(
    assessment.answers.map(({ question, option, takenBack }) => [question, option, takenBack?.by ?? null]),
  ).toEqual([
    ['severity', 'inconsistent', 'Test engineer'],
    ['data', 'positions', 'Test engineer'],
    ['severity', 'minor', null],
  ]);
  expect(await say('severity', 'critical', risk, first.answerId)).toMatchObject({
    ok: false,
    error: { code: 'conflict' },
  });
});

test('an answer that is taken back is kept; its question is open again and what followed waits', async () => {
  await toTheEnd();
  const { answers } = (await seen()).assessment;
  const [severity] = answers;
  await done(takeBackAnswer, { answerId: severity?.id }, engineer);
  const after = await seen();
  expect(after.next).toBe('severity');
  expect(after.assessment.answers).toHaveLength(4);
  expect(after.assessment.answers[0]?.takenBack).toMatchObject({ by: 'Test engineer' });
  expect(await run(takeBackAnswer, { answerId: severity?.id }, risk)).toMatchObject({
    ok: true,
    value: { changed: false },
  });
  expect(await say('severity', 'inconsistent')).toMatchObject({ ok: true, value: { end: 'hl-mode' } });
});

test.each([
  ['a question the way has not come to', 'reach', 'hl-mode', 'conflict', /Answer "How severe is it\?" first/],
  ['a question of another tree', 'loss', 'better', 'conflict', /does not come to/],
  ['an answer that is none', 'severity', 'perhaps', 'invalid_input', /critical, inconsistent, minor/],
  ['a name of every object', 'constructor', 'critical', 'conflict', /does not come to/],
  ['no key at all', '<b>', 'critical', 'invalid_input', /Name the question/],
])('refuses %s', async (_what, question, option, code, words) => {
  expect(await say(question, option)).toMatchObject({
    ok: false,
    error: { code, message: expect.stringMatching(words) },
  });
});

test('it ends in what came of it: the change set of its action, not one from before, and stays closed', async () => {
  const change = (value: number) =>
    done(
      setSwitches,
      { changes: [{ switch: 'hedge_max_leverage', value }], reason: 'Cross-module rollback' },
      risk,
    );
  const { rows } = await owner.query('SELECT id FROM change_sets ORDER BY committed_at LIMIT 1');
  const early = await run(closeAssessment, { assessmentId, changeSetId: rows[0].id }, risk);
  expect(early).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  const { changeSetId } = await change(1.5);
  expect(await run(closeAssessment, { assessmentId, changeSetId }, risk)).toMatchObject({
    ok: false,
    error: { code: 'conflict', message: expect.stringMatching(/no end yet/) },
  });
  await toTheEnd();
  expect(await run(closeAssessment, { assessmentId, requestId: randomUUID() }, risk)).toMatchObject({
    ok: false,
    error: { code: 'invalid_input', message: expect.stringMatching(/change request/) },
  });
  await done(closeAssessment, { assessmentId, changeSetId }, risk);
  expect((await seen()).assessment.closed).toMatchObject({
    outcome: 'acted',
    endedIn: 'hl-mode',
    changeSetId,
  });
  const [answer] = (await seen()).assessment.answers;
  for (const late of [
    await run(closeAssessment, { assessmentId, reason: 'Again' }, risk),
    await run(takeBackAnswer, { answerId: answer?.id }, risk),
    await say('severity', 'minor', risk, answer?.id),
  ])
    expect(late).toMatchObject({ ok: false, error: { code: 'conflict' } });
});

test('a run counts that was started from it and from no other, and two of them at once are one', async () => {
  const start = (subject: string) =>
    owner.query(
      `INSERT INTO procedure_runs (procedure_key, procedure, title, subject_kind, subject_id, reason, started_name)
       VALUES ('rollback-cross-module', '{}', 'Roll back across modules', 'assessment', $1, 'Test', 'Somebody') RETURNING id`,
      [subject],
    );
  const other = (await done(startAssessment, { symptom: 'hl-down' }, risk)).assessmentId;
  const [foreign] = (await start(other)).rows;
  const [own] = (await start(assessmentId)).rows;
  await expect(start(assessmentId)).rejects.toMatchObject({ code: '23505' });
  await toTheEnd();
  expect(await run(closeAssessment, { assessmentId, runId: foreign.id }, risk)).toMatchObject({
    ok: false,
    error: { code: 'invalid_input', message: expect.stringMatching(/No run of that id/) },
  });
  await done(closeAssessment, { assessmentId, runId: own.id }, risk);
  expect((await seen()).assessment.closed).toMatchObject({ outcome: 'acted', runId: own.id });
});

test('a run is started from it once, also when the value of its end holds already; its step says so, and it ends in the run', async () => {
  const reason = 'HL does not answer';
  const tree = DECISION_TREES.incident as DecisionTree;
  const answers = SYMPTOMS.get('hl-down')?.suggests ?? {};
  assessmentId = (await done(startAssessment, { symptom: 'hl-down' }, engineer)).assessmentId;
  for (const [question, option] of Object.entries(answers)) await say(question, option);
  await done(setSwitches, { changes: [{ switch: 'new_orders_enabled', value: false }], reason }, risk);
  const matrix = (await newestSnapshot(database()))?.switches ?? {};
  const { end } = walk(tree, answers);
  if (!end) throw new Error('no end');
  expect(wantedBy(end, matrix)).toEqual([]);
  const start = {
    ...{ procedure: end.procedure, subjectKind: 'assessment', subjectId: assessmentId, reason },
    settings: startSettings(end, matrix),
  };
  const both = await Promise.all([risk, engineer].map((actor) => run(startRun, start, actor)));
  const [started] = both.flatMap((result) => (result.ok ? [result.value] : []));
  expect(both.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'conflict', details: started } });
  expect(await done(applyStep, { runId: started?.runId, step: 'switch-off' }, risk)).toMatchObject({
    ...{ state: 'done', found: 'Every value held already', changeSetId: null },
  });
  await done(closeAssessment, { assessmentId, runId: started?.runId }, risk);
  expect((await seen()).assessment.closed).toMatchObject({
    ...{ outcome: 'acted', endedIn: 'hl-connection', runId: started?.runId },
  });
  const { rows } = await owner.query(
    "SELECT new_value, details FROM audit_log WHERE kind = 'run.started' ORDER BY seq DESC LIMIT 1",
  );
  expect(rows).toMatchObject([{ new_value: 'Roll back one module: new_orders_enabled' }]);
  expect(JSON.parse(rows[0].details)).toMatchObject({
    ...{ about: 'assessment', aboutId: assessmentId },
    settings: [{ switch: 'new_orders_enabled', value: false }],
  });
});

test('positions and breakers are read from executors that report, never from silent ones', async () => {
  const executor = (id: string, silentFor: number) =>
    owner.query(
      `INSERT INTO executors (id, edge_id, connected, open_orders, started_at, last_seen_at)
       VALUES ($1, 'edge-1', true, 0, clock_timestamp(), clock_timestamp() - make_interval(secs => $2::int))`,
      [id, silentFor],
    );
  const position = (id: string, symbol: string) =>
    owner.query(
      `INSERT INTO positions (executor_id, symbol, side, size, notional_usd, entry_price, unrealised_pnl_usd, at)
       VALUES ($1, $2, 'long', 1, 100, 100, 0, clock_timestamp())`,
      [id, symbol],
    );
  await executor('executor-1', 0);
  await executor('executor-2', 60);
  await position('executor-1', 'BTC');
  await position('executor-2', 'ETH');
  await done(answerQuestion, { assessmentId, question: 'severity', option: 'inconsistent' }, risk);
  expect((await seen()).readings).toContainEqual({
    ...{ label: 'Open positions', value: '1', note: 'Silent: executor-2' },
  });
  await owner.query('DELETE FROM positions');
  await owner.query('DELETE FROM executors');
});

test('an end that only watches closes as watched; anything else without outcome needs a reason', async () => {
  expect(await run(closeAssessment, { assessmentId }, risk)).toMatchObject({
    ok: false,
    error: { code: 'invalid_reason' },
  });
  await done(answerQuestion, { assessmentId, question: 'severity', option: 'minor' }, risk);
  await done(answerQuestion, { assessmentId, question: 'minor', option: 'none' }, risk);
  await done(closeAssessment, { assessmentId }, risk);
  expect((await seen()).assessment.closed).toMatchObject({ outcome: 'watched', endedIn: 'watch' });
  expect((await seen()).next).toBeNull();
});

test('the database keeps answers and endings, whatever the application does', async () => {
  const { answerId } = await done(
    answerQuestion,
    { assessmentId, question: 'severity', option: 'critical' },
    risk,
  );
  const app = new pg.Client({ connectionString: opened.app });
  await app.connect();
  const refused = (sql: string, code: string) => expect(app.query(sql)).rejects.toMatchObject({ code });
  await refused(`UPDATE assessment_answers SET option = 'minor' WHERE id = '${answerId}'`, 'BH001');
  await refused(`UPDATE assessments SET symptom = 'hl-down' WHERE id = '${assessmentId}'`, 'BH001');
  await refused(`DELETE FROM assessment_answers WHERE id = '${answerId}'`, '42501');
  await refused(`DELETE FROM assessments WHERE id = '${assessmentId}'`, '42501');
  await done(closeAssessment, { assessmentId, reason: 'False alarm' }, risk);
  await refused(
    `INSERT INTO assessment_answers SELECT gen_random_uuid(), assessment_id, 'width', 'system', readings, answered_by, answered_name
     FROM assessment_answers WHERE id = '${answerId}'`,
    'BH001',
  );
  await refused(`UPDATE assessments SET reason = 'Other' WHERE id = '${assessmentId}'`, 'BH001');
  await app.end();
});

test('a page of assessments, newest first, leads to the next', async () => {
  const page = await ask(readAssessments, { limit: '2' }, engineer);
  if (!page.ok) throw new Error(page.error.message);
  expect(page.value.items).toHaveLength(2);
  expect(page.value.items[0]?.id).toBe(assessmentId);
  const next = await ask(readAssessments, { limit: '2', before: page.value.nextBefore }, engineer);
  if (!next.ok) throw new Error(next.error.message);
  expect(next.value.items[0]?.number).toBeLessThan(page.value.items[1]?.number ?? 0);
});
