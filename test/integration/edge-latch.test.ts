// A latch at several edges and instances: one stop is carried out once, and whoever comes back late hears that it was recorded.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createLatchStore, type HeldLatch } from '#edge/latch-store.ts';
import type { EdgeStopBody } from '#lib/contract/latch.ts';
import { STOP_COMMANDS } from '#lib/contract/stop.ts';
import { createLog } from '#lib/process/log.ts';
import { createBulkhead } from '#sdk/client.ts';
import { createExecutor } from '#sdk/executor.ts';
import {
  addKey,
  createEdgeTrial,
  type EdgeTrial,
  FIRST_SWITCHES,
  type RunningEdge,
  until,
} from './edge-trial.ts';

function latch(id: string): HeldLatch {
  return {
    ...{ id, at: '2026-01-05T02:00:00.000Z', reason: 'Capital at risk', keyId: randomUUID() },
    switches: { routing_mode: 'HL_MODE' },
  };
}

/** Stops that edges reported, one a day and the last so long ago; all are recorded at 1.1 and over. */
async function record({ owner }: EdgeTrial, ids: readonly string[], lastDaysAgo: number): Promise<void> {
  await owner.query(
    `INSERT INTO emergency_stops (id, source, edge_id, pressed_at, pressed_by_kind, pressed_by_id, pressed_by_name,
       reason, settings, before_epoch, before_revision, epoch, revision, restarted_at)
     SELECT id, 'edge', 'edge-test', now(), 'service', 'x', 'x', 'x', '{}', 1, 0, 1, 1, now() FROM unnest($1::uuid[]) AS id`,
    [ids],
  );
  await owner.query(
    `INSERT INTO edge_stops (id, edge_id, pressed_at, reason, received_at, recorded_as)
     SELECT id, 'edge-test', now(), 'x', now() - make_interval(days => ($2 + nth - 1)::integer), id
     FROM unnest($1::uuid[]) WITH ORDINALITY AS one (id, nth)`,
    [ids, lastDaysAgo],
  );
}

const stops = (count: number) => Array.from({ length: count }, () => randomUUID());

test('an edge lifts its own latch, however many stops were recorded since', async () => {
  const trial = await createEdgeTrial();
  const own = latch(randomUUID());
  await record(trial, [own.id], 5_000);
  await record(trial, stops(1_200), 0);
  await createLatchStore(`${trial.file}.stop`, () => {}, createLog('edge', { level: 'silent' })).set(own)
    .onDisk;
  const key = await addKey(trial.owner, { scopes: ['emergency:stop'] });
  const edge = await trial.start();
  const headers = { authorization: `Bearer ${key}` };
  await until(async () => {
    const body = (await (await edge.get('/emergency-stop/status', headers)).json()) as EdgeStopBody;
    return body.latch === null;
  });
  const value = FIRST_SWITCHES.routing_mode?.value;
  expect(await edge.json('/config/switch/routing_mode')).toMatchObject({ value });
});

test('an instance lifts the latch that it kept in its file', async () => {
  const trial = await createEdgeTrial();
  const kept = latch(randomUUID());
  await record(trial, [...stops(30), kept.id], 30);
  const edge = await trial.start();
  const file = `${trial.file}.router-01`;
  const snapshot = await edge.json('/config/switches');
  writeFileSync(file, JSON.stringify({ confirmedAt: new Date().toISOString(), snapshot, latch: kept }));
  const bulkhead = createBulkhead({
    ...{ edges: [edge.url], apiKey: trial.key, service: 'router', instanceId: 'router-01', file },
  });
  onTestFinished(() => bulkhead.close());
  expect([bulkhead.status().stopped, bulkhead.get('routing_mode')]).toEqual([kept.id, 'HL_MODE']);
  await until(() => bulkhead.status().stopped === undefined);
  expect(bulkhead.get('routing_mode')).toBe(FIRST_SWITCHES.routing_mode?.value);
});

test('pressed at two edges with one id, an executor that moves between them carries out each command once', async () => {
  const trial = await createEdgeTrial();
  const key = await addKey(trial.owner, { scopes: ['emergency:stop', 'executors:act'] });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const [first, second] = await Promise.all(
    ['edge-a', 'edge-b'].map((edgeId) => trial.start({ edgeId, file: `${trial.file}.${edgeId}` })),
  );
  if (!first || !second) throw new Error('there are two');
  const begun: string[] = [];
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const executor = createExecutor({
    ...{ edges: [first.url, second.url], apiKey: key, executorId: 'executor-hl' },
    state: () => ({ connected: true, openOrders: 0, positions: [], breakers: [] }),
    async carryOut({ command }) {
      begun.push(command);
      if (command === 'close_all_positions') await released;
    },
  });
  onTestFinished(() => executor.close());

  const body = JSON.stringify({ id: randomUUID(), reason: 'Capital at risk' });
  const press = ({ url }: RunningEdge) => fetch(`${url}/emergency-stop`, { method: 'POST', headers, body });
  const answers = await Promise.all([press(first), press(second)]);
  const told = (await Promise.all(answers.map((answer) => answer.json()))) as EdgeStopBody[];
  expect(told.map(({ changed }) => changed)).toEqual([true, true]);
  /** What an edge has heard of the executor, command by command. */
  const heard = async ({ url }: RunningEdge) => {
    const answer = await fetch(`${url}/emergency-stop/status`, { headers });
    return ((await answer.json()) as EdgeStopBody).commands.map(({ executors }) => executors[0]?.state);
  };
  await until(async () => (await heard(first))[1] === 'running');
  expect(await heard(second)).toEqual([undefined, undefined, undefined]);

  await first.stop();
  await until(async () => (await heard(second))[1] === 'running');
  release();
  await until(async () => (await heard(second)).every((state) => state === 'done'));
  expect(begun).toEqual([...STOP_COMMANDS]);
  const stops = async () => (await trial.owner.query('SELECT id FROM edge_stops')).rows;
  await until(async () => (await stops()).length > 0);
  expect(await stops()).toEqual([{ id: told[0]?.latch?.id }]);
});
