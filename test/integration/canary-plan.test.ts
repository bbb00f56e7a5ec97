// The execution plan of a production canary: it starts from a form that is being signed, carries the terms of its run, and its end is the form's.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CANARY_SWITCHES } from '#lib/catalog/canary-switches.ts';
import type { Step } from '#lib/catalog/procedure-types.ts';
import { findProgramme } from '#lib/catalog/programmes.ts';
import { CANARY_PLAN } from '#lib/catalog/signoff.ts';
import { declineForm } from '#lib/commands/canary/decline-form.ts';
import { voidForm } from '#lib/commands/canary/void-form.ts';
import { startRun } from '#lib/commands/runs/start-run.ts';
import { tickStep } from '#lib/commands/runs/tick-step.ts';
import { verifyStep } from '#lib/commands/runs/verify-step.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { ask } from '#lib/reads/read.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { chooseParameters, type FrozenProgramme, freeze } from '#lib/rules/canary/programme.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { PROGRAMME } from '#test/canary-programme.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { SignoffStage, type Somebody, somebody } from './signoff-stage.ts';

const SENT = {
  ...{ symbol: ['ETH'], size: 0.00005, 'max-loss': '20', 'daily-cap': '40', spread: 11, depth: '250000' },
  ...{ acceptance: 91, 'stop-errors': 2, 'stop-p95': 640, 'stop-stream': 45 },
};
const TERMS = {
  ...{ canary_symbols: ['ETH'], canary_position_size: 0.00005, canary_max_loss_usd: '20' },
  ...{ canary_daily_loss_cap_usd: '40', canary_max_spread_bps: 11, canary_min_depth_usd: '250000' },
  ...{ canary_max_error_pct: 2, canary_max_p95_ms: 640, canary_max_stream_down_s: 45 },
};

/** The production canary as it is planned, before a gate that a test can sign. */
function definition(): FrozenProgramme {
  const programme = findProgramme('production-canary');
  const chosen = programme && chooseParameters(programme, SENT);
  if (!programme || !chosen?.ok) throw new Error('no programme');
  return { ...freeze(programme, chosen.value), before: PROGRAMME.before, checks: PROGRAMME.checks };
}

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let stage: SignoffStage;
let engineer: Somebody;
let risk: Somebody;
let product: Somebody;
let executive: Somebody;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  stage = new SignoffStage(owner);
  [engineer, risk, product, executive] = await Promise.all([
    somebody('engineer'),
    somebody('risk_manager'),
    somebody('product_owner'),
    somebody('executive'),
  ]);
  await stage.plan(engineer, definition());
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

function done<A>(result: Executed<A>): A {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

const start = () =>
  execute(
    startRun,
    {
      ...{ procedure: CANARY_PLAN, reason: 'Execution plan', subjectKind: 'canary' },
      subjectId: stage.runId,
    },
    engineer.actor,
  );

async function form(): Promise<SignoffBody> {
  const read = await ask(readSignoff, { run: stage.runId, gate: '0' }, engineer.actor);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

async function stepsOf(runId: string): Promise<Step[]> {
  const { rows } = await owner.query('SELECT procedure FROM procedure_runs WHERE id = $1', [runId]);
  return rows[0].procedure.stages.flatMap((one: { steps: Step[] }) => one.steps);
}

async function bot(): Promise<Record<string, unknown>> {
  const { rows } = await owner.query(
    "SELECT switch, value FROM switch_values WHERE switch LIKE 'canary_%' AND symbol = ''",
  );
  return Object.fromEntries(rows.map(({ switch: name, value }) => [name, value]));
}

let planId: string;

test('from a draft no plan is started: its terms may still change', async () => {
  expect(await start()).toMatchObject({
    ok: false,
    error: { code: 'conflict', message: expect.stringContaining('open it first') },
  });
});

test('the opened form says what was chosen, and starts the plan with it, once', async () => {
  const { hash } = done(await stage.open(engineer));
  const { snapshot, state } = await form();
  expect(state).toBe('open');
  expect(snapshot.configuration).toEqual(
    expect.arrayContaining([
      { label: 'Environment', value: 'Production' },
      { label: 'Symbol', value: 'ETH' },
      { label: 'Position size', value: '0.00005 ETH' },
      { label: 'Maximum loss', value: '$20' },
      { label: 'Spread filter, less than', value: '11 bps' },
      { label: 'Duration', value: '30 min' },
    ]),
  );
  expect(snapshot.triggers).toContain('The loss passes $20');
  expect(snapshot.mustHave).toContain('Acceptance rate: above 91%');
  expect(JSON.stringify(snapshot.plan)).toContain('0.00005 ETH a position');
  planId = done(await start()).runId;
  expect(await start()).toMatchObject({ error: { code: 'conflict' } });
  const steps = await stepsOf(planId);
  expect(steps.find(({ key }) => key === 'market')?.detail).toBe(
    'Of ETH. Launch while the spread is below 11 bps and the depth above $250,000.',
  );
  expect(hash).toBe((await form()).hash);
});

interface EndedPlan {
  ended_by: string | null;
  ended_name: string;
  end_reason: string;
  logged: string;
}

/** How the plan was ended, and what the log says of it. */
async function ended(runId: string): Promise<EndedPlan | undefined> {
  const { rows } = await owner.query(
    `SELECT r.ended_by, r.ended_name, r.end_reason, l.reason AS logged FROM procedure_runs r
     JOIN audit_log l ON l.kind = 'run.ended' AND l.subject = 'RUN-' || r.number WHERE r.id = $1`,
    [runId],
  );
  return rows[0];
}

test('a form that is taken back ends its plan: no step of it is done any more, and another starts once it is open again', async () => {
  const taken = { runId: stage.runId, gate: 0, reason: 'The market moved' };
  done(await answered(() => execute(voidForm, taken, risk.actor)));
  const reason = `CN-${stage.number}-0 is void: The market moved`;
  expect(await form()).toMatchObject({ state: 'draft', plan: { completed: false, ended: reason } });
  expect(await ended(planId)).toEqual({
    ...{ ended_by: risk.actor.id, ended_name: risk.actor.name, end_reason: reason, logged: reason },
  });
  const evidence = 'Looked at by two people';
  expect(
    await execute(tickStep, { runId: planId, step: 'monitoring', evidence }, engineer.actor),
  ).toMatchObject({ error: { code: 'conflict', message: expect.stringContaining('was ended by') } });
  expect(await start()).toMatchObject({ error: { message: expect.stringContaining('open it first') } });
  done(await stage.open(engineer));
  planId = done(await start()).runId;
  expect((await form()).plan).toMatchObject({ completed: false, ended: null });
});

test('GO gives the bot every term in its change set, and the plan sees that it has them', async () => {
  const hash = (await form()).hash ?? '';
  const usual = Object.fromEntries(Object.entries(CANARY_SWITCHES).map(([name, one]) => [name, one.default]));
  expect(await bot()).toEqual(usual);
  const terms = (step: string) => execute(verifyStep, { runId: planId, step }, engineer.actor);
  for (const [line, who] of [
    ['engineer', engineer],
    ['risk_manager', risk],
    ['product_owner', product],
    ['executive', executive],
  ] as const)
    done(await stage.sign(line, hash, who));
  expect(await bot()).toEqual({ ...usual, ...TERMS });
  const after = await form();
  expect(after).toMatchObject({ state: 'approved', plan: { completed: false } });
  const { rows } = await owner.query(
    'SELECT array_agg(switch ORDER BY switch) AS switches FROM switch_changes WHERE change_set_id = $1',
    [after.changeSet?.id],
  );
  expect(rows[0].switches).toEqual(Object.keys(TERMS).sort());
  // It is the turn of another stage: the step is looked at when its stage is open.
  expect(await terms('terms')).toMatchObject({ ok: false, error: { code: 'conflict' } });
});

test('once its plan is complete the form is executed', async () => {
  await owner.query(
    'UPDATE procedure_runs SET completed_at = clock_timestamp(), version = version + 1 WHERE id = $1',
    [planId],
  );
  expect(await answered(start)).toMatchObject({ ok: true });
  // The newer run of the plan counts, and it goes on.
  expect(await form()).toMatchObject({ state: 'approved' });
  await owner.query(
    'UPDATE procedure_runs SET completed_at = clock_timestamp(), version = version + 1 WHERE completed_at IS NULL AND ended_at IS NULL',
  );
  expect(await form()).toMatchObject({ state: 'executed', plan: { completed: true } });
});

test('what Bulkhead finds void ends its plan by itself, and so does NO-GO', async () => {
  await stage.plan(engineer, definition());
  done(await stage.open(engineer));
  planId = done(await start()).runId;
  await stage.venue('1.5.0');
  const found = await answered(() => execute(voidForm, { runId: stage.runId, gate: 0 }, SYSTEM));
  expect(done(found)).toMatchObject({ changed: true });
  expect(await ended(planId)).toMatchObject({
    ...{ ended_by: null, ended_name: SYSTEM.name, end_reason: expect.stringContaining('1.5.0') },
  });
  done(await stage.open(engineer));
  planId = done(await start()).runId;
  done(await answered(() => execute(declineForm, { runId: stage.runId, gate: 0 }, executive.actor)));
  expect(await ended(planId)).toMatchObject({
    ended_by: executive.actor.id,
    end_reason: expect.stringMatching(/^NO-GO/),
  });
});
