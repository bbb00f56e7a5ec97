// A latch that comes back late: an edge or an instance that was away for months hears that its stop was recorded meanwhile.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createLatchStore, type HeldLatch } from '#edge/latch-store.ts';
import type { EdgeStopBody } from '#lib/contract/latch.ts';
import { createLog } from '#lib/process/log.ts';
import { createBulkhead } from '#sdk/client.ts';
import { addKey, createEdgeTrial, type EdgeTrial, FIRST_SWITCHES, until } from './edge-trial.ts';

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
