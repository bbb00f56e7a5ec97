// Runs of procedures on a real database: several people at once, frozen procedures, requests, observations, signatures, recovery.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import type { Step } from '#lib/catalog/procedure-types.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import { refuseChange } from '#lib/commands/changes/refuse-change.ts';
import { advanceRun } from '#lib/commands/runs/advance-run.ts';
import { applyStep } from '#lib/commands/runs/apply-step.ts';
import { commandStep } from '#lib/commands/runs/command-step.ts';
import { endRun } from '#lib/commands/runs/end-run.ts';
import { passOverStep } from '#lib/commands/runs/pass-over-step.ts';
import { signStep } from '#lib/commands/runs/sign-step.ts';
import { startObserve } from '#lib/commands/runs/start-observe.ts';
import { startRun } from '#lib/commands/runs/start-run.ts';
import { tickStep } from '#lib/commands/runs/tick-step.ts';
import { verifyStep } from '#lib/commands/runs/verify-step.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import { restartAfterStop } from '#lib/commands/venue/restart-after-stop.ts';
import { retireExecutor } from '#lib/commands/venue/retire-executor.ts';
import type { PositionsBody } from '#lib/contract/emergency.ts';
import type { ProceduresBody, RunBody } from '#lib/contract/runs.ts';
import { createLog } from '#lib/process/log.ts';
import { ask } from '#lib/reads/read.ts';
import { readProcedures } from '#lib/reads/runs/read-procedures.ts';
import { readRun } from '#lib/reads/runs/read-run.ts';
import { readPositions } from '#lib/reads/venue/read-positions.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { database } from '#lib/store/client.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { misfits } from '#test/api-answers.ts';
import { type Account, codeOf, createAccount } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { approve } from '#test/second-person.ts';
import { runRound } from '#worker/run-rounds.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let risk: Actor;
let admin: Actor;
let second: Actor;
let engineer: Actor;

const reason = 'Hedge account lost its margin';

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  risk = await actorOfBearer((await createAccount('risk_manager')).token);
  admin = await actorOfBearer((await createAccount('super_admin')).token);
  second = await actorOfBearer((await createAccount('risk_manager')).token);
  engineer = await actorOfBearer((await createAccount('engineer')).token);
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

const run = (command: AnyCommand, input: unknown, actor: Actor) =>
  answered(() => execute(command, input, actor));

async function done(command: AnyCommand, input: unknown, actor: Actor) {
  const result = await run(command, input, actor);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** A run of steps of our own, begun by the risk manager: the catalogue's are longer than what is looked at here. */
async function aRun(...steps: readonly Partial<Step>[]): Promise<string> {
  const runId = randomUUID();
  const procedure = {
    ...{ key: 'test', title: 'Test', kind: 'rollback', purpose: 'Test', source: 'Manual 1' },
    startedBy: ['risk_manager'],
    stages: [{ key: 'stage', title: 'Stage', goalSeconds: 30, steps }],
  };
  await owner.query(
    `INSERT INTO procedure_runs (id, procedure_key, procedure, title, reason, started_by, started_name)
     VALUES ($1, 'test', $2, 'Test', $3, $4, 'Test risk_manager')`,
    [runId, JSON.stringify(procedure), reason, risk.kind === 'person' ? risk.id : null],
  );
  return runId;
}
const TICK = { key: 'tick', title: 'Tick', kind: 'tick', evidence: 'required' } as const;
const LAST = { key: 'last', title: 'Last', kind: 'tick', evidence: 'none' } as const;

async function seen(runId: string): Promise<RunBody> {
  const result = await ask(readRun, { id: runId }, engineer);
  if (!result.ok) throw new Error(result.error.message);
  expect(misfits('RunBody', result.value)).toEqual([]);
  return result.value;
}

async function stepOf(runId: string, key: string) {
  const body = await seen(runId);
  const step = body.stages.flatMap(({ steps }) => steps).find((one) => one.key === key);
  if (!step) throw new Error(`no step ${key}`);
  return step;
}

async function fleet(revision: 'newest' | 0): Promise<void> {
  await owner.query('DELETE FROM instances');
  await owner.query(
    `INSERT INTO instances (id, service, edge_id, mode, epoch, revision, started_at, registered_at, last_seen_at)
     SELECT 'router-' || n, 'router', 'edge-1', 'live', epoch, CASE WHEN $1 THEN revision ELSE 0 END,
       clock_timestamp(), clock_timestamp(), clock_timestamp() FROM matrix_head, generate_series(1, 3) n`,
    [revision === 'newest'],
  );
}

const events = async (runId: string): Promise<string[]> => {
  const { run: summary } = await seen(runId);
  const { rows } = await owner.query(
    "SELECT kind FROM audit_log WHERE subject = $1 AND kind LIKE 'run.%' ORDER BY seq",
    [`RUN-${summary.number}`],
  );
  return rows.map(({ kind }) => kind);
};

test('two people do the same step at the same moment: it is done once, and the other is told by whom', async () => {
  const runId = await aRun(TICK, LAST);
  const both = await Promise.all([
    run(tickStep, { runId, step: 'tick', evidence: 'Seen by risk' }, risk),
    run(tickStep, { runId, step: 'tick', evidence: 'Seen by engineer' }, engineer),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({
    error: {
      code: 'conflict',
      message: expect.stringMatching(/^Test \w+ has done "Tick" at .* Nothing is done twice\.$/),
    },
  });
  expect(await events(runId)).toEqual(['run.step_done']);
  expect(await stepOf(runId, 'tick')).toMatchObject({
    state: 'done',
    evidence: expect.stringMatching(/^Seen by/),
  });
});

test('the last step completes the run, in the same transaction; nothing is done in it afterwards, by the database too', async () => {
  const runId = await aRun(LAST);
  expect(await done(tickStep, { runId, step: 'last' }, engineer)).toMatchObject({
    changed: true,
    completed: true,
  });
  expect((await seen(runId)).run).toMatchObject({ state: 'complete', settled: 1, steps: 1, next: null });
  expect(await events(runId)).toEqual(['run.step_done', 'run.completed']);
  expect(await run(endRun, { runId, reason }, risk)).toMatchObject({ error: { code: 'conflict' } });
  await expect(
    owner.query(`INSERT INTO run_steps (run_id, step_key, state) VALUES ($1, 'other', 'running')`, [runId]),
  ).rejects.toMatchObject({ code: 'BH001' });
  await expect(
    owner.query(`UPDATE procedure_runs SET completed_at = NULL WHERE id = $1`, [runId]),
  ).rejects.toMatchObject({ code: 'BH001' });
});

test('a run keeps the procedure that it was started with', async () => {
  const { runId } = await done(startRun, { procedure: 'observe-after-change', reason }, engineer);
  const { rows } = await owner.query('SELECT procedure FROM procedure_runs WHERE id = $1', [runId]);
  expect(rows[0].procedure).toEqual(PROCEDURES['observe-after-change']);
  await expect(
    owner.query(`UPDATE procedure_runs SET procedure = '{}' WHERE id = $1`, [runId]),
  ).rejects.toMatchObject({ code: 'BH001' });
});

test('starting: unknown procedures, missing and wrong settings, and subjects that are not there are refused in words', async () => {
  const start = (input: object, actor = engineer) => run(startRun, { reason, ...input }, actor);
  expect(await start({ procedure: 'constructor' })).toMatchObject({ error: { code: 'not_found' } });
  expect(await start({ procedure: 'rollback-single-module' })).toMatchObject({
    error: { code: 'invalid_input', message: expect.stringMatching(/^settings: name the switch/) },
  });
  const settings = [{ switch: 'hedge_enabled', value: 'perhaps' }];
  expect(await start({ procedure: 'rollback-single-module', settings })).toMatchObject({
    error: { code: 'invalid_value' },
  });
  const subject = { subjectKind: 'assessment', subjectId: randomUUID() };
  expect(await start({ procedure: 'observe-after-change', ...subject })).toMatchObject({
    error: { code: 'not_found', message: 'There is no assessment of that id.' },
  });
  expect(await start({ procedure: 'observe-after-change', subjectKind: 'assessment' })).toMatchObject({
    error: { code: 'invalid_input' },
  });
  expect(await start({ procedure: 'recovery-after-stop' })).toMatchObject({ error: { code: 'conflict' } });
});

test('a module is rolled back: its step sets what the starter named, once, although two people press', async () => {
  const settings = [{ switch: 'hedge_max_leverage', value: 2 }];
  const { runId } = await done(startRun, { procedure: 'rollback-single-module', reason, settings }, engineer);
  const input = { runId, step: 'switch-off' };
  // An engineer leads, but the switch stays with those who may change it.
  expect(await run(applyStep, input, engineer)).toMatchObject({ error: { code: 'forbidden' } });
  const both = await Promise.all([run(applyStep, input, risk), run(applyStep, input, admin)]);
  const applied = both.filter(({ ok }) => ok);
  expect(applied).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'conflict' } });
  const { rows } = await owner.query("SELECT id, reason FROM change_sets WHERE command = 'apply-step'");
  expect(rows).toHaveLength(1);
  expect(rows[0].reason).toMatch(/^RUN-\d+, Set its switch back: Hedge account lost its margin$/);
  expect(await stepOf(runId, 'switch-off')).toMatchObject({
    ...{ state: 'done', changeSetId: rows[0].id },
    changes: [{ switch: 'hedge_max_leverage', newValue: 2 }],
  });
});

const RAISE = {
  key: 'raise',
  title: 'Raise',
  kind: 'apply',
  settings: [{ switch: 'routing_mode', value: 'NORMAL_MODE' }],
} as const;

test('a raising step waits for a second person; the approval carries it out, and the run goes on', async () => {
  const runId = await aRun(RAISE, LAST);
  const asked = await done(applyStep, { runId, step: 'raise' }, risk);
  expect(asked).toMatchObject({
    changed: true,
    state: 'waiting',
    changeSetId: null,
    request: { number: expect.any(Number) },
  });
  expect(await run(applyStep, { runId, step: 'raise' }, admin)).toMatchObject({
    error: { code: 'conflict', message: '"Raise" waits already.' },
  });
  expect(await run(tickStep, { runId, step: 'last' }, risk)).toMatchObject({ error: { code: 'conflict' } });
  const approved = await approve(asked.request?.id ?? '');
  if (!approved.ok) throw new Error(approved.error.message);
  // The worker, or whoever looks, finds that it was approved.
  expect(await done(verifyStep, { runId, step: 'raise' }, engineer)).toMatchObject({
    changed: true,
    state: 'done',
  });
  expect(await stepOf(runId, 'raise')).toMatchObject({ changeSetId: approved.value.changeSetId });
  expect((await seen(runId)).run.next).toBe('Last');
});

test('a refused request: the step has failed and says why, and may be tried again', async () => {
  await owner.query("UPDATE switch_values SET value = '\"HL_MODE\"' WHERE switch = 'routing_mode'");
  const runId = await aRun(RAISE, LAST);
  const asked = await done(applyStep, { runId, step: 'raise' }, risk);
  await done(refuseChange, { requestId: asked.request?.id, reason: 'Not before the post-mortem' }, admin);
  await done(advanceRun, { runId }, SYSTEM);
  expect(await stepOf(runId, 'raise')).toMatchObject({
    state: 'failed',
    reason: 'The second person refused it',
  });
  // Meanwhile the value came about by itself: the try that succeeds says nothing of the refusal before it.
  await owner.query("UPDATE switch_values SET value = '\"NORMAL_MODE\"' WHERE switch = 'routing_mode'");
  expect(await done(applyStep, { runId, step: 'raise' }, risk)).toMatchObject({ state: 'done' });
  expect(await stepOf(runId, 'raise')).toMatchObject({ state: 'done', reason: null, request: null });
  const { rows } = await owner.query(
    "SELECT reason, details FROM audit_log WHERE kind = 'run.step_done' ORDER BY seq DESC LIMIT 1",
  );
  expect(rows).toMatchObject([{ reason: null }]);
  expect(JSON.parse(rows[0].details)).not.toHaveProperty('requestId');
});

test('a refused request, asked for again: it waits anew, and the refusal before it is not its reason', async () => {
  await owner.query("UPDATE switch_values SET value = '\"HL_MODE\"' WHERE switch = 'routing_mode'");
  const runId = await aRun(RAISE, LAST);
  const asked = await done(applyStep, { runId, step: 'raise' }, risk);
  await done(refuseChange, { requestId: asked.request?.id, reason: 'Not before the post-mortem' }, admin);
  await done(advanceRun, { runId }, SYSTEM);
  const again = await done(applyStep, { runId, step: 'raise' }, risk);
  expect(await stepOf(runId, 'raise')).toMatchObject({
    ...{ state: 'waiting', reason: null, request: { id: again.request?.id } },
  });
});

test('ending a run closes what it asked for: withdrawn by whoever asked, refused by anybody else; nothing is carried out', async () => {
  const before = await owner.query('SELECT revision FROM matrix_head');
  for (const [ender, state] of [
    [risk, 'withdrawn'],
    [second, 'refused'],
  ] as const) {
    const runId = await aRun(RAISE, LAST);
    const asked = await done(applyStep, { runId, step: 'raise' }, risk);
    await done(endRun, { runId, reason: 'False alarm, nothing to do' }, ender);
    const { number } = (await seen(runId)).run;
    const requestId = asked.request?.id ?? '';
    const { rows } = await owner.query('SELECT state, decision_reason FROM change_requests WHERE id = $1', [
      requestId,
    ]);
    expect(rows).toEqual([{ state, decision_reason: `RUN-${number} was ended` }]);
    const { rows: told } = await owner.query(
      "SELECT kind FROM audit_log WHERE reason = $1 AND kind LIKE 'change-request.%'",
      [`RUN-${number} was ended`],
    );
    expect(told).toEqual([{ kind: `change-request.${state}` }]);
    expect(await approve(requestId)).toMatchObject({ ok: false, error: { code: 'conflict' } });
  }
  expect((await owner.query('SELECT revision FROM matrix_head')).rows).toEqual(before.rows);
});

test('a run is ended and its request approved at the same moment: one of them happens, the other is told', async () => {
  for (const _ of [1, 2, 3]) {
    await owner.query("UPDATE switch_values SET value = '\"HL_MODE\"' WHERE switch = 'routing_mode'");
    const runId = await aRun(RAISE, LAST);
    const requestId = (await done(applyStep, { runId, step: 'raise' }, risk)).request?.id ?? '';
    const [approved, ended] = await Promise.all([
      approve(requestId),
      run(endRun, { runId, reason: 'False alarm, nothing to do' }, risk),
    ]);
    // The end comes through either way; a change that was approved before it stays.
    expect(ended.ok).toBe(true);
    if (!approved.ok) expect(approved.error.code).toBe('conflict');
    const { rows } = await owner.query('SELECT state FROM change_requests WHERE id = $1', [requestId]);
    expect(rows).toEqual([{ state: approved.ok ? 'approved' : 'withdrawn' }]);
    const { rows: sets } = await owner.query('SELECT count(*)::int FROM change_sets WHERE request_id = $1', [
      requestId,
    ]);
    expect(sets).toEqual([{ count: approved.ok ? 1 : 0 }]);
  }
});

const OBSERVE = {
  key: 'watch',
  title: 'Watch',
  kind: 'observe',
  seconds: 300,
  watch: [{ kind: 'instances' }],
} as const;

/** As if the observation had begun this long ago. */
const age = (runId: string, seconds: number) =>
  owner.query('UPDATE run_steps SET started_at = started_at - make_interval(secs => $2) WHERE run_id = $1', [
    runId,
    seconds,
  ]);

test('an observation: a breach begins it anew on record, its end comes by the time of the database', async () => {
  await fleet('newest');
  const runId = await aRun(OBSERVE, LAST);
  await done(startObserve, { runId, step: 'watch' }, engineer);
  expect(await done(advanceRun, { runId }, SYSTEM)).toEqual({ changed: false });
  await age(runId, 200);
  await fleet(0);
  expect(await done(advanceRun, { runId }, SYSTEM)).toEqual({ changed: true });
  // Broken still: looked at again and again, written once.
  expect(await done(advanceRun, { runId }, SYSTEM)).toEqual({ changed: false });
  expect(await stepOf(runId, 'watch')).toMatchObject({
    ...{ state: 'running', breaches: 1, breach: '0 of 3 in step', secondsLeft: 300, endsAt: null },
  });
  await fleet('newest');
  await done(advanceRun, { runId }, SYSTEM);
  await age(runId, 290);
  expect(await done(verifyStep, { runId, step: 'watch' }, engineer)).toMatchObject({
    changed: false,
    state: 'running',
  });
  await age(runId, 11);
  await fleet('newest');
  expect(await done(advanceRun, { runId }, SYSTEM)).toEqual({ changed: true });
  expect(await stepOf(runId, 'watch')).toMatchObject({
    state: 'done',
    doneBy: null,
    finding: { found: '3 of 3 in step' },
  });
  expect(await events(runId)).toEqual([
    ...['run.step_started', 'run.observation_broken', 'run.step_started', 'run.step_done'],
  ]);
});

test('the worker goes on from what is stored: an observation that ended while it was away is done in its next round', async () => {
  const log = createLog('worker');
  // What other tests have left open would move as well.
  await owner.query(
    `UPDATE procedure_runs SET ended_at = clock_timestamp(), end_reason = 'Left over'
     WHERE completed_at IS NULL AND ended_at IS NULL`,
  );
  await fleet('newest');
  const watched = await aRun(OBSERVE, {
    key: 'all',
    title: 'All',
    kind: 'verify',
    check: { kind: 'instances' },
  });
  const idle = await aRun(LAST);
  await done(startObserve, { runId: watched, step: 'watch' }, engineer);
  expect(await runRound(log)).toEqual({ moved: 0, failure: null });
  await age(watched, 86_400);
  await fleet('newest');
  // Two workers at once: one of them finds it done.
  const rounds = await Promise.all([runRound(log), runRound(log)]);
  expect(rounds.map(({ moved }) => moved).toSorted()).toEqual([0, 1]);
  expect((await seen(watched)).run.state).toBe('complete');
  expect(await events(watched)).toEqual([
    ...['run.step_started', 'run.step_done', 'run.step_done', 'run.completed'],
  ]);
  expect(await events(idle)).toEqual([]);
});

test('neither hundreds of runs that nobody ended nor one that cannot be looked at keep a newer run waiting', async () => {
  await fleet('newest');
  // Its procedure is none.
  const { rows } = await owner.query(
    `INSERT INTO procedure_runs (procedure_key, procedure, title, reason, started_name)
     VALUES ('test', '{}', 'Test', 'Test', 'Somebody') RETURNING number`,
  );
  const idle = await aRun(LAST);
  await owner.query(
    `INSERT INTO procedure_runs (procedure_key, procedure, title, reason, started_name)
     SELECT procedure_key, procedure, title, reason, started_name FROM procedure_runs, generate_series(1, 200) WHERE id = $1`,
    [idle],
  );
  // It has sent a command that the catalogue does not know any more.
  const unknown = randomUUID();
  const sent = await aRun({ key: 'sent', title: 'Sent', kind: 'verify', check: { kind: 'commands' } }, LAST);
  await owner.query(
    `INSERT INTO executor_commands (id, command, reason, issued_by_kind, issued_by_id, issued_by_name, expires_at, run_id)
     VALUES ($2, 'of_yesterday', 'Test', 'person', 'x', 'Somebody', clock_timestamp() + interval '1 minute', $1)`,
    [sent, unknown],
  );
  await owner.query(
    `INSERT INTO run_steps (run_id, step_key, state, done_at, command_id) VALUES ($1, 'send', 'done', clock_timestamp(), $2)`,
    [sent, unknown],
  );
  const newest = await aRun({ key: 'all', title: 'All', kind: 'verify', check: { kind: 'instances' } }, LAST);
  const round = await runRound(createLog('test', { level: 'silent' }));
  expect(round.moved).toBe(1);
  expect(round.failure?.message).toContain(`RUN-${rows[0].number} cannot be looked at: TypeError`);
  expect(await stepOf(newest, 'all')).toMatchObject({ state: 'done' });
  expect(await stepOf(sent, 'sent')).toMatchObject({
    ...{ state: 'open', finding: { found: 'of_yesterday: no executor reports' } },
  });
  await owner.query(
    `UPDATE procedure_runs SET ended_at = clock_timestamp(), end_reason = 'Left over'
     WHERE completed_at IS NULL AND ended_at IS NULL`,
  );
});

test('without a worker: a person looks, and the step is done by them; looking too early changes nothing', async () => {
  await fleet(0);
  const runId = await aRun({ key: 'all', title: 'All', kind: 'verify', check: { kind: 'instances' } }, LAST);
  const traces = () => owner.query('SELECT count(*) FROM audit_log');
  const before = (await traces()).rows;
  expect(await done(verifyStep, { runId, step: 'all' }, engineer)).toMatchObject({
    ...{ changed: false, state: 'open', found: '0 of 3 in step' },
  });
  expect((await traces()).rows).toEqual(before);
  await fleet('newest');
  expect(await done(verifyStep, { runId, step: 'all' }, engineer)).toMatchObject({
    changed: true,
    state: 'done',
  });
  expect(await stepOf(runId, 'all')).toMatchObject({ doneBy: 'Test engineer' });
});

async function sign(account: Account, runId: string, step: string, steps = 0) {
  const actor = await actorOfBearer(account.token);
  const stepUp = { kind: 'totp', code: codeOf(account, steps) } as const;
  return answered(() => execute(signStep, { runId, step }, actor, { stepUp }));
}

test('signatures: with a proof, by different people, none of them the starter; the database says so too', async () => {
  const SIGN = {
    key: 'sign',
    title: 'Sign',
    kind: 'sign',
    people: 2,
    notStarter: true,
    statement: 'I have looked.',
  } as const;
  const runId = await aRun(SIGN, LAST);
  expect(await run(signStep, { runId, step: 'sign' }, engineer)).toMatchObject({
    error: { code: 'step_up_required' },
  });
  const [first, second] = [await createAccount('engineer'), await createAccount('operations')];
  expect(await sign(first, runId, 'sign')).toMatchObject({
    ok: true,
    value: { state: 'waiting', completed: false },
  });
  expect(await sign(first, runId, 'sign', 1)).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(await sign(second, runId, 'sign')).toMatchObject({ ok: true, value: { state: 'done' } });
  expect((await stepOf(runId, 'sign')).sign?.signatures.map(({ name }) => name)).toEqual([
    ...['Test engineer', 'Test operations'],
  ]);
  const other = await aRun(SIGN, LAST);
  await expect(
    owner.query(
      `INSERT INTO run_signatures (run_id, step_key, person_id, person_name, statement, not_starter)
       SELECT $1, 'sign', started_by, 'Starter', 'x', true FROM procedure_runs WHERE id = $1`,
      [other],
    ),
  ).rejects.toMatchObject({ code: 'BH001' });
});

test('a command goes to the executors in the name of the run; only once', async () => {
  const runId = await aRun(
    { key: 'cancel', title: 'Cancel', kind: 'command', command: 'cancel_all_orders' },
    LAST,
  );
  expect(await run(commandStep, { runId, step: 'cancel' }, engineer)).toMatchObject({
    error: { code: 'forbidden' },
  });
  const both = await Promise.all([1, 2].map(() => run(commandStep, { runId, step: 'cancel' }, risk)));
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const { rows } = await owner.query('SELECT command, reason FROM executor_commands WHERE run_id = $1', [
    runId,
  ]);
  expect(rows).toMatchObject([
    { command: 'cancel_all_orders', reason: expect.stringMatching(/^RUN-\d+, Cancel: /) },
  ]);
});

/** One report of an executor, as its edge files it. */
async function report(executor: string, body: object): Promise<void> {
  await owner.query(
    `INSERT INTO executor_reports (executor_id, edge_id, received_at, body) VALUES ($1, 'edge-1', clock_timestamp(), $2)`,
    [
      executor,
      JSON.stringify({
        ...{ startedAt: '2026-11-26T00:00:00Z', connected: true, openOrders: 0 },
        ...{ commands: [], positions: [], breakers: [], ...body },
      }),
    ],
  );
}

const ETH = {
  ...{ symbol: 'ETH', side: 'long', size: '2', notionalUsd: '8000', entryPrice: '4000' },
  unrealisedPnlUsd: '0',
} as const;
const TRIPPED = {
  ...{ name: 'hl-errors', state: 'tripped', reason: 'Errors', trippedAt: '2026-11-26T00:00:00Z' },
} as const;
const CLOSE = { key: 'close', title: 'Close', kind: 'command', command: 'close_all_positions' } as const;
const CLOSED = [
  { key: 'done', title: 'Done', kind: 'verify', check: { kind: 'commands' } },
  { key: 'none', title: 'None open', kind: 'verify', check: { kind: 'positions', atMost: 0 } },
] as const;

test('a command that failed, or that nobody took in its time, is sent again; the check looks at the newest alone', async () => {
  const runId = await aRun(CLOSE, CLOSED[0], LAST);
  await report('again-1', {});
  const send = async () => (await done(commandStep, { runId, step: 'close' }, risk)).commandId;
  const close = async () => (await stepOf(runId, 'close')).command;
  const first = await send();
  await report('again-1', { commands: [{ id: first, state: 'running', done: 0, total: 2 }] });
  expect(await close()).toMatchObject({ again: false });
  expect(await run(commandStep, { runId, step: 'close' }, risk)).toMatchObject({
    error: { code: 'conflict', message: expect.stringContaining('Nothing is done twice') },
  });
  const refused = { id: first, state: 'failed', done: 1, total: 2, note: 'The exchange refused ETH' };
  await report('again-1', { commands: [refused] });
  expect(await close()).toMatchObject({ again: true, executors: [{ state: 'failed' }] });
  // Two people at once: it is sent once more, not twice.
  const both = await Promise.all(
    [risk, second].map((actor) => run(commandStep, { runId, step: 'close' }, actor)),
  );
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const { rows: sent } = await owner.query(
    'SELECT id FROM executor_commands WHERE run_id = $1 AND id <> $2',
    [runId, first],
  );
  expect(sent).toHaveLength(1);
  const { rows } = await owner.query(
    "SELECT details FROM audit_log WHERE kind = 'run.step_done' ORDER BY seq DESC LIMIT 1",
  );
  expect(JSON.parse(rows[0].details)).toMatchObject({ commandId: sent[0].id, insteadOf: first });
  // Nobody takes the second in its time.
  expect(await close()).toMatchObject({ again: false, executors: [{ state: 'waiting' }] });
  await owner.query(
    "UPDATE executor_commands SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1",
    [sent[0].id],
  );
  expect(await close()).toMatchObject({ again: true });
  const third = await send();
  expect(await done(verifyStep, { runId, step: 'done' }, risk)).toMatchObject({ changed: false });
  await report('again-1', { commands: [{ id: third, state: 'done', done: 2, total: 2 }] });
  expect(await done(verifyStep, { runId, step: 'done' }, risk)).toMatchObject({ state: 'done' });
  expect(await close()).toMatchObject({ again: false });
  // What else is done stays done, by the database too.
  for (const change of ['command_id = NULL', "state = 'failed', done_at = NULL", "step_key = 'other'"])
    await expect(
      owner.query(`UPDATE run_steps SET ${change} WHERE run_id = $1 AND step_key = 'close'`, [runId]),
    ).rejects.toMatchObject({ code: 'BH001' });
  await expect(
    owner.query("UPDATE run_steps SET command_id = $2 WHERE run_id = $1 AND step_key = 'done'", [
      runId,
      third,
    ]),
  ).rejects.toMatchObject({ code: 'BH001' });
  await report('again-1', { leaving: true });
});

test('an executor that says goodbye in the middle of closing proves nothing: its command and its positions stay open', async () => {
  const runId = await aRun(CLOSE, ...CLOSED, LAST);
  await report('goodbye-1', { positions: [] });
  await report('goodbye-2', { positions: [ETH] });
  const { commandId: id } = await done(commandStep, { runId, step: 'close' }, risk);
  await report('goodbye-1', { commands: [{ id, state: 'done', done: 0, total: 0 }] });
  const half = [{ id, state: 'running', done: 0, total: 1 }];
  await report('goodbye-2', { commands: half, positions: [ETH], leaving: true });
  expect(await done(verifyStep, { runId, step: 'done' }, risk)).toMatchObject({
    ...{ changed: false, found: 'Close all positions at market: not yet goodbye-2' },
  });
  // It is back and has said that it is done, but not that nothing is open.
  await report('goodbye-2', {
    commands: [{ id, state: 'done', done: 1, total: 1 }],
    positions: [ETH],
    leaving: true,
  });
  await report('goodbye-1', {});
  expect(await done(verifyStep, { runId, step: 'done' }, risk)).toMatchObject({ state: 'done' });
  expect(await done(verifyStep, { runId, step: 'none' }, risk)).toMatchObject({
    ...{ changed: false, found: '0 open, silent: goodbye-2' },
  });
  await report('goodbye-2', { leaving: true });
  await report('goodbye-1', {});
  expect(await done(verifyStep, { runId, step: 'none' }, risk)).toMatchObject({ state: 'done' });
  await report('goodbye-1', { leaving: true });
});

test('a silent executor is retired once each position it held is named as closed: nothing waits for it; its next report takes that back', async () => {
  const runId = await aRun(CLOSE, ...CLOSED, LAST);
  await report('crash-1', {});
  await report('crash-2', { positions: [ETH] });
  const { commandId: id } = await done(commandStep, { runId, step: 'close' }, risk);
  const begun = {
    commands: [{ id, state: 'running', done: 0, total: 1 }],
    positions: [ETH],
    breakers: [TRIPPED],
  };
  await report('crash-1', { commands: [{ id, state: 'done', done: 0, total: 0 }] });
  await report('crash-2', begun);
  const closed = { executor: 'crash-2', closed: ['ETH'], reason: 'Its host is lost' };
  expect(await run(retireExecutor, closed, risk)).toMatchObject({
    error: { code: 'conflict', message: expect.stringContaining('crash-2 reports: stop it first') },
  });
  await owner.query(
    "UPDATE executors SET last_seen_at = clock_timestamp() - interval '7 seconds' WHERE id = 'crash-2'",
  );
  expect(await run(retireExecutor, { ...closed, closed: undefined }, risk)).toMatchObject({
    error: { code: 'conflict', message: expect.stringContaining('crash-2 holds ETH') },
  });
  expect(await run(retireExecutor, closed, engineer)).toMatchObject({ error: { code: 'forbidden' } });
  // Two people at once: it is retired once.
  const both = await Promise.all([risk, second].map((actor) => done(retireExecutor, closed, actor)));
  expect(both.map(({ changed }) => changed).toSorted()).toEqual([false, true]);
  const { rows } = await owner.query(
    "SELECT subject, reason, old_value, new_value, details FROM audit_log WHERE kind = 'executors.retired'",
  );
  expect(rows).toMatchObject([{ subject: 'crash-2', reason: 'Its host is lost', old_value: 'silent' }]);
  expect(JSON.parse(rows[0].details)).toMatchObject({
    ...{ closed: [{ symbol: 'ETH', side: 'long', size: '2' }], tripped: ['hl-errors'] },
  });
  await report('crash-1', {});
  expect((await stepOf(runId, 'close')).command?.executors).toMatchObject([
    { executor: 'crash-1', state: 'done' },
    { executor: 'crash-2', state: 'retired' },
  ]);
  expect(await done(verifyStep, { runId, step: 'done' }, risk)).toMatchObject({ state: 'done' });
  expect(await done(verifyStep, { runId, step: 'none' }, risk)).toMatchObject({ state: 'done' });
  const positions = await ask<unknown, PositionsBody>(readPositions, {}, engineer);
  expect(positions).toMatchObject({
    value: {
      executors: expect.arrayContaining([
        expect.objectContaining({ id: 'crash-2', state: 'left', retired: expect.anything() }),
      ]),
      ...{ positions: [], breakers: [] },
    },
  });
  await report('crash-2', begun);
  expect(await ask<unknown, PositionsBody>(readPositions, {}, engineer)).toMatchObject({
    value: {
      executors: expect.arrayContaining([
        expect.objectContaining({ id: 'crash-2', state: 'reporting', retired: null }),
      ]),
      positions: [{ executor: 'crash-2', symbol: 'ETH' }],
    },
  });
  for (const executor of ['crash-1', 'crash-2']) await report(executor, { leaving: true });
});

test('operations: due, started once however many begin, done for the day when complete', async () => {
  const dueOf = async () => {
    const result = await ask<unknown, ProceduresBody>(readProcedures, {}, engineer);
    if (!result.ok) throw new Error(result.error.message);
    expect(misfits('ProceduresBody', result.value)).toEqual([]);
    return result.value.items.find(({ key }) => key === 'daily-operations');
  };
  expect(await dueOf()).toMatchObject({ due: { state: 'due' }, lastCompleted: null, active: [] });
  const input = { procedure: 'daily-operations', reason: 'Morning round' };
  const five = await Promise.all(
    [risk, admin, engineer, risk, engineer].map((actor) => run(startRun, input, actor)),
  );
  expect(five.filter(({ ok }) => ok)).toHaveLength(1);
  expect(five.find(({ ok }) => !ok)).toMatchObject({
    error: {
      code: 'conflict',
      message: expect.stringMatching(/^RUN-\d+ runs this already: work in that one\.$/),
    },
  });
  const active = (await dueOf())?.active ?? [];
  expect(active).toHaveLength(1);
  await owner.query('UPDATE procedure_runs SET completed_at = clock_timestamp() WHERE id = $1', [
    active[0]?.runId,
  ]);
  expect(await dueOf()).toMatchObject({ due: { state: 'done' }, active: [] });
});

test('recovery after a stop: started for the stop that holds, signed by somebody else; only then the restart may be asked for', async () => {
  await fleet('newest');
  await owner.query('UPDATE audit_integrity SET verified_seq = 1');
  await done(emergencyStop, { reason: 'Positions do not agree', confirm: 'STOP' }, admin);
  expect(await run(restartAfterStop, { reason: 'All is well again' }, admin)).toMatchObject({
    error: { code: 'conflict' },
  });
  const { runId } = await done(startRun, { procedure: 'recovery-after-stop', reason }, risk);
  expect(await run(startRun, { procedure: 'recovery-after-stop', reason }, admin)).toMatchObject({
    error: { code: 'conflict', details: { runId } },
  });
  await fleet('newest');
  await done(advanceRun, { runId }, SYSTEM);
  for (const step of ['fixed', 'losses', 'reconciled'])
    await done(tickStep, { runId, step, evidence: 'Looked at and written down' }, risk);
  await done(passOverStep, { runId, step: 'none-tripped', reason: 'No executor reports' }, risk);
  await done(tickStep, { runId, step: 'told', evidence: 'In the channel' }, risk);
  const second = await createAccount('risk_manager');
  expect(await sign(second, runId, 'agreed')).toMatchObject({ ok: true, value: { completed: true } });
  expect(await done(restartAfterStop, { reason: 'All is well again' }, admin)).toMatchObject({
    request: { number: expect.any(Number) },
  });
  expect(await database().emergencyStop.count({ where: { restartedAt: null } })).toBe(1);
});

test("a risk manager carries out the rollback across modules, though one of its switches is a super admin's", async () => {
  await owner.query("UPDATE switch_values SET value = 'true' WHERE switch = 'global_betting_enabled'");
  const { runId } = (await done(startRun, { procedure: 'rollback-cross-module', reason }, risk)) as {
    runId: string;
  };
  const step = await stepOf(runId, 'hl-mode');
  expect(step.settings.map((setting) => [setting.switch, setting.needsRight])).toEqual([
    ['global_betting_enabled', false],
    ['routing_mode', false],
  ]);
  expect(await done(applyStep, { runId, step: 'hl-mode' }, risk)).toMatchObject({
    changed: true,
    state: 'done',
  });
  expect(
    (await stepOf(runId, 'hl-mode')).changes.map((change) => [change.switch, change.newValue]),
  ).toContainEqual(['global_betting_enabled', false]);
  await done(endRun, { runId, reason: 'Only its first step was looked at' }, risk);
});
