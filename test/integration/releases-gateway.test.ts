// Releases through the real gateway: HAProxy, an edge's agent, two versions as processes, a Prometheus, a steady stream of orders.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Edge, startEdge } from '#edge/edge.ts';
import { CHECKLIST_KEYS, type Strategy } from '#lib/catalog/releases.ts';
import { COMMANDS } from '#lib/commands/registry.ts';
import { setSwitch } from '#lib/commands/set-switch.ts';
import type { ReleaseAnswer, ReleaseBody, ReleaseVerdictBody } from '#lib/contract/releases.ts';
import { createLog } from '#lib/process/log.ts';
import { createPrometheus } from '#lib/prometheus/client.ts';
import { type AnyRead, ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import { type PersonActor, SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { type RunningGateway, startGateway } from '#scripts/testing/gateway.ts';
import { type OrderStream, startOrderStream } from '#sim/order-gateway/order-stream.ts';
import { type Account, codeOf, createAccount, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { noReleases } from '#test/release-rows.ts';
import { startReleaseRounds } from '#worker/release-rounds.ts';
import { until } from './edge-trial.ts';

/** So many that a share of 5% says something after a few seconds. */
const ORDERS_PER_SECOND = 400;
const PATIENCE_MS = 90_000;

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let edge: Edge;
let gateway: RunningGateway;
let orders: OrderStream;
let engineer: PersonActor;
let manager: PersonActor;
let managerAccount: Account;
const stops: (() => unknown)[] = [];

const log = createLog('worker', { level: process.env.BULKHEAD_LOG_LEVEL ?? 'silent' });

async function personOf(account: Account): Promise<PersonActor> {
  const known = await signedIn(owner, account.personId);
  if (known.kind !== 'person') throw new Error('no person');
  return known;
}

beforeAll(async () => {
  opened = await openConsoleDatabase();
  stops.push(() => opened.close());
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  stops.push(() => owner.end());
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-gateway-'));
  stops.push(() => rmSync(folder, { recursive: true }));
  engineer = await personOf(await createAccount('engineer'));
  managerAccount = await createAccount('risk_manager');
  manager = await personOf(managerAccount);
  edge = await startEdge({
    ...{ host: '127.0.0.1', port: 0, agentPort: 0, databaseUrl: opened.edge, edgeId: 'edge-gateway' },
    ...{ file: join(folder, 'edge', 'last-known-good.json'), log },
  });
  stops.push(() => edge.stop());
  gateway = await startGateway({
    ...{ agentPort: edge.agentPort ?? 0, folder, versions: { blue: 'v1.2.4', green: 'v1.2.4' } },
    scrape: { every: '1s', within: '900ms' },
  });
  stops.push(() => gateway.stop());
  const rounds = startReleaseRounds(
    { prometheus: createPrometheus({ url: gateway.prometheusUrl }), gatewaySocket: gateway.statsSocket },
    log,
  );
  stops.push(() => rounds.stop());
  await until(async () => (await fetch(`${gateway.url}/healthz`)).status === 200, PATIENCE_MS);
  orders = startOrderStream(gateway.url, ORDERS_PER_SECOND);
  stops.push(() => orders.stop());
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

async function send(name: string, input: object, by = engineer): Promise<ReleaseAnswer> {
  const command = COMMANDS.get(name);
  if (!command) throw new Error(`there is no ${name}`);
  await owner.query('DELETE FROM totp_uses');
  const stepUp = { kind: 'totp', code: codeOf(managerAccount) } as const;
  const result = await answered(() => execute(command, input, by, by === manager ? { stepUp } : {}));
  if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
  return result.value as ReleaseAnswer;
}

async function read<Body>(name: string, query: object): Promise<Body> {
  const result = await answered(() => ask(READS.get(name) as AnyRead, query, engineer) as never);
  if (!result.ok) throw new Error(result.error.message);
  return result.value as Body;
}

const dashboard = (id: string) => read<ReleaseBody>('release', { id });
const verdict = () => read<ReleaseVerdictBody>('release-verdict', {});

/** Deployed to the side without traffic, started and approved; `fault` breaks it before it has any. */
async function anApproved(to: string, strategy: Strategy, fault: object = {}): Promise<string> {
  await noReleases(owner);
  await gateway.deploy('green', to);
  await gateway.breaks('green', fault);
  const { releaseId } = await send('start-release', {
    ...{ to, from: 'v1.2.4', strategy, reason: 'Orders are routed more quickly' },
    checklist: Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, true])),
    notes: { fixed: ['Slippage estimate'] },
  });
  await send('approve-release', { releaseId }, manager);
  return releaseId;
}

/** Takes the next step when the verdict says that it may be taken; the minute that a share has to hold is over at once. */
async function step(releaseId: string): Promise<ReleaseAnswer> {
  await owner.query("UPDATE releases SET stepped_at = stepped_at - interval '1 minute' WHERE id = $1", [
    releaseId,
  ]);
  await until(async () => (await verdict()).mayStep, PATIENCE_MS);
  return send('step-release', { releaseId });
}

async function rolledBackByItself(releaseId: string): Promise<ReleaseBody> {
  await until(async () => (await dashboard(releaseId)).rolledBack?.effectiveAt != null, PATIENCE_MS);
  return dashboard(releaseId);
}

/** No order was lost on the way, and none of the new version's comes in any more. */
async function nothingLostAndBackOn(version: string, gone: string): Promise<void> {
  const before = orders.counts();
  expect(before.lostTo).toEqual([]);
  const count = (of: Readonly<Record<string, number>>, which: string) => of[which] ?? 0;
  const atFirst = count(before.ok, gone) + count(before.failed, gone);
  await until(() => count(orders.counts().ok, version) > count(before.ok, version) + 100, PATIENCE_MS);
  const after = orders.counts();
  // What was on its way to the old place at that moment may still come in, and no more.
  expect(count(after.ok, gone) + count(after.failed, gone) - atFirst).toBeLessThan(10);
  expect(after.lostTo).toEqual([]);
}

test('a failing version is rolled back by itself, and the switch costs no order', {
  timeout: 240_000,
}, async () => {
  const id = await anApproved('v1.2.5', 'canary', { errors: 0.05 });
  expect(await step(id)).toMatchObject({ state: 'in_progress', share: 5 });
  const { release, evidence, shares } = await rolledBackByItself(id);
  expect(release).toMatchObject({
    state: 'rolled_back',
    share: 0,
    trigger: 'error-rate',
    endedBy: 'Bulkhead',
  });
  expect(release.endReason).toMatch(/more than 1%/);
  expect(evidence?.checks.find(({ key }) => key === 'error-rate')).toMatchObject({
    state: 'fail',
    limit: 0.01,
  });
  // What was wanted was read back from the gateway: 5%, and then nothing.
  expect(shares.map(({ achieved }) => achieved)).toEqual(expect.arrayContaining([5, 0]));
  await nothingLostAndBackOn('v1.2.4', 'v1.2.5');
  const { rows } = await owner.query(
    "SELECT count(*)::int FROM audit_log WHERE kind = 'release.rolled-back'",
  );
  expect(rows[0].count).toBe(1);
});

test('a slow version is rolled back by itself: a quarter above the baseline is too much', {
  timeout: 240_000,
}, async () => {
  const id = await anApproved('v1.2.6', 'blue-green', { slowness: 1.25 });
  expect(await step(id)).toMatchObject({ state: 'monitoring', share: 100 });
  const { release, evidence, baseline, rolledBack } = await rolledBackByItself(id);
  expect(release).toMatchObject({ state: 'rolled_back', trigger: 'p99' });
  const check = evidence?.checks.find(({ key }) => key === 'p99');
  expect(check?.measured).toBeGreaterThan((baseline?.p99Ms ?? 0) * 1.2);
  expect(rolledBack?.withinSeconds).toBe(30);
  await nothingLostAndBackOn('v1.2.4', 'v1.2.6');
});

test('a good version gets all traffic, step by step, as the gateway itself says', {
  timeout: 400_000,
}, async () => {
  const id = await anApproved('v1.3.0', 'canary');
  for (const share of [5, 20, 50, 100]) {
    expect((await step(id)).share).toBe(share);
    await until(async () => (await dashboard(id)).shares.at(-1)?.achieved === share, PATIENCE_MS);
  }
  const { release, servers, sample } = await dashboard(id);
  expect(release).toMatchObject({ state: 'monitoring', share: 100 });
  expect(servers.map(({ weight, wanted }) => [weight, wanted])).toEqual([
    [0, 0],
    [0, 0],
    [100, 100],
    [100, 100],
  ]);
  expect(sample?.skewMs).toEqual(expect.any(Number));
  await nothingLostAndBackOn('v1.3.0', 'v1.2.4');
  // The share by requests follows the weights.
  await until(async () => (await dashboard(id)).shares.at(-1)?.traffic === 100, PATIENCE_MS);
});

test('without Prometheus it is insufficient: no step, no rollback, and the reason is told', {
  timeout: 120_000,
}, async () => {
  await gateway.stopPrometheus();
  await until(async () => (await verdict()).verdict === 'insufficient', PATIENCE_MS);
  expect((await verdict()).reasons.join(' ')).toMatch(/Prometheus/);
  expect(await verdict()).toMatchObject({ mayStep: false, release: { state: 'monitoring', share: 100 } });
});

test('level 3 takes every server out and serves the maintenance page; the last weights are back when it is over', {
  timeout: 120_000,
}, async () => {
  await orders.stop();
  expect(orders.counts().lostTo).toEqual([]);
  const closed = { switch: 'global_api_enabled', value: false, reason: 'Everything is down' };
  expect(await answered(() => execute(setSwitch, closed, SYSTEM))).toMatchObject({ ok: true });
  await until(
    async () => (await fetch(`${gateway.url}/orders`, { method: 'POST' })).status === 503,
    PATIENCE_MS,
  );
  const page = await fetch(gateway.url);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toContain('closed for maintenance');
  expect(await answered(() => execute(setSwitch, { ...closed, value: true }, SYSTEM))).toMatchObject({
    ok: true,
  });
  await until(async () => (await fetch(`${gateway.url}/healthz`)).status === 200, PATIENCE_MS);
  const { headers } = await fetch(`${gateway.url}/healthz`);
  expect(headers.get('x-order-gateway-version')).toBe('v1.3.0');
});
