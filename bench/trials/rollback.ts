// A version of the order gateway begins to fail under traffic: until no order reaches it any more, by the real Prometheus and HAProxy.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CHECKLIST_KEYS } from '#lib/catalog/releases.ts';
import type { ReleaseAnswer, ReleaseBody, ReleaseVerdictBody } from '#lib/contract/releases.ts';
import { findProgram, HAPROXY, PROMETHEUS } from '#scripts/programs.ts';
import { type RunningGateway, startGateway } from '#scripts/testing/gateway.ts';
import { type OrderStream, startOrderStream } from '#sim/order-gateway/order-stream.ts';
import { openDoor, until } from '../console-door.ts';
import { BENCH_AGENT_PORT, type Installation } from '../installation.ts';
import { type Row, skippedRow } from '../row.ts';
import type { Bench, Trial } from '../trial.ts';

const WHAT = 'release fails -> no traffic on it (scrape, evaluation, weight)';
const BUDGET_MS = 30_000;
const BUDGET = '< 30 s';
const ORDERS_PER_SECOND = 200;
/** A fifth of its orders: what manual 2 calls a spike. */
const FAULT = { errors: 0.2 };
/** So long without an order for the new version, and it has none any more. */
const QUIET_MS = 3_000;

const ordersOf = (orders: OrderStream, version: string): number => {
  const { ok, failed } = orders.counts();
  return (ok[version] ?? 0) + (failed[version] ?? 0);
};

/** When the last order reached the version, ms since 1970. */
async function lastOrderAt(orders: OrderStream, version: string): Promise<number> {
  let [count, at] = [ordersOf(orders, version), Date.now()];
  while (Date.now() - at < QUIET_MS) {
    await delay(20);
    const now = ordersOf(orders, version);
    if (now !== count) [count, at] = [now, Date.now()];
  }
  return at;
}

async function trial(installation: Installation, gateway: RunningGateway, orders: OrderStream): Promise<Row> {
  const engineer = openDoor(installation.consoleUrl, installation.account('engineer'));
  const manager = openDoor(installation.consoleUrl, installation.account('risk_manager'));
  const version = 'v1.2.5';
  await gateway.deploy('green', version);
  const { releaseId } = await engineer.send<ReleaseAnswer>('start-release', {
    ...{ to: version, from: 'v1.2.4', strategy: 'canary', reason: 'Measured by the bench' },
    checklist: Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, true])),
    notes: { fixed: ['Nothing: it is measured'] },
  });
  await manager.send('approve-release', { releaseId });
  const verdict = () => engineer.read<ReleaseVerdictBody>('release-verdict');
  await until(async () => ((await verdict()).mayStep ? true : undefined), 'the first step');
  await engineer.send('step-release', { releaseId });
  await until(async () => ((await verdict()).verdict === 'healthy' ? true : undefined), 'a healthy 5%');

  const brokenAt = Date.now();
  await gateway.breaks('green', FAULT);
  const body = await until(async () => {
    const one = await engineer.read<ReleaseBody>(`release?id=${releaseId}`);
    return one.release.endedAt === null ? undefined : one;
  }, 'the rollback');
  const lastAt = await lastOrderAt(orders, version);
  const endedAt = Date.parse(body.release.endedAt ?? '');
  const measuredAt = Date.parse(body.sample?.at ?? '');
  const parts = { scrape: measuredAt - brokenAt, evaluation: endedAt - measuredAt, weight: lastAt - endedAt };
  const total = lastAt - brokenAt;
  const seconds = (ms: number) => (ms / 1_000).toFixed(1);
  const { lost } = orders.counts();
  return {
    what: WHAT,
    measured: `${seconds(total)} s`,
    budget: BUDGET,
    bounds: [
      { value: total, is: 'below', limit: BUDGET_MS },
      { value: lost, is: 'at most', limit: 0 },
    ],
    note: `Until it was scraped and measured ${seconds(parts.scrape)} s, judged and taken back ${seconds(parts.evaluation)} s, no order on it any more ${seconds(parts.weight)} s. A fifth of the orders on 5% fail, scraped every 5 s; ${lost} of all orders were lost on the way.`,
    figures: { total, ...parts, lost },
  };
}

async function run(bench: Bench): Promise<Row[]> {
  if (findProgram(HAPROXY) === undefined || findProgram(PROMETHEUS) === undefined)
    return [skippedRow(WHAT, 'HAProxy and Prometheus are needed, and are not both here.', BUDGET)];
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-gateway-'));
  let gateway: RunningGateway | undefined;
  let orders: OrderStream | undefined;
  try {
    const installation = await bench.anotherInstallation(async () => {
      gateway = await startGateway({
        ...{ agentPort: BENCH_AGENT_PORT, folder, versions: { blue: 'v1.2.4', green: 'v1.2.4' } },
      });
      // What the worker is started with.
      process.env.PROMETHEUS_URL = gateway.prometheusUrl;
      process.env.BULKHEAD_GATEWAY_SOCKET = gateway.statsSocket;
    });
    if (!gateway) throw new Error('The gateway was not started.');
    const { url } = gateway;
    await until(async () => ((await fetch(`${url}/healthz`)).status === 200 ? true : undefined), 'a server');
    orders = startOrderStream(url, ORDERS_PER_SECOND);
    return [await trial(installation, gateway, orders)];
  } finally {
    delete process.env.PROMETHEUS_URL;
    delete process.env.BULKHEAD_GATEWAY_SOCKET;
    await orders?.stop();
    await gateway?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const rollbackTrial: Trial = { name: 'rollback', run };
