// A stage for releases through the real gateway: HAProxy, an edge's agent, two versions as processes, a Prometheus, a steady stream of orders.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';
import { startEdge } from '#edge/edge.ts';
import { CHECKLIST_KEYS, type Strategy } from '#lib/catalog/releases.ts';
import type { Role } from '#lib/catalog/roles.ts';
import { COMMANDS } from '#lib/commands/registry.ts';
import type { ReleaseAnswer, ReleaseBody, ReleaseVerdictBody } from '#lib/contract/releases.ts';
import { createLog } from '#lib/process/log.ts';
import { createPrometheus } from '#lib/prometheus/client.ts';
import { type AnyRead, ask } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { type RunningGateway, startGateway } from '#scripts/testing/gateway.ts';
import { type OrderStream, startOrderStream } from '#sim/order-gateway/order-stream.ts';
import { type Account, codeOf, createAccount, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { noReleases } from '#test/release-rows.ts';
import { startReleaseRounds } from '#worker/release-rounds.ts';
import { addKey, until } from './edge-trial.ts';

/** So many that a share of 5% says something after a few seconds. */
const ORDERS_PER_SECOND = 400;
export const PATIENCE_MS = 90_000;

export interface GatewayStage {
  owner: pg.Client;
  gateway: RunningGateway;
  orders: OrderStream;
  /** Sends a command as somebody of this role; throws what it is refused for. */
  send(name: string, input: object, role?: Role): Promise<ReleaseAnswer>;
  actorOf(role: Role): Promise<{ actor: Actor; account: Account }>;
  dashboard(id: string): Promise<ReleaseBody>;
  verdict(): Promise<ReleaseVerdictBody>;
  /** Deployed to the side without traffic, started and approved; `fault` breaks it before it has any. */
  anApproved(to: string, strategy: Strategy, fault?: object): Promise<string>;
  /** Takes the next step when it may be taken; the minute that a share has to hold is over at once. */
  step(releaseId: string): Promise<ReleaseAnswer>;
  /** The gateway was read back with this share. */
  hasShare(releaseId: string, share: number): Promise<void>;
  rolledBackByItself(releaseId: string): Promise<ReleaseBody>;
  /** No order was lost on the way, and none of the other version's comes in any more. */
  nothingLostAndAllOn(version: string, gone: string): Promise<void>;
  close(): Promise<void>;
}

const count = (of: Readonly<Record<string, number>>, which: string) => of[which] ?? 0;

export async function openGatewayStage(): Promise<GatewayStage> {
  const stops: (() => unknown)[] = [];
  const close = async () => {
    for (const stop of stops.toReversed()) await stop();
  };
  try {
    return await opened(stops, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function opened(stops: (() => unknown)[], close: () => Promise<void>): Promise<GatewayStage> {
  const log = createLog('worker', { level: process.env.BULKHEAD_LOG_LEVEL ?? 'silent' });
  const database = await openConsoleDatabase();
  stops.push(() => database.close());
  const owner = new pg.Client({ connectionString: database.owner });
  await owner.connect();
  stops.push(() => owner.end());
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-gateway-'));
  stops.push(() => rmSync(folder, { recursive: true }));
  const edge = await startEdge({
    ...{ host: '127.0.0.1', port: 0, agentPort: 0, databaseUrl: database.edge, edgeId: 'edge-gateway' },
    ...{ file: join(folder, 'edge', 'last-known-good.json'), log },
  });
  stops.push(() => edge.stop());
  const gateway = await startGateway({
    ...{ agentPort: edge.agentPort ?? 0, folder, versions: { blue: 'v1.2.4', green: 'v1.2.4' } },
    switches: { edgeUrl: `http://127.0.0.1:${edge.port}`, apiKey: await addKey(owner) },
    scrape: { every: '1s', within: '900ms' },
  });
  stops.push(() => gateway.stop());
  const rounds = startReleaseRounds(
    { prometheus: createPrometheus({ url: gateway.prometheusUrl }), gatewaySocket: gateway.statsSocket },
    log,
  );
  stops.push(() => rounds.stop());
  await until(async () => (await fetch(`${gateway.url}/healthz`)).status === 200, PATIENCE_MS);
  const orders = startOrderStream(gateway.url, ORDERS_PER_SECOND);
  stops.push(() => orders.stop());
  await until(() => count(orders.counts().ok, 'v1.2.4') > 0, PATIENCE_MS);

  const accounts = new Map<Role, Account>();
  async function actorOf(role: Role) {
    const account = accounts.get(role) ?? (await createAccount(role));
    accounts.set(role, account);
    return { account, actor: await signedIn(owner, account.personId) };
  }

  async function send(name: string, input: object, role: Role = 'engineer'): Promise<ReleaseAnswer> {
    const command = COMMANDS.get(name);
    if (!command) throw new Error(`there is no ${name}`);
    const { actor, account } = await actorOf(role);
    await owner.query('DELETE FROM totp_uses');
    const stepUp = { kind: 'totp', code: codeOf(account) } as const;
    const result = await answered(() =>
      execute(command, input, actor, role === 'engineer' ? {} : { stepUp }),
    );
    if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
    return result.value as ReleaseAnswer;
  }

  async function read<Body>(name: string, query: object): Promise<Body> {
    const { actor } = await actorOf('engineer');
    const result = await answered(() => ask(READS.get(name) as AnyRead, query, actor) as never);
    if (!result.ok) throw new Error(result.error.message);
    return result.value as Body;
  }
  const dashboard = (id: string) => read<ReleaseBody>('release', { id });
  const verdict = () => read<ReleaseVerdictBody>('release-verdict', {});

  return {
    ...{ owner, gateway, orders, send, actorOf, dashboard, verdict, close },
    async anApproved(to, strategy, fault = {}) {
      await noReleases(owner);
      await gateway.deploy('green', to);
      await gateway.breaks('green', fault);
      const { releaseId } = await send('start-release', {
        ...{ to, from: 'v1.2.4', strategy, reason: 'Orders are routed more quickly' },
        checklist: Object.fromEntries(CHECKLIST_KEYS.map((key) => [key, true])),
        notes: { fixed: ['Slippage estimate'] },
      });
      await send('approve-release', { releaseId }, 'risk_manager');
      return releaseId;
    },
    async step(releaseId) {
      await owner.query("UPDATE releases SET stepped_at = stepped_at - interval '1 minute' WHERE id = $1", [
        releaseId,
      ]);
      let next = '';
      await until(async () => {
        ({ next } = await dashboard(releaseId));
        return (await verdict()).mayStep;
      }, PATIENCE_MS).catch((error: Error) => {
        throw new Error(`The step may not be taken: ${next}`, { cause: error });
      });
      return send('step-release', { releaseId });
    },
    hasShare: (id, share) =>
      until(async () => (await dashboard(id)).shares.at(-1)?.achieved === share, PATIENCE_MS),
    async rolledBackByItself(releaseId) {
      await until(async () => (await dashboard(releaseId)).rolledBack?.effectiveAt != null, PATIENCE_MS);
      return dashboard(releaseId);
    },
    async nothingLostAndAllOn(version, gone) {
      const before = orders.counts();
      expect(before.lostTo).toEqual({});
      const atFirst = count(before.ok, gone) + count(before.failed, gone);
      await until(() => count(orders.counts().ok, version) > count(before.ok, version) + 100, PATIENCE_MS);
      const after = orders.counts();
      // What was on its way to the old place at that moment may still come in, and no more.
      expect(count(after.ok, gone) + count(after.failed, gone) - atFirst).toBeLessThan(10);
      expect(after.lostTo).toEqual({});
    },
  };
}
