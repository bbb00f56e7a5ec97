// A stage under way while Prometheus is in trouble or the venue fails: nothing unknown passes, nothing happens twice, and what four people were signing does not outlive it.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import type { CanaryBody } from '#lib/contract/canary.ts';
import type { SignoffBody } from '#lib/contract/signoff-views.ts';
import { createLog } from '#lib/process/log.ts';
import { createPrometheus } from '#lib/prometheus/client.ts';
import { readCanary } from '#lib/reads/canary/read-canary.ts';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { ask } from '#lib/reads/read.ts';
import type { FrozenCriterion } from '#lib/rules/canary/programme.ts';
import { tellOwnAlerts } from '#lib/store/alerts/own-alerts.ts';
import { fileSamples, type NewSample } from '#lib/store/canary/canary-samples.ts';
import { database } from '#lib/store/client.ts';
import { GUARDED, PROGRAMME } from '#test/canary-programme.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { roundAt } from '#worker/canary-questions.ts';
import { canaryRound } from '#worker/canary-rounds.ts';
import { voidingRound } from '#worker/signoff-rounds.ts';
import { openScriptedPrometheus, type Says, type ScriptedPrometheus } from './scripted-prometheus.ts';
import { SignoffStage, type Somebody, somebody } from './signoff-stage.ts';

const log = createLog('test', { level: 'silent' });
const GOOD = { 'stage-p50': 150, errors: 0 };
const BLIND = new Set(['canary-blind']);

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

const client = (timeoutMs = 1_000) => createPrometheus({ url: prometheus.url, timeoutMs });
const round = (timeoutMs?: number) => canaryRound(log, client(timeoutMs));

async function form(gate = 1): Promise<SignoffBody> {
  const read = await ask(readSignoff, { run: stage.runId, gate: String(gate) }, people[0].actor);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

async function canary(): Promise<CanaryBody> {
  const read = await ask(readCanary, { id: stage.runId }, people[0].actor);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

const p50 = async () =>
  (await canary()).groups.flatMap(({ criteria }) => criteria).find(({ key }) => key === 'stage-p50');

/** As if no round had brought the guard a value for so long. */
const unseenSince = (seconds: number) =>
  owner.query(
    `DELETE FROM canary_samples WHERE run_id = $1 AND key = 'errors' AND value IS NOT NULL
     AND at > clock_timestamp() - make_interval(secs => $2)`,
    [stage.runId, seconds],
  );

/** What Bulkhead would tell people of blind guards now. */
async function told(): Promise<string[]> {
  await owner.query('DELETE FROM deliveries');
  await tellOwnAlerts(BLIND);
  const { rows } = await owner.query("SELECT convert_from(body, 'utf8') AS body FROM deliveries");
  const alerts = rows.flatMap(
    ({ body }) => JSON.parse(body).alerts as { annotations: { summary: string } }[],
  );
  return alerts.map(({ annotations }) => annotations.summary);
}

const sign = (place: number, hash: string) =>
  stage.sign(SIGNOFF_LINES[place] ?? 'engineer', hash, people[place] ?? people[0], { gate: 1, narrow: [] });

/** The gate behind the stage is open, and signed by the first lines. */
async function signedBy(count: number): Promise<string> {
  await stage.measured(GOOD);
  await round();
  const text = await stage.open(people[0], 1);
  if (!text.ok) throw new Error(text.error.message);
  for (let place = 0; place < count; place += 1) {
    const signed = await sign(place, text.value.hash);
    if (!signed.ok) throw new Error(signed.error.message);
  }
  return text.value.hash;
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
beforeEach(() => prometheus.answer(healthy));

describe('Prometheus in trouble', () => {
  let hash: string;

  beforeAll(async () => {
    prometheus.answer(healthy);
    await stage.enter(people, GUARDED);
    hash = await signedBy(2);
  });

  const TROUBLE: readonly [string, Says, RegExp][] = [
    ['does not answer in time', 'silent', /^slow: /],
    ['says NaN', 'not a number', /The value is NaN/],
    ['finds nothing', 'empty', /finds nothing/],
    ['finds several series', 'several series', /finds 2 series/],
    ['warns that data is partial', 'warnings', /one of two stores did not answer/],
    ['breaks off in the middle of its answer', 'cut short', /^down: /],
    ['is busy', { status: 503, body: 'Service Unavailable' }, /^unavailable: HTTP 503/],
    ['breaks', { status: 500, body: '{"status":"error","errorType":"internal","error":"boom"}' }, /boom/],
    ['is a page of somebody else', { status: 200, body: '<html>Welcome</html>' }, /^garbled: .*no JSON/],
  ];

  test.each(TROUBLE)(
    '%s: insufficient, the guard blind, an alert after 45 seconds, the form waits, nothing is rolled back',
    async (_what, says, why) => {
      await stage.measured(GOOD);
      prometheus.answer(() => says);
      expect(await round(200)).toBeNull();
      expect(await p50()).toMatchObject({
        verdict: 'insufficient',
        value: null,
        why: expect.stringMatching(why),
      });
      expect((await canary()).guards).toMatchObject([
        { state: 'blind', problem: expect.stringMatching(why) },
      ]);
      expect((await canary()).run.state).toBe('running');
      expect(await voidingRound(log)).toBeNull();
      const waiting = await form();
      expect(waiting).toMatchObject({ state: 'open', hash, differences: [] });
      expect(waiting.waits?.missing.map(({ what }) => what)).toEqual([
        'Latency in the canary',
        'The guard "Errors pass 1%"',
      ]);
      expect(await sign(2, hash)).toMatchObject({ ok: false, error: { code: 'conflict' } });
      expect(await told()).toEqual([]);
      await unseenSince(50);
      expect(await told()).toEqual([expect.stringMatching(/^CN-\d+ is not guarded by: Errors pass 1%$/)]);

      // The same round, answered after all: it fills what was missing, and no signature is lost.
      prometheus.answer(healthy);
      expect(await round()).toBeNull();
      expect(await voidingRound(log)).toBeNull();
      expect(await p50()).toMatchObject({ verdict: 'pass', value: 150 });
      expect(await form()).toMatchObject({ state: 'open', hash, waits: null });
      expect(await told()).toEqual([]);
    },
  );

  test('nobody listens: the same, and after 45 seconds an alert, which is over when it sees again', async () => {
    const away = createPrometheus({ url: 'http://127.0.0.1:1', timeoutMs: 200 });
    await stage.measured(GOOD);
    expect(await told()).toEqual([]);
    expect(await canaryRound(log, away)).toBeNull();
    expect(await p50()).toMatchObject({ verdict: 'insufficient', why: expect.stringMatching(/^down: /) });
    expect((await canary()).guards).toMatchObject([{ state: 'blind' }]);
    expect(await canaryRound(log, undefined)).toBeNull();
    expect(await told()).toEqual([]);
    await unseenSince(50);
    expect(await told()).toHaveLength(1);
    expect(await round()).toBeNull();
    expect(await told()).toEqual([]);
    expect((await canary()).guards).toMatchObject([{ state: 'armed' }]);
    expect(await voidingRound(log)).toBeNull();
    expect((await form()).hash).toBe(hash);
  });

  test('a sample that comes late changes nothing: neither what is known, nor a round that is over', async () => {
    await stage.measured(GOOD);
    await round();
    const { rows } = await owner.query('SELECT clock_timestamp() AS now');
    const late = (secondsAgo: number, value: number | null): NewSample => ({
      ...{
        runId: stage.runId,
        key: 'stage-p50',
        at: roundAt(new Date(rows[0].now.getTime() - secondsAgo * 1_000)),
      },
      ...{ value, count: 1_000, baseline: null, problem: value === null ? 'slow' : null },
    });
    await fileSamples(database(), [late(0, 900), late(0, null), late(15, 900)]);
    expect(await p50()).toMatchObject({ verdict: 'pass', value: 150 });
    await expect(
      owner.query('UPDATE canary_samples SET value = NULL, problem = $2 WHERE run_id = $1 AND at = $3', [
        ...[stage.runId, 'down', late(15, 0).at],
      ]),
    ).rejects.toMatchObject({ code: 'BH001' });
    await owner.query('DELETE FROM canary_samples WHERE run_id = $1 AND at = $2', [
      stage.runId,
      late(120, 0).at,
    ]);
    await fileSamples(database(), [late(120, null)]);
    await fileSamples(database(), [late(120, 900)]);
    const stored = await owner.query(
      'SELECT value FROM canary_samples WHERE run_id = $1 AND at = $2 AND key = $3',
      [...[stage.runId, late(120, 0).at, 'stage-p50']],
    );
    expect(stored.rows).toEqual([{ value: null }]);
    await expect(
      owner.query(
        'UPDATE canary_samples SET value = 1, problem = NULL WHERE run_id = $1 AND at = $2 AND key = $3',
        [...[stage.runId, late(120, 0).at, 'stage-p50']],
      ),
    ).rejects.toMatchObject({ code: 'BH001' });
    expect((await form()).hash).toBe(hash);
  });
});

test('its clock is held against the one of the database, and told when it is wrong', async () => {
  const watched = async (aheadMs: number) => {
    prometheus.setClock(aheadMs);
    expect(await round()).toBeNull();
    return (await canary()).prometheus;
  };
  const ahead = await watched(10_000);
  expect(ahead).toMatchObject({ problem: null, skewed: true });
  expect(Math.abs((ahead?.skewMs ?? 0) - 10_000)).toBeLessThan(2_000);
  const behind = await watched(-10_000);
  expect(behind?.skewed).toBe(true);
  expect(Math.abs((behind?.skewMs ?? 0) + 10_000)).toBeLessThan(2_000);
  expect(await watched(0)).toMatchObject({ problem: null, skewed: false });
});

describe('a figure against a baseline', () => {
  const [first] = GUARDED.stages;
  const [figure] = first?.acceptance ?? [];
  if (!first || figure?.kind !== 'metric') throw new Error('the programme of the tests lacks its figure');
  const compared: FrozenCriterion = {
    ...{ ...figure, is: '<=', target: 1.2, unit: 'ratio' },
    baseline: {
      ...{ title: 'demo', unit: 'ms', query: 'demo_p50' },
      ...{ samples: 'demo_requests', ageGapSeconds: 'demo_age' },
    },
  };

  test('is asked of both in one round, and judged as their ratio when both are of one age and size', async () => {
    await stage.enter(people, { ...GUARDED, stages: [{ ...first, acceptance: [compared] }] });
    const against = async (demo: Record<string, Says>) => {
      await stage.measured(GOOD);
      prometheus.answer((query) => demo[query] ?? healthy(query));
      expect(await round()).toBeNull();
      return p50();
    };
    const demo = { demo_p50: 125, demo_requests: 900, demo_age: 0 };
    expect(await against(demo)).toMatchObject({ verdict: 'pass', value: 1.2 });
    expect(await against({ ...demo, demo_p50: 120 })).toMatchObject({ verdict: 'fail', value: 1.25 });
    const gaps: Record<string, Says>[] = [
      { demo_p50: 'empty' },
      { demo_requests: 700 },
      { demo_age: 301 },
      { demo_age: 'not a number' },
    ];
    for (const gap of gaps)
      expect(await against({ ...demo, ...gap })).toMatchObject({ verdict: 'insufficient', value: null });
  });
});

describe('a slow run', () => {
  test('costs no other its round: guards first, all of them in one budget', async () => {
    await stage.enter(people, GUARDED);
    await stage.measured(GOOD);
    // A plan of another programme, of which no figure is answered.
    const slow = Array.from({ length: 40 }, (_, place) => ({
      ...{ key: `slow-${place}`, title: `Slow ${place}`, kind: 'metric' as const, query: `slow_${place}` },
      ...{ over: 'stage' as const, is: '<' as const, target: 1, unit: 'ms' as const, narrow: 0 },
      samples: { query: `slow_count_${place}`, least: 1, of: 'requests' },
    }));
    const before = { ...PROGRAMME.before, acceptance: slow };
    await owner.query(
      `INSERT INTO canary_runs (id, programme, definition, reason, stage_entered_at, planned_by, planned_name, planned_at)
       VALUES (gen_random_uuid(), 'phase-3', $1, 'A slow one', clock_timestamp() - interval '5 minutes', $2, 'Test', clock_timestamp())`,
      [JSON.stringify({ ...PROGRAMME, key: 'phase-3', before }), people[1].actor.id],
    );
    prometheus.asked.length = 0;
    prometheus.answer((query) => (query.startsWith('slow_') ? 'silent' : healthy(query)));
    const began = performance.now();
    expect(await canaryRound(log, client(400), { budgetMs: 1_000 })).toBeNull();
    expect(performance.now() - began).toBeLessThan(5_000);
    const order = prometheus.asked.filter((query) => query !== 'time()');
    expect(order[0]).toBe('stage_errors');
    expect(await p50()).toMatchObject({ verdict: 'pass', value: 150 });
    expect((await canary()).guards).toMatchObject([{ state: 'armed', value: 0 }]);
    const { rows } = await owner.query(
      "SELECT count(*)::int AS n, count(*) FILTER (WHERE problem LIKE 'slow: the round was over%')::int AS unasked FROM canary_samples WHERE key LIKE 'slow-%' AND value IS NULL",
    );
    expect(rows[0].n).toBe(40);
    expect(rows[0].unasked).toBeGreaterThan(0);
    await owner.query(
      "UPDATE canary_runs SET state = 'aborted', ended_at = clock_timestamp(), ended_name = 'Test', end_reason = 'Over' WHERE programme = 'phase-3'",
    );
  });
});

describe('a fault', () => {
  test('under two of four signatures rolls back once and voids, also with two workers at once', async () => {
    await stage.enter(people, GUARDED);
    const hash = await signedBy(2);
    expect(await stage.where()).toMatchObject({ state: 'running', stage: 1 });
    await stage.measured(GOOD);
    prometheus.answer((query) => (query === 'stage_errors' ? 20 : healthy(query)));
    await Promise.all([round(), round()]);
    expect(await stage.where()).toMatchObject({ state: 'failed', form: 'open' });
    // Nobody signs in the moment before the form is closed.
    expect(await sign(2, hash)).toMatchObject({
      ok: false,
      error: {
        code: 'conflict',
        message: expect.stringMatching(/run is over\. CN-\d+: Errors pass 1%: 20%/),
      },
    });
    await Promise.all([voidingRound(log), voidingRound(log)]);
    expect(await form()).toMatchObject({
      state: 'closed',
      lastVoid: {
        signedBy: ['Test engineer', 'Test risk_manager'],
        differences: [{ part: 'run', is: expect.stringMatching(/^Errors pass 1%/) }],
      },
    });
    expect(await sign(2, hash)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    const { rows } = await owner.query(
      `SELECT (SELECT count(*)::int FROM canary_breaches WHERE run_id = $1) AS breaches,
         (SELECT count(*)::int FROM change_sets c JOIN canary_breaches b ON b.change_set_id = c.id WHERE b.run_id = $1 AND authority = 'guard') AS sets,
         (SELECT count(*)::int FROM canary_samples WHERE run_id = $1 AND key = 'errors' AND value = 20) AS samples`,
      [stage.runId],
    );
    expect(rows).toEqual([{ breaches: 1, sets: 1, samples: 1 }]);
    const off = await owner.query(
      "SELECT value FROM switch_values WHERE switch = 'strategies_enabled' AND symbol = ''",
    );
    expect(off.rows).toEqual([{ value: false }]);
    await round();
    expect(
      (await owner.query('SELECT count(*)::int AS n FROM canary_breaches WHERE run_id = $1', [stage.runId]))
        .rows,
    ).toEqual([{ n: 1 }]);
  });
});
