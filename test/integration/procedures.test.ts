// Every procedure of the catalogue, carried to its end over every way by the real commands: nothing in it cannot be completed.
import { NextRequest } from 'next/server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { GET as markdown } from '#app/api/v1/runs/[id]/markdown/route.ts';
import { RECOVERY_PROCEDURE } from '#lib/catalog/emergency.ts';
import type { Check, Procedure } from '#lib/catalog/procedure-types.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { startRun } from '#lib/commands/runs/start-run.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import type { ProceduresBody } from '#lib/contract/runs.ts';
import { ask } from '#lib/reads/read.ts';
import { readProcedures } from '#lib/reads/runs/read-procedures.ts';
import { type Run, stagesOf } from '#lib/rules/runs/procedure-run.ts';
import { takesSettings } from '#lib/rules/runs/run-start.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { type Member, ProcedureDriver } from './procedure-driver.ts';
import { opposite, ProcedureVenue, set } from './procedure-venue.ts';
import { type Way, waysOf } from './procedure-ways.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let venue: ProcedureVenue;
const team: Member[] = [];

const reason = 'The canary lost 3% since its start';
const CHOSEN = [{ switch: 'strategies_enabled', value: false }] as const;
const ALL = Object.entries(PROCEDURES);
const SEEN: ReadonlySet<Check['kind']> = new Set();
/** Neither executors nor figures. */
const UNSEEN: ReadonlySet<Check['kind']> = new Set(['positions', 'breakers', 'commands', 'figure']);
const ALL_DOWN: ReadonlySet<Check['kind']> = new Set([...UNSEEN, 'effective', 'instances']);

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  venue = new ProcedureVenue(owner);
  // The lowest first.
  const roles: readonly Role[] = ['engineer', 'operations', 'risk_manager', 'risk_manager', 'super_admin'];
  for (const role of roles) {
    const account = await createAccount(role);
    const actor = await actorOfBearer(account.token);
    if (actor.kind !== 'person') throw new Error('not a person');
    team.push({ role, actor, account });
  }
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

function memberOf(role: Role | undefined): Member {
  const member = team.find((one) => one.role === role);
  if (!member) throw new Error(`nobody is ${role}`);
  return member;
}

/** Before a procedure its switches stand the other way round, a position is open and a breaker has tripped. */
async function before({ stages }: Procedure, unseen: ReadonlySet<Check['kind']>): Promise<void> {
  const applied = stages.flatMap(({ steps }) =>
    steps.flatMap((step) =>
      step.kind === 'apply' ? (step.settings === 'from the start' ? CHOSEN : step.settings) : [],
    ),
  );
  // Under a stop that holds nothing is raised, and the recovery changes no switch.
  await set(applied.map(opposite));
  await venue.register(unseen.has('instances') ? 0 : 3);
  venue.word = { positions: 1, breaker: 'tripped' };
  if (unseen.has('commands')) {
    await venue.noExecutor();
    await venue.noFigures();
  } else await venue.executor();
}

async function start(procedure: Procedure, turn: number): Promise<string> {
  const { startedBy, key } = procedure;
  const settings = takesSettings(procedure) ? { settings: CHOSEN } : {};
  const { actor } = memberOf(startedBy[turn % startedBy.length]);
  const started = await answered(() => execute(startRun, { procedure: key, reason, ...settings }, actor));
  if (!started.ok) throw new Error(`${key}: ${started.error.message}`);
  return started.value.runId;
}

async function carriedOut(
  procedure: Procedure,
  way: Way,
  turn: number,
  unseen: ReadonlySet<Check['kind']>,
): Promise<Run> {
  await before(procedure, unseen);
  const runId = await start(procedure, turn);
  const thorough = turn === 0 && unseen === SEEN;
  const run = await new ProcedureDriver({ runId, way, team, venue, thorough, unseen }).toTheEnd();
  expect(run.completedAt, `${procedure.key} ${JSON.stringify(way)} is complete`).not.toBeNull();
  return run;
}

/** What is on record of it: one entry for its start, each settled step and its end. */
async function expectRecorded(run: Run): Promise<void> {
  const { rows } = await owner.query<{ kind: string; step: string | null }>(
    "SELECT kind, details::jsonb->>'step' AS step FROM audit_log WHERE subject = $1 ORDER BY seq",
    [`RUN-${run.number}`],
  );
  expect([rows[0]?.kind, rows.at(-1)?.kind]).toEqual(['run.started', 'run.completed']);
  const settled = new Set(
    rows.flatMap(({ kind, step }) =>
      ['run.step_done', 'run.step_passed_over', 'run.signed'].includes(kind) && step ? [step] : [],
    ),
  );
  expect([...settled].sort()).toEqual(run.steps.map(({ key }) => key).sort());
}

/** The run as a Markdown file tells of every stage, and of each checkpoint that it passed. */
async function expectMarkdown(run: Run): Promise<void> {
  const request = new NextRequest(`http://localhost:3000/api/v1/runs/${run.id}/markdown`, {
    headers: { authorization: `Bearer ${memberOf('engineer').account.token}` },
  });
  const response = await markdown(request, { params: Promise.resolve({ id: run.id }) });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-disposition')).toContain(`RUN-${run.number}.md`);
  const text = await response.text();
  expect(text).toMatch(new RegExp(`^# RUN-${run.number}: `));
  expect(text.match(/^## /gm)).toHaveLength(run.procedure.stages.length);
  const passed = stagesOf(run).filter(({ stage, state }) => stage.checkpoint && state === 'complete');
  expect(text.match(/^> \*\*Checkpoint: /gm) ?? []).toHaveLength(passed.length);
}

const OPERATIONS = [
  ['daily-operations', 'day'],
  ['weekly-operations', 'week'],
  ['monthly-operations', 'month'],
] as const;

async function dueOf(key: string): Promise<{ state: string; by: string } | null | undefined> {
  const result = await ask<unknown, ProceduresBody>(readProcedures, {}, memberOf('engineer').actor);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.items.find((one) => one.key === key)?.due;
}

// The edges of the periods are the pure rule's test; here it is which run counts, and by which clock.
test.each(OPERATIONS)('%s come due once a %s, and are overdue after one without', async (key, unit) => {
  const begins = `date_trunc('${unit}', clock_timestamp() AT TIME ZONE 'UTC')`;
  /** A run that was complete, or ended, a second before this period began, or this many before it. */
  const over = (how: 'completed_at' | 'ended_at', periods: number) =>
    owner.query(
      `INSERT INTO procedure_runs (procedure_key, procedure, title, reason, started_name, ${how}, end_reason)
       VALUES ($1, '{}', 'Operations', 'test', 'Somebody',
         (${begins} - make_interval(${unit}s => $2) - interval '1 second') AT TIME ZONE 'UTC', $3)`,
      [key, periods, how === 'ended_at' ? 'Given up' : null],
    );
  const { rows } = await owner.query<{ by: Date }>(
    `SELECT (${begins} + interval '1 ${unit}') AT TIME ZONE 'UTC' AS by`,
  );
  const by = rows[0]?.by.toISOString();
  expect(await dueOf(key)).toEqual({ state: 'due', by });
  await over('completed_at', 1);
  expect(await dueOf(key)).toEqual({ state: 'overdue', by });
  // Given up is not done.
  await over('ended_at', 0);
  expect(await dueOf(key)).toEqual({ state: 'overdue', by });
  await over('completed_at', 0);
  expect(await dueOf(key)).toEqual({ state: 'due', by });
});

test.each(['rollback-full-system', 'emergency-database-backup'])(
  '%s comes to its end although every service is down',
  async (key) => {
    const procedure = PROCEDURES[key];
    if (!procedure) throw new Error(key);
    await carriedOut(procedure, waysOf(procedure)[0] ?? {}, 0, ALL_DOWN);
  },
);

async function stop(): Promise<void> {
  const input = { reason: 'Positions do not agree', confirm: 'STOP' };
  const pressed = await answered(() => execute(emergencyStop, input, memberOf('operations').actor));
  if (!pressed.ok) throw new Error(pressed.error.message);
}

/** Some step looks at, or orders, what only executors and services report. */
function looksOutside({ stages }: Procedure): boolean {
  const asks = ({ kind }: Check) => UNSEEN.has(kind);
  return stages.some(({ steps }) =>
    steps.some(
      (step) =>
        step.kind === 'command' ||
        (step.kind === 'verify' && asks(step.check)) ||
        (step.kind === 'observe' && step.watch.some(asks)),
    ),
  );
}

describe.each(ALL)('%s', { timeout: 120_000 }, (key, procedure) => {
  if (key === RECOVERY_PROCEDURE) beforeAll(stop);

  test('is completed over every way, by each of those who may; every step of it is done on one of them', async () => {
    const done = new Set<string>();
    for (const [turn, way] of waysOf(procedure).entries()) {
      const run = await carriedOut(procedure, way, turn, SEEN);
      for (const step of run.steps) if (step.state === 'done') done.add(step.key);
      await expectRecorded(run);
      if (turn === 0) await expectMarkdown(run);
    }
    const steps = procedure.stages.flatMap((stage) => stage.steps.map((step) => step.key));
    expect([...done].sort()).toEqual(steps.sort());
    if (procedure.every) expect(await dueOf(key)).toMatchObject({ state: 'done' });
  });

  if (!looksOutside(procedure)) return;
  test('comes to its end where no executor and no figure reports', async () => {
    const ways = waysOf(procedure);
    const run = await carriedOut(procedure, ways.at(-1) ?? {}, ways.length, UNSEEN);
    for (const { key: step, state, data } of run.steps)
      if (state === 'passed over') expect(data.reason, step).toMatch(/^Nobody reports it/);
  });
});
