// A programme from its plan to its end by forms that are signed: its queries are read before it is saved, each GO enters one stage with its own values, and the last one ends it as passed.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import { abortCanary } from '#lib/commands/canary/abort-canary.ts';
import { declineForm } from '#lib/commands/canary/decline-form.ts';
import { planCanary } from '#lib/commands/canary/plan-canary.ts';
import { retryCanary } from '#lib/commands/canary/retry-canary.ts';
import { createLog } from '#lib/process/log.ts';
import { createPrometheus } from '#lib/prometheus/client.ts';
import type { FrozenProgramme } from '#lib/rules/canary/programme.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { GUARDED } from '#test/canary-programme.ts';
import { forgetRuns } from '#test/canary-stage.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { canaryRound } from '#worker/canary-rounds.ts';
import { openScriptedPrometheus, type Says, type ScriptedPrometheus } from './scripted-prometheus.ts';
import { SignoffStage, type Somebody, somebody } from './signoff-stage.ts';

const log = createLog('test', { level: 'silent' });
const [first] = GUARDED.stages;
if (!first) throw new Error('the programme of the tests lacks its stage');

/** Its second stage opens one symbol wider, and takes another back to the value of all. */
const TWO_STAGES: FrozenProgramme = {
  ...GUARDED,
  stages: [
    {
      ...first,
      settings: [...first.settings, { switch: 'max_order_size_internal', symbol: 'ETH', value: '1000' }],
    },
    {
      ...first,
      ...{ key: 'wider', title: 'Wider' },
      settings: [
        { switch: 'max_order_size_internal', symbol: 'BTC', value: '90000' },
        { switch: 'max_order_size_internal', symbol: 'ETH', inherit: true },
      ],
    },
  ],
};

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let stage: SignoffStage;
let people: [Somebody, Somebody, Somebody, Somebody];
let prometheus: ScriptedPrometheus;

/** What the venue measures when all is well. */
function healthy(query: string): Says {
  if (query === 'stage_p50') return 150;
  if (query === 'stage_errors') return 0;
  if (query === 'stage_requests') return 1_000;
  if (query.includes('histogram_quantile')) return 100;
  return query.includes('venue_hl_up') || query.includes('1 - ') ? 99.9 : 0.1;
}

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  stage = new SignoffStage(owner);
  const [engineer, risk, product, executive] = await Promise.all(SIGNOFF_LINES.map((role) => somebody(role)));
  if (!engineer || !risk || !product || !executive) throw new Error('nobody to sign');
  people = [engineer, risk, product, executive];
  prometheus = await openScriptedPrometheus();
  process.env.PROMETHEUS_URL = prometheus.url;
});
afterAll(async () => {
  delete process.env.PROMETHEUS_URL;
  await prometheus.close();
  await owner.end();
  await opened.close();
});
beforeEach(async () => {
  prometheus.answer(healthy);
  await forgetRuns(owner);
});

function done<A>(result: Executed<A>): A {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function overrides(): Promise<Record<string, unknown>> {
  const { rows } = await owner.query(
    "SELECT symbol, value FROM switch_values WHERE switch = 'max_order_size_internal' AND symbol <> ''",
  );
  return Object.fromEntries(rows.map(({ symbol, value }) => [symbol, value]));
}

/** The time of the stage goes by, and every round of it was answered well. */
async function halfAnHour(): Promise<void> {
  await owner.query(
    `UPDATE canary_runs SET stage_entered_at = stage_entered_at - interval '31 minutes', started_at = started_at - interval '31 minutes'
     WHERE id = $1`,
    [stage.runId],
  );
  await stage.measured({ 'stage-p50': 150, errors: 0 });
  expect(await canaryRound(log, createPrometheus({ url: prometheus.url }))).toBeNull();
}

/** Four people sign this gate; answers what GO has set. */
async function signed(gate: number): Promise<string | null> {
  const { hash } = done(await stage.open(people[0], gate));
  const changes: (string | null)[] = [];
  for (const [place, line] of SIGNOFF_LINES.entries()) {
    const more = { gate, narrow: [] };
    changes.push(done(await stage.sign(line, hash, people[place] as Somebody, more)).changeSetId);
  }
  return changes.at(-1) ?? null;
}

test('each stage takes its time and its own form, sets its own values, and the last GO sets nothing and ends the run as passed', async () => {
  await stage.enter(people, TWO_STAGES);
  expect(await stage.where()).toMatchObject({ state: 'running', stage: 1, value: '75000' });
  expect(await overrides()).toEqual({ ETH: '1000' });
  await stage.measured({ 'stage-p50': 150, errors: 0 });
  expect(await canaryRound(log, createPrometheus({ url: prometheus.url }))).toBeNull();

  const changeSetId = await signed(1);
  expect(await stage.where()).toMatchObject({ state: 'running', stage: 2, form: 'approved', value: '75000' });
  expect(await overrides()).toEqual({ BTC: '90000' });
  const { rows } = await owner.query(
    `SELECT c.authority, s.change_set_id, array_agg(w.symbol ORDER BY w.symbol) AS symbols
     FROM canary_stages s JOIN change_sets c ON c.id = s.change_set_id JOIN switch_changes w ON w.change_set_id = c.id
     WHERE s.run_id = $1 AND s.stage = 2 GROUP BY 1, 2`,
    [stage.runId],
  );
  expect(rows).toEqual([{ authority: 'signed', change_set_id: changeSetId, symbols: ['BTC', 'ETH'] }]);

  // Its clock begins anew: what the stage before had measured is no time of this one.
  expect(await stage.open(people[0], 2)).toMatchObject({
    error: { code: 'conflict', message: expect.stringMatching(/min/) },
  });
  await halfAnHour();
  expect(await signed(2)).toBeNull();
  expect(await stage.where()).toMatchObject({ state: 'passed', stage: 2, form: 'approved', value: '75000' });
  expect(await overrides()).toEqual({ BTC: '90000' });
});

describe('a plan', () => {
  const input = { programme: 'phase-2', reason: 'As the manual asks for' };
  const plan = () => answered(() => execute(planCanary, input, people[1].actor));
  const count = async () => (await owner.query('SELECT count(*)::int AS n FROM canary_runs')).rows[0].n;
  const unreadable = JSON.stringify({
    ...{ status: 'error', errorType: 'bad_data', error: '1:5: parse error: unexpected end of input' },
  });

  test('is not saved with a query that Prometheus cannot read, wherever in the programme it stands', async () => {
    prometheus.asked.length = 0;
    expect(done(await plan())).toMatchObject({ runId: expect.any(String) });
    const queries = [...new Set(prometheus.asked)];
    expect(queries.length).toBeGreaterThan(5);
    for (const mistyped of queries) {
      await forgetRuns(owner);
      prometheus.answer((query) => (query === mistyped ? { status: 400, body: unreadable } : healthy(query)));
      expect(await plan()).toMatchObject({
        error: {
          code: 'invalid_value',
          message: expect.stringMatching(/cannot read the query of ".+": 1:5: parse/),
        },
      });
      expect(await count()).toBe(0);
    }
  });

  test('is not saved while nobody can say whether its queries can be read', async () => {
    prometheus.answer(() => ({ status: 503, body: 'Service Unavailable' }));
    expect(await plan()).toMatchObject({
      error: { code: 'unavailable', message: expect.stringMatching(/nothing was saved/) },
    });
    expect(await count()).toBe(0);
  });

  test('after a NO-GO a new run is planned, at once; the old one is not tried again', async () => {
    const { runId } = done(await plan());
    done(await answered(() => execute(declineForm, { runId, gate: 0 }, people[3].actor)));
    const retry = { runId, reason: 'Everybody agrees now' };
    expect(await answered(() => execute(retryCanary, retry, people[1].actor))).toMatchObject({
      error: {
        code: 'conflict',
        message: expect.stringMatching(/after a NO-GO a new run has to be planned/),
      },
    });
    const next = done(await plan());
    expect(next.runId).not.toBe(runId);
    done(
      await answered(() => execute(abortCanary, { runId: next.runId, reason: 'Not today' }, people[1].actor)),
    );
  });
});
