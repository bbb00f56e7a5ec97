// A real Prometheus that halts, is killed and comes back in the middle of a stage, under a form that two of four have signed.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import { createLog } from '#lib/process/log.ts';
import { createPrometheus } from '#lib/prometheus/client.ts';
import { readCanary } from '#lib/reads/canary/read-canary.ts';
import { readSignoff } from '#lib/reads/canary/read-signoff.ts';
import { ask } from '#lib/reads/read.ts';
import { GUARDED } from '#test/canary-programme.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { canaryRound } from '#worker/canary-rounds.ts';
import { voidingRound } from '#worker/signoff-rounds.ts';
import { type RunningPrometheus, startPrometheus } from './alerts-programs.ts';
import { SignoffStage, type Somebody, somebody } from './signoff-stage.ts';

const log = createLog('test', { level: 'silent' });
const GOOD = { 'stage-p50': 150, errors: 0 };
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-prometheus-'));

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let stage: SignoffStage;
let people: [Somebody, Somebody, Somebody, Somebody];
let venue: Server;
let target: string;
let prometheus: RunningPrometheus;

beforeAll(async () => {
  // What the queries of the programme and of the form find: figures of a venue in order, ten orders between two looks.
  let orders = 0;
  venue = createServer((_, response) => {
    orders += 10;
    const metrics = `stage_p50 150
stage_requests 1000
stage_errors 0
venue_hl_up 1
venue_orders_placed_total ${orders}
venue_orders_failed_total 0
venue_order_latency_seconds_bucket{le="0.1"} ${orders}
venue_order_latency_seconds_bucket{le="+Inf"} ${orders}
`;
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(metrics);
  });
  await new Promise<void>((listening) => venue.listen(0, '127.0.0.1', listening));
  target = `127.0.0.1:${(venue.address() as AddressInfo).port}`;
  prometheus = await startPrometheus(folder, target);
  process.env.PROMETHEUS_URL = prometheus.url;
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  stage = new SignoffStage(owner);
  const [engineer, risk, product, executive] = await Promise.all(SIGNOFF_LINES.map((role) => somebody(role)));
  if (!engineer || !risk || !product || !executive) throw new Error('nobody to sign');
  people = [engineer, risk, product, executive];
});
afterAll(async () => {
  delete process.env.PROMETHEUS_URL;
  await prometheus.stop();
  venue.close();
  await owner.end();
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

const round = () =>
  canaryRound(log, createPrometheus({ url: prometheus.url, timeoutMs: 500 }), { budgetMs: 2_000 });

/** A round of which nothing is filed yet, after a stage in which every other was answered. */
async function nextRound(): Promise<void> {
  await stage.measured(GOOD);
  expect(await round()).toBeNull();
  expect(await voidingRound(log)).toBeNull();
}

async function seen() {
  const run = await ask(readCanary, { id: stage.runId }, people[0].actor);
  const form = await ask(readSignoff, { run: stage.runId, gate: '1' }, people[0].actor);
  if (!run.ok || !form.ok) throw new Error('it cannot be read');
  const [guard] = run.value.guards;
  return {
    ...{ run: run.value.run.state, guard: guard?.state, form: form.value.state, hash: form.value.hash },
    ...{
      waits: form.value.waits?.missing.map(({ why }) => why) ?? null,
      problem: run.value.prometheus?.problem,
    },
  };
}

/** Until Prometheus has looked at the venue again. */
const scraped = () =>
  vi.waitFor(
    async () => {
      const client = createPrometheus({ url: prometheus.url });
      expect(await client.query('sum(increase(venue_orders_placed_total[30m])) > 0')).toMatchObject({
        series: [{ points: [{}] }],
      });
      expect(await client.query('stage_errors')).toMatchObject({ series: [{ points: [{ value: 0 }] }] });
    },
    { timeout: 30_000, interval: 100 },
  );

test('halted, going on, killed and started again: blind and waiting while it is away, and nobody signs twice', async () => {
  await scraped();
  await stage.enter(people, GUARDED);
  await stage.measured(GOOD);
  await round();
  const text = await stage.open(people[0], 1);
  if (!text.ok) throw new Error(text.error.message);
  const { hash } = text.value;
  for (const place of [0, 1] as const) {
    const line = SIGNOFF_LINES[place];
    expect(await stage.sign(line, hash, people[place], { gate: 1, narrow: [] })).toMatchObject({ ok: true });
  }
  const fine = { run: 'running', guard: 'armed', form: 'open', hash, waits: null, problem: null };
  const away = (why: RegExp) => ({
    ...{ run: 'running', guard: 'blind', form: 'open', hash },
    waits: [expect.stringMatching(why), expect.stringMatching(why)],
    problem: expect.stringMatching(why),
  });
  await nextRound();
  expect(await seen()).toEqual(fine);

  prometheus.halt();
  await nextRound();
  expect(await seen()).toEqual(away(/^slow: /));
  expect(await stage.sign('product_owner', hash, people[2], { gate: 1, narrow: [] })).toMatchObject({
    error: { code: 'conflict', message: expect.stringMatching(/waits for figures/) },
  });
  prometheus.goOn();
  await scraped();
  await nextRound();
  expect(await seen()).toEqual(fine);

  const port = Number(new URL(prometheus.url).port);
  await prometheus.kill();
  await nextRound();
  expect(await seen()).toEqual(away(/^down: /));
  prometheus = await startPrometheus(folder, target, { port });
  await scraped();
  await nextRound();
  expect(await seen()).toEqual(fine);
  expect(await stage.sign('product_owner', hash, people[2], { gate: 1, narrow: [] })).toMatchObject({
    ok: true,
    value: { missing: ['executive'] },
  });
});
