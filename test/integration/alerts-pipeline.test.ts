// From a broken venue to a resolved alert through real processes: venue, Prometheus, Alertmanager, intake, worker, edge, fourteen instances.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { VENUE_ALERTS } from '#lib/catalog/alerts/venue.ts';
import { ALERTS, type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import { actOnFiring } from '#lib/commands/alerts/act-on-firing.ts';
import { confirmFiring } from '#lib/commands/alerts/confirm-firing.ts';
import type { AlertsBody, FiringView } from '#lib/contract/alerts.ts';
import { readAlerts } from '#lib/reads/alerts/read-alerts.ts';
import { ask } from '#lib/reads/read.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { findFault } from '#sim/faults.ts';
import { createAccount } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import { type Programs, startPrograms } from './alerts-programs.ts';
import { openStage, type Running, type Stage } from './sdk-processes.ts';

const INSTANCES = 14;
const LIMIT_MS = 240_000;

let stage: Stage;
let venue: Running;
let programs: Programs;
let onCall: Actor;

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: LIMIT_MS, interval: 250 });

beforeAll(async () => {
  stage = await openStage();
  onCall = await actorOfBearer((await createAccount('operations')).token);
  const keyFile = join(stage.folder, 'audit.pem');
  const { privateKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(keyFile, privateKey);
  const { database } = stage;
  const [edge, intake] = await Promise.all([
    stage.edge('edge-a'),
    stage.start('intake', { INTAKE_DATABASE_URL: database.intake, BULKHEAD_INTAKE_PORT: '0' }),
    stage.start('worker', {
      ...{ DATABASE_URL: database.app, BULKHEAD_WORKER_DATABASE_URL: database.owner },
      ...{ BULKHEAD_AUDIT_KEY_FILE: keyFile, BULKHEAD_CHECKPOINT_FILE: join(stage.folder, 'checkpoints') },
      BULKHEAD_WORKER_PORT: '0',
    }),
  ]);
  venue = await stage.sim(edge, INSTANCES, {
    ...{ BULKHEAD_INTAKE_URL: intake.url, BULKHEAD_ALERTS_KEY: stage.key },
    BULKHEAD_SIM_LIQUIDATION_CHECK_SECONDS: '1',
    BULKHEAD_SIM_RECONCILIATION_SECONDS: '1',
    BULKHEAD_SIM_RECONNECT_MOST_SECONDS: '2',
  });
  programs = await startPrograms({
    folder: stage.folder,
    scraped: [{ job: 'venue', target: new URL(venue.url).host }],
    ...{ intakeUrl: intake.url, key: stage.key },
  });
}, LIMIT_MS);

afterAll(async () => {
  await programs?.stop();
  await stage?.close();
});

async function board(): Promise<AlertsBody> {
  const read = await ask(readAlerts, {}, onCall);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** Alerts of the venue that are open; on a busy machine Bulkhead may have something to say about itself. */
async function openAlerts(): Promise<string[]> {
  return (await board()).groups.map(({ alert }) => alert ?? '').filter((alert) => findFault(alert));
}

/** Open firings of an alert first, then resolved ones. */
async function firingsOf(alert: AlertKey): Promise<FiringView[]> {
  const { groups, resolved } = await board();
  return [...groups.flatMap(({ firings }) => firings), ...resolved].filter((one) => one.alert === alert);
}

async function run(command: AnyCommand, input: object): Promise<void> {
  const done = await answered(() => execute(command, input, onCall));
  if (!done.ok) throw new Error(`${command.name}: ${done.error.message}`);
}

async function fault(method: 'POST' | 'DELETE', name: AlertKey): Promise<void> {
  expect((await fetch(`${venue.url}/faults/${name}`, { method })).status).toBe(200);
}

/** The firing, once this moment of it is there. */
async function reached(
  alert: AlertKey,
  id: string,
  moment: 'effectiveAt' | 'resolvedAt',
): Promise<FiringView> {
  let found: FiringView | undefined;
  await until(async () => {
    found = (await firingsOf(alert)).find((one) => one.id === id);
    expect(found?.[moment], `${alert} ${moment}`).toEqual(expect.any(String));
  });
  return found as FiringView;
}

/** On the board, then confirmed and acted on by the on-call; Bulkhead itself acts where the catalogue says so. Answers its id. */
async function respond(alert: AlertKey): Promise<string> {
  const byItself = ALERTS[alert].policy === 'execute';
  let id = '';
  // Where a scrape is missed it may be over just now, and fire again.
  await until(async () => {
    const open = (await firingsOf(alert)).find(({ resolvedAt }) => resolvedAt === null);
    expect(open, alert).toBeDefined();
    id = open?.id ?? '';
    await run(confirmFiring, { firingId: id });
    if (!byItself) await run(actOnFiring, { firingId: id });
  });
  const { actedBy } = await reached(alert, id, 'effectiveAt');
  expect(actedBy?.kind, alert).toBe(byItself ? 'system' : 'person');
  return id;
}

async function switchValue(name: SwitchName): Promise<unknown> {
  const { rows } = await stage.owner.query(
    "SELECT value FROM switch_values WHERE switch = $1 AND symbol = ''",
    [name],
  );
  return rows[0]?.value;
}

async function expectEffect(alert: AlertKey): Promise<void> {
  for (const { switch: name, value } of findAlert(alert)?.action?.settings ?? [])
    expect(await switchValue(name), `${alert}: ${name}`).toEqual(value);
}

function expectOrder(firing: FiringView, source: string): void {
  expect(firing).toMatchObject({ source, priority: 'P0', drill: false });
  const { firedAt, receivedAt, actedAt, effectiveAt, resolvedAt } = firing;
  const moments = [firedAt, receivedAt, actedAt, effectiveAt].map((moment) => Date.parse(moment ?? ''));
  expect(moments).toEqual([...moments].sort((a, b) => a - b));
  expect(Date.parse(resolvedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(firedAt));
}

describe('the seven alerts of manual 1, by rule, Alertmanager and webhook', () => {
  /** The two that stop the flow come after the one that needs it: an order must go to HL to deviate there. */
  const LATER = ['hl-disconnected', 'asset-mismatch'] as const;
  const ALL = Object.keys(VENUE_ALERTS) as (keyof typeof VENUE_ALERTS)[];
  const FIRST = ALL.filter((alert) => !LATER.some((later) => later === alert));

  test(
    'nothing fires while the venue is well, and the pipeline is heard to live',
    async () => {
      await until(async () => expect((await board()).pipelines).toMatchObject([{ silent: false }]));
      expect(await openAlerts()).toEqual([]);
    },
    LIMIT_MS,
  );

  test(
    'each fires, is acted on, takes effect on every instance, and is resolved once the fault is gone',
    async () => {
      expect(ALL).toHaveLength(7);
      for (const alert of FIRST) await fault('POST', alert);
      const ids = new Map<AlertKey, string>();
      const answer = async (alert: AlertKey) => void ids.set(alert, await respond(alert));
      await Promise.all(FIRST.map(answer));
      for (const alert of LATER) await fault('POST', alert);
      await Promise.all(LATER.map(answer));
      for (const alert of ALL) await expectEffect(alert);
      expect(await switchValue('hl_routing_paused_symbols')).toEqual(['SOL']);
      for (const alert of ALL) await fault('DELETE', alert);
      for (const alert of ALL)
        expectOrder(await reached(alert, ids.get(alert) ?? '', 'resolvedAt'), 'alertmanager');
      await until(async () => expect(await openAlerts()).toEqual([]));
    },
    LIMIT_MS,
  );
});

test.each(['database-lost', 'drawdown-breaker'] as const)(
  'manual 3, %s: the venue says so itself, it is acted on, takes effect, and is resolved',
  async (alert) => {
    await fault('POST', alert);
    const id = await respond(alert);
    await expectEffect(alert);
    await fault('DELETE', alert);
    expectOrder(await reached(alert, id, 'resolvedAt'), 'push');
  },
  LIMIT_MS,
);
