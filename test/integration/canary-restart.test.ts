// The worker is killed in the middle of a stage, and two come back at once: no round is missing beyond the time it was away, and a breach acts once.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ROUND_SECONDS } from '#lib/catalog/canary-runs.ts';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import { GUARDED } from '#test/canary-programme.ts';
import { openWorkshop, type Workshop } from './audit-workshop.ts';
import { openScriptedPrometheus, type ScriptedPrometheus } from './scripted-prometheus.ts';
import { SignoffStage, type Somebody, somebody } from './signoff-stage.ts';
import { endWorkers, PATIENCE, startWorker, workerEnvironment } from './worker-programs.ts';

let shop: Workshop;
let owner: pg.Client;
let stage: SignoffStage;
let prometheus: ScriptedPrometheus;
let people: [Somebody, Somebody, Somebody, Somebody];

const FIGURES: Readonly<Record<string, number>> = { stage_p50: 150, stage_requests: 1_000, stage_errors: 0 };
const answers = (figures: Readonly<Record<string, number>>) =>
  prometheus.answer((query) => figures[query] ?? 'empty');

beforeAll(async () => {
  shop = await openWorkshop();
  owner = new pg.Client({ connectionString: shop.database.owner });
  await owner.connect();
  stage = new SignoffStage(owner);
  prometheus = await openScriptedPrometheus();
  const [engineer, risk, product, executive] = await Promise.all(SIGNOFF_LINES.map((role) => somebody(role)));
  if (!engineer || !risk || !product || !executive) throw new Error('nobody to sign');
  people = [engineer, risk, product, executive];
});
afterEach(endWorkers);
afterAll(async () => {
  await prometheus.close();
  await owner.end();
  await shop.close();
});

/** Rounds since then of which the guard has a sample, as seconds since 1970. */
async function roundsSince(at: number): Promise<number[]> {
  const { rows } = await owner.query(
    `SELECT extract(epoch FROM at)::float8 AS at FROM canary_samples
     WHERE run_id = $1 AND key = 'errors' AND value IS NOT NULL AND extract(epoch FROM at) >= $2 ORDER BY at`,
    [stage.runId, at],
  );
  return rows.map((row) => row.at);
}

async function now(): Promise<number> {
  const { rows } = await owner.query('SELECT extract(epoch FROM clock_timestamp())::float8 AS now');
  return rows[0].now;
}

const roundOf = (at: number) => Math.floor(at / ROUND_SECONDS) * ROUND_SECONDS;

const hasRound = (at: number) =>
  vi.waitFor(async () => expect((await roundsSince(at)).length).toBeGreaterThan(0), PATIENCE);

test('killed, and two started again at once: no gap but its absence, one sample a round, one rollback', {
  timeout: 180_000,
}, async () => {
  await stage.enter(people, GUARDED);
  await stage.measured({ 'stage-p50': 150, errors: 0 });
  answers(FIGURES);
  const env = { ...workerEnvironment(shop.database, shop.files), PROMETHEUS_URL: prometheus.url };
  const first = startWorker(env);
  const beganAt = roundOf(await now());
  await hasRound(beganAt);
  first.child.kill('SIGKILL');
  await first.exited;
  const killedAt = await now();

  const pair = [startWorker(env), startWorker(env)];
  await Promise.all(pair.map((one) => one.ready()));
  const backAt = await now();
  await hasRound(roundOf(backAt) + ROUND_SECONDS);
  const rounds = await roundsSince(beganAt);
  const due = Array.from(
    { length: 1 + (roundOf(await now()) - beganAt) / ROUND_SECONDS },
    (_, count) => beganAt + count * ROUND_SECONDS,
  );
  const missing = due.slice(0, -1).filter((at) => !rounds.includes(at));
  // A round that began while nobody was there may be missing, and no other.
  expect(missing.filter((at) => at + ROUND_SECONDS <= killedAt || at > backAt)).toEqual([]);
  expect(new Set(rounds).size).toBe(rounds.length);
  expect(await stage.where()).toMatchObject({ state: 'running', stage: 1 });

  answers({ ...FIGURES, stage_errors: 20 });
  await vi.waitFor(async () => expect(await stage.where()).toMatchObject({ state: 'failed' }), PATIENCE);
  const { rows } = await owner.query(
    `SELECT (SELECT count(*)::int FROM canary_breaches WHERE run_id = $1) AS breaches,
       (SELECT count(*)::int FROM change_sets WHERE authority = 'guard') AS sets`,
    [stage.runId],
  );
  expect(rows).toEqual([{ breaches: 1, sets: 1 }]);
});
