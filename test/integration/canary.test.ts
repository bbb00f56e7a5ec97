// A run of a programme on a real PostgreSQL and a real Prometheus: planned, entered, measured, and rolled back when a fault breaches its guard.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Counter, Gauge, Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findProgramme } from '#lib/catalog/programmes.ts';
import { abortCanary } from '#lib/commands/canary/abort-canary.ts';
import { checkQueries } from '#lib/commands/canary/check-queries.ts';
import { decideGo, type GatePlan, type GateState, loadGate } from '#lib/commands/canary/enter-stage.ts';
import { extendCanary } from '#lib/commands/canary/extend-canary.ts';
import { failCanary } from '#lib/commands/canary/fail-canary.ts';
import { noteCanaryEvidence } from '#lib/commands/canary/note-canary-evidence.ts';
import { pauseCanary } from '#lib/commands/canary/pause-canary.ts';
import { planCanary } from '#lib/commands/canary/plan-canary.ts';
import { resumeCanary } from '#lib/commands/canary/resume-canary.ts';
import { retryCanary } from '#lib/commands/canary/retry-canary.ts';
import { createPrometheus } from '#lib/prometheus/client.ts';
import { readCanary } from '#lib/reads/canary/read-canary.ts';
import { readCanarySeries } from '#lib/reads/canary/read-canary-series.ts';
import { replayQuery } from '#lib/reads/canary/replay-query.ts';
import { ask } from '#lib/reads/read.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { chooseParameters, freeze } from '#lib/rules/canary/programme.ts';
import type { AnyCommand, Command } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';
import { SIGNED_HASH, saveSigned } from '#test/signed-form.ts';
import { roundAt } from '#worker/canary-questions.ts';
import { canaryRound } from '#worker/canary-rounds.ts';
import { type Programs, startPrometheus } from './alerts-programs.ts';

const [risk, engineer, product, executive] = [
  person('risk_manager'),
  person('engineer'),
  person('product_owner'),
  person('executive'),
];
const silent = { debug() {}, info() {}, warn() {}, error() {} };

let owner: pg.Client;
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let venue: Server;
let prometheus: Programs & { url: string };
const registry = new Registry();
const placed = new Counter({ name: 'venue_orders_placed_total', help: 'h', registers: [registry] });
const failed = new Counter({ name: 'venue_orders_failed_total', help: 'h', registers: [registry] });
let orders: NodeJS.Timeout;
let failing = false;
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-canary-'));

beforeAll(async () => {
  new Gauge({ name: 'process_resident_memory_bytes', help: 'h', registers: [registry] }).set(1e8);
  venue = createServer((_, response) => {
    registry.metrics().then(
      (text) => response.setHeader('content-type', registry.contentType).end(text),
      () => response.destroy(),
    );
  });
  await new Promise<void>((done) => venue.listen(0, '127.0.0.1', done));
  orders = setInterval(() => {
    placed.inc(10);
    if (failing) failed.inc(2);
  }, 200);
  const target = `127.0.0.1:${(venue.address() as AddressInfo).port}`;
  prometheus = await startPrometheus(folder, target);
  process.env.PROMETHEUS_URL = prometheus.url;
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  await keepPeople(owner, risk, engineer, product, executive);
});

afterAll(async () => {
  clearInterval(orders);
  delete process.env.PROMETHEUS_URL;
  await prometheus?.stop();
  venue?.close();
  rmSync(folder, { recursive: true, force: true });
  await owner?.end();
  await opened?.close();
});

/** What the form's final GO does, with signatures that are given. */
type Signed = readonly (readonly [string, typeof risk])[];
const FOUR: Signed = [
  ['engineer', engineer],
  ['risk_manager', risk],
  ['product_owner', product],
  ['executive', executive],
];
function go(
  signed: Signed,
  force = false,
): Command<{ runId: string }, void, GateState, GatePlan, { stage: number | null }> {
  return {
    name: 'note-incident',
    input: z.strictObject({ runId: z.string() }),
    body: null as never,
    load: async (tx, { runId }) => {
      const { state, now } = await loadGate(tx, runId);
      return { state, now };
    },
    decide: (state, _input, actor, moment) => {
      const lines = signed.map(([line, who]) => ({
        line,
        person: { id: who.id, name: who.name },
        signedAt: moment.now,
      }));
      const gate = { id: moment.id, snapshotHash: SIGNED_HASH, lines };
      const free =
        force && state.facts
          ? { ...state, run: state.run && { ...state.run, stageEnteredAt: new Date(0) } }
          : state;
      const decided = decideGo(free as GateState, gate, 'The canary goes on as planned', {
        command: 'note-incident',
        actor,
        moment,
      });
      if (!decided.ok) return decided;
      const { next, events, effects, stage } = decided.value;
      return { ok: true, value: { next, events, effects, answer: { stage } } };
    },
    save: saveSigned,
  };
}

const run = (command: AnyCommand, input: object, actor: typeof risk | typeof SYSTEM = risk) =>
  execute(command, input, actor) as ReturnType<
    typeof execute<object, void, object, object, Record<string, unknown>>
  >;

async function must(command: AnyCommand, input: object, actor: typeof risk | typeof SYSTEM = risk) {
  const result = await run(command, input, actor);
  if (!result.ok) throw new Error(`${command.name}: ${result.error.message}`);
  return result.value;
}

async function plan(programme: string): Promise<string> {
  const { runId } = await must(planCanary, { programme, reason: 'As the manual asks for' });
  return String(runId);
}

async function look(id: string) {
  const body = await ask(readCanary, { id }, risk);
  if (!body.ok) throw new Error(body.error.message);
  return body.value;
}

/** As if the stage had been entered so long ago, every round of it answered so. */
async function measured(runId: string, ago: string, values: Record<string, [number, number]>): Promise<void> {
  await owner.query(
    `UPDATE canary_runs SET stage_entered_at = stage_entered_at - $2::interval, started_at = started_at - $2::interval WHERE id = $1`,
    [runId, ago],
  );
  for (const [key, [value, count]] of Object.entries(values))
    await owner.query(
      `INSERT INTO canary_samples (run_id, key, at, value, count)
       SELECT $1, $2, at, $3, $4 FROM generate_series(to_timestamp(15 * floor(extract(epoch FROM clock_timestamp()) / 15)) - $5::interval,
         to_timestamp(15 * floor(extract(epoch FROM clock_timestamp()) / 15)), interval '15 seconds') AS at ON CONFLICT DO NOTHING`,
      [runId, key, value, count, ago],
    );
}

async function readyToStart(programme: string): Promise<string> {
  const runId = await plan(programme);
  for (const check of ['kill-switch', 'rollback-rehearsed'])
    await must(noteCanaryEvidence, { runId, check, holds: true, text: 'Done in staging' }, engineer);
  await measured(runId, '10 minutes', { memory: [0, 1_000] });
  return runId;
}

async function until<T>(what: () => Promise<T | false | undefined>): Promise<T> {
  for (const deadline = Date.now() + 60_000; ; await delay(200)) {
    const found = await what();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('it never came');
  }
}

const round = () => canaryRound(silent as never, createPrometheus({ url: prometheus.url }));

describe('planning', () => {
  test('Prometheus reads every query of every programme; a mistyped one is refused with its own words', async () => {
    const programme = findProgramme('phase-2');
    const chosen = programme && chooseParameters(programme, {});
    if (!programme || !chosen?.ok) throw new Error('no programme');
    const frozen = freeze(programme, chosen.value);
    expect(await checkQueries(frozen)).toEqual({ ok: true });
    const guards = frozen.guards.map((guard) => ({ ...guard, query: 'sum(rate(venue_orders[1m])' }));
    expect(await checkQueries({ ...frozen, guards })).toMatchObject({
      ok: false,
      failure: { error: { code: 'invalid_value', message: expect.stringContaining('parse error') } },
    });
    const away = createPrometheus({ url: 'http://127.0.0.1:1', timeoutMs: 500 });
    expect(await checkQueries(frozen, away)).toMatchObject({ failure: { error: { code: 'unavailable' } } });
  });

  test('outside of bounds, twice, and by somebody else: refused; ended before it began, nothing changes', async () => {
    const input = { programme: 'phase-3', reason: 'As the manual asks for' };
    expect(await run(planCanary, { ...input, parameters: { 's1-threshold': '5000' } })).toMatchObject({
      error: { code: 'invalid_value' },
    });
    expect(await run(planCanary, input, engineer)).toMatchObject({ error: { code: 'forbidden' } });
    const runId = await plan('phase-3');
    expect(await run(planCanary, input)).toMatchObject({ error: { code: 'conflict' } });
    expect(await must(abortCanary, { runId, reason: 'Not today' })).toMatchObject({ changeSetId: null });
  });
});

describe('a run', () => {
  let runId: string;

  test('its gate stays closed until its checks are there', async () => {
    runId = await plan('phase-2');
    const closed = await run(go(FOUR), { runId }, executive);
    expect(closed).toMatchObject({
      ok: false,
      error: { code: 'conflict', details: { blocks: expect.any(Array) } },
    });
    await must(abortCanary, { runId, reason: 'Only looked' });
    runId = await readyToStart('phase-2');
    expect((await look(runId)).blocks).toEqual([]);
  });

  test('the database takes four different people, and no other way into a stage', async () => {
    const twice: Signed = [...FOUR.slice(0, 3), ['executive', executive]].map(([line, who], index) =>
      index === 0 ? [line as string, executive] : [line as string, who as typeof risk],
    );
    expect(await run(go(twice), { runId }, executive)).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    expect(await run(go(FOUR.slice(1)), { runId }, executive)).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    for (const set of [
      "stage = 1, state = 'running', started_at = now()",
      "state = 'passed', ended_at = now(), ended_name = 'x', end_reason = 'x'",
      "definition = '{}'",
    ])
      await expect(owner.query(`UPDATE canary_runs SET ${set} WHERE id = $1`, [runId])).rejects.toThrow();
  });

  test('a GO opens the stage with its configuration in one change set', async () => {
    expect(await must(go(FOUR), { runId }, executive)).toEqual({ stage: 1 });
    const body = await look(runId);
    expect(body.run).toMatchObject({ state: 'running', stage: 1, stageTitle: 'Full HL routing' });
    const { rows } = await owner.query(
      `SELECT c.authority, array_agg(s.switch ORDER BY s.switch) AS switches FROM canary_stages st
       JOIN change_sets c ON c.id = st.change_set_id JOIN switch_changes s ON s.change_set_id = c.id GROUP BY c.id`,
    );
    expect(rows).toEqual([{ authority: 'signed', switches: ['hedge_execution', 'liquidation_execution'] }]);
    expect(body.stages[0]?.settings.every(({ changes }) => !changes)).toBe(true);
    expect(await run(go(FOUR), { runId }, executive)).toMatchObject({ error: { code: 'conflict' } });
    // Every round of the following tests lies in the stage, whenever in its quarter of a minute it comes.
    await measured(runId, '1 minute', {});
  });

  test('it is paused, resumed and extended; its clock only goes on', async () => {
    await must(pauseCanary, { runId, reason: 'Maintenance at HL' });
    expect(await run(pauseCanary, { runId, reason: 'Again' })).toMatchObject({ error: { code: 'conflict' } });
    expect(await run(go(FOUR, true), { runId }, executive)).toMatchObject({ error: { code: 'conflict' } });
    await must(resumeCanary, { runId, reason: 'It is over' });
    await must(extendCanary, { runId, minutes: 60, reason: 'To be sure' });
    const body = await look(runId);
    expect(body.clock.requiredSeconds).toBe(3 * 86_400 + 3_600);
    expect(body.pauses).toEqual([
      {
        ...{ stage: 1, from: expect.any(String), to: expect.any(String) },
        ...{ by: risk.name, reason: 'Maintenance at HL' },
      },
    ]);
    expect(body.extensions).toMatchObject([{ stage: 1, seconds: 3_600, reason: 'To be sure' }]);
    await expect(
      owner.query('UPDATE canary_runs SET extended_seconds = 0 WHERE id = $1', [runId]),
    ).rejects.toThrow();
  });

  test('Prometheus is asked, once a round however many ask; its clock is known', async () => {
    await until(async () => {
      const rate = await createPrometheus({ url: prometheus.url }).query(
        'sum(rate(venue_orders_placed_total[1m])) > 0',
      );
      return rate.ok && rate.series.length > 0;
    });
    await Promise.all([round(), round()]);
    const body = await look(runId);
    expect(body.guards).toMatchObject([{ key: 'error-rate', state: 'armed', value: 0 }]);
    expect(body.prometheus).toMatchObject({ problem: null, skewed: false, skewMs: expect.any(Number) });
    const zero = body.groups
      .flatMap(({ criteria }) => criteria)
      .find(({ key }) => key === 'failures-full-hl');
    expect(zero).toMatchObject({ verdict: 'insufficient', value: 0 });
    const missing = body.groups.flatMap(({ criteria }) => criteria).find(({ key }) => key === 'api-latency');
    expect(missing).toMatchObject({ verdict: 'insufficient', value: null, why: 'The query finds nothing.' });
    const { rows } = await owner.query(
      `SELECT count(*)::int, count(DISTINCT at)::int AS rounds FROM canary_samples WHERE run_id = $1 AND key = 'error-rate'`,
      [runId],
    );
    expect(rows[0].count).toBe(rows[0].rounds);
  });

  test('no guard is breached by saying so', async () => {
    expect(await run(failCanary, { runId }, SYSTEM)).toMatchObject({
      error: { code: 'conflict' },
    });
    expect(await run(failCanary, { runId }, risk)).toMatchObject({
      error: { code: 'forbidden' },
    });
  });

  test('Prometheus away: the guard is blind, and nothing is rolled back', async () => {
    await owner.query(`DELETE FROM canary_samples WHERE run_id = $1 AND key = 'error-rate'`, [runId]);
    const away = createPrometheus({ url: 'http://127.0.0.1:1', timeoutMs: 500 });
    await canaryRound(silent as never, away);
    const body = await look(runId);
    expect(body.guards).toMatchObject([
      { state: 'blind', value: null, problem: expect.stringContaining('down') },
    ]);
    expect(body.prometheus).toMatchObject({
      problem: expect.stringContaining('down'),
      problemSince: expect.any(String),
    });
    expect(body.run.state).toBe('running');
    await owner.query(`DELETE FROM canary_samples WHERE run_id = $1`, [runId]);
  });

  test('a fault breaches the guard: one change set, evidence, once, also with two workers', async () => {
    await owner.query(`UPDATE switch_values SET value = '"NORMAL_MODE"' WHERE switch = 'routing_mode'`);
    failing = true;
    const state = await until(async () => {
      await Promise.all([round(), round()]);
      const { run: now } = await look(runId);
      return now.state === 'failed' && now;
    });
    failing = false;
    expect(state).toMatchObject({
      endedBy: 'Bulkhead',
      endReason: expect.stringContaining('Errors pass 1%'),
    });
    const body = await look(runId);
    expect(body.breaches).toMatchObject([
      { guard: 'error-rate', threshold: 1, rollback: 'Back to Phase 1: everything to HL' },
    ]);
    expect(body.breaches[0]?.value).toBeGreaterThan(1);
    const { rows } = await owner.query(
      `SELECT c.authority, c.actor_kind, c.direction, s.switch, s.new_value FROM canary_breaches b
       JOIN change_sets c ON c.id = b.change_set_id JOIN switch_changes s ON s.change_set_id = c.id`,
    );
    expect(rows).toEqual([
      {
        authority: 'guard',
        actor_kind: 'system',
        direction: expect.stringMatching(/reducing|rollback/),
        switch: 'routing_mode',
        new_value: 'HL_MODE',
      },
    ]);
    expect(await run(failCanary, { runId }, SYSTEM)).toMatchObject({
      ok: true,
      value: { changed: false },
    });
    await round();
    expect((await owner.query('SELECT count(*)::int FROM canary_breaches')).rows[0].count).toBe(1);
  });

  test('within 48 hours nothing of it is planned again; after that it may be', async () => {
    const input = { runId, reason: 'The cause is found' };
    expect(await run(retryCanary, input)).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('48 hours') },
    });
    expect(await run(planCanary, { programme: 'phase-2', reason: 'Around it' })).toMatchObject({
      error: { code: 'conflict' },
    });
    await owner.query('ALTER TABLE canary_runs DISABLE TRIGGER canary_runs_keep');
    await owner.query(`UPDATE canary_runs SET ended_at = ended_at - interval '48 hours' WHERE id = $1`, [
      runId,
    ]);
    await owner.query('ALTER TABLE canary_runs ENABLE TRIGGER canary_runs_keep');
    const { runId: again } = await must(retryCanary, input);
    expect((await look(String(again))).run).toMatchObject({
      state: 'draft',
      retryOf: (await look(runId)).run.number,
    });
  });

  test('its figures can be drawn, and its rule replayed', async () => {
    const series = await ask(readCanarySeries, { run: runId, key: 'error-rate' }, risk);
    expect(series).toMatchObject({ ok: true, value: { target: 1, is: '>', bands: [{ stage: 1 }] } });
    expect(await ask(readCanarySeries, { run: runId, key: 'nothing' }, risk)).toMatchObject({
      error: { code: 'not_found' },
    });
    const query =
      '100 * sum(increase(venue_orders_failed_total[1m])) / sum(increase(venue_orders_placed_total[1m]))';
    const replay = await ask(replayQuery, { query, is: '>', threshold: '1', hours: '1' }, risk);
    expect(replay).toMatchObject({ ok: true, value: { firings: expect.any(Number) } });
    if (replay.ok) expect(replay.value.firings).toBeGreaterThan(0);
    expect(await ask(replayQuery, { query: 'sum(', is: '>', threshold: '1' }, risk)).toMatchObject({
      error: { code: 'invalid_value' },
    });
  });
});

test('a round is named by its quarter of a minute', () => {
  expect(roundAt(new Date('2026-03-19T02:00:29.999Z'))).toEqual(new Date('2026-03-19T02:00:15Z'));
});
