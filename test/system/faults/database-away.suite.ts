// PostgreSQL frozen, then stopped: writes are refused in time and never applied later, reads from the edge go on, all mends itself.
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { createBulkhead } from '#sdk/client.ts';
import { errorCode } from '../http.ts';
import {
  dataFile,
  headRevision,
  onConsole,
  onEdge,
  run,
  tokenOf,
  until,
  untilInStep,
} from '../installation.ts';
import { onIntake, reported } from '../intake-door.ts';
import { probe } from '../live/metric.ts';
import { openLive } from '../live/stream.ts';
import { sessionOf, submit } from '../sign-in.ts';
import {
  auditVerify,
  expectSameValues,
  freezeDatabase,
  kill,
  stopDatabase,
  untilReplaced,
} from './processes.ts';
import { expectWhole, reckon, type Sent, startWriters, write } from './write-stream.ts';

function instance(name: string, edges: readonly string[]) {
  const file = dataFile(`${name}.json`);
  rmSync(file, { force: true });
  const apiKey = run().apiKeys[EDGE_SCOPE] ?? '';
  const sdk = createBulkhead({ edges, apiKey, service: 'system-test', instanceId: name, file });
  onTestFinished(() => sdk.close());
  return sdk;
}

/** Every write during an outage is answered while it lasts, with what the caller may rely on. */
function expectTold(sent: readonly Sent[]): void {
  for (const one of sent) {
    const why = `${one.key}: ${one.answer?.status} ${one.answer?.text} after ${one.tookMs.toFixed(0)} ms`;
    expect(one.answer, why).toBeDefined();
    if (one.told === 'done' || !one.answer) continue;
    expect(one.answer.status, why).toBe(503);
    expect(['unavailable', 'outcome_unknown'], why).toContain(errorCode(one.answer));
    if (one.told === 'unknown') expect(one.answer.text, why).toContain(one.key);
  }
}

/** What holds while there is no database, whichever way it went. */
async function expectCalmWithoutDatabase(revision: number, before: Snapshot): Promise<void> {
  const ready = await until('the console says that it is not ready', async () => {
    const answer = await probe('console', '/readyz');
    return answer.status === 503 && answer;
  });
  expect(ready.json).toMatchObject({ ready: false, database: 'away' });
  expect((await probe('console', '/healthz')).status).toBe(200);
  await until('the worker says so too', async () => (await probe('worker', '/readyz')).status === 503);

  const read = await onConsole('/api/v1/switches', { headers: tokenOf('auditor') });
  expect([read.status, errorCode(read)]).toEqual([503, 'unavailable']);
  const signIn = await submit({ email: 'auditor@bulkhead.example', password: 'whatever', totp: '000000' });
  expect(signIn.text).toContain('unavailable');

  const served = await onEdge('/config/switches');
  expect([served.status, served.json]).toEqual([200, before]);
  expect((await probe('edge', '/readyz')).json).toMatchObject({ ready: true, databaseConnected: false });
  expect(((await probe('sim', '/readyz')).json as { ready: boolean }).ready).toBe(true);
  const venue = (await probe('sim', '/metrics')).text;
  const held = [...venue.matchAll(/^bulkhead_sim_instance_revision\{[^}]*\} (\d+)$/gm)].map((match) =>
    Number(match[1]),
  );
  expect(held).toEqual(Array.from({ length: 14 }, () => revision));
  expect([...venue.matchAll(/^bulkhead_sim_instance_mode\{.*mode="live"\} 1$/gm)]).toHaveLength(14);

  const fed = instance('born-during-the-outage', [run().edgeUrl]);
  await until('a new instance has the last snapshot', () => fed.status().revision === revision);
  expect([fed.mode(), fed.mayOpen()]).toEqual(['live', true]);
  expect(fed.snapshot().switches).toEqual(before.switches);
  const alone = instance('born-without-an-edge', ['http://127.0.0.1:1']);
  await until('it has tried', () => alone.status().lastTrouble);
  expect([alone.mode(), alone.mayOpen(), alone.status().revision]).toEqual(['empty', false, 0]);
  expect([alone.get('new_orders_enabled'), alone.get('routing_mode')]).toEqual([false, 'HL_MODE']);
}

/** Everything works again by itself, and nothing of the outage happens later. */
async function expectMended(sent: readonly Sent[], revision: number): Promise<void> {
  await until('the console is ready', async () => (await probe('console', '/readyz')).status === 200, 30_000);
  await until('the worker is ready', async () => (await probe('worker', '/readyz')).status === 200, 30_000);
  const after = await until('a write is done', async () => {
    const one = await write('XRP');
    return one.told === 'done' && one;
  });
  const { done, happened } = await reckon(sent);
  expect(await headRevision()).toBe(revision + done + happened + 1);
  const waited = delay(2_000);
  await reckon([...sent, after]);
  await expectWhole();
  await untilInStep();
  await expectSameValues();
  // The console's longest transaction is over: nothing was waiting.
  await waited;
  expect(await headRevision()).toBe(revision + done + happened + 1);
}

describe('the database does not answer', () => {
  test('frozen in the middle of writes, again and again', { timeout: 90_000 }, async () => {
    await untilInStep();
    const revision = await headRevision();
    const sent: Sent[] = [];
    let told = { done: 0, refused: 0, unknown: 0 };
    for (let round = 0; round < 4; round++) {
      const writers = startWriters(6);
      await writers.done(12);
      const wake = freezeDatabase();
      const count = writers.sent.length;
      try {
        // Each writer had one under way, and tries another.
        await until('two answers for each writer', () => writers.sent.length >= count + 12, 10_000);
      } finally {
        wake();
      }
      const before = writers.sent.filter((one) => one.told === 'done').length;
      await until(
        'writes are done again',
        () => writers.sent.filter((one) => one.told === 'done').length > before,
      );
      sent.push(...(await writers.stop()));
    }
    expectTold(sent);
    told = await reckon(sent);
    expect(told.refused + told.unknown).toBeGreaterThan(24);
    await expectMended(sent, revision);
  });

  test('frozen for a while', { timeout: 60_000 }, async () => {
    await untilInStep();
    const revision = await headRevision();
    const before = (await onEdge('/config/switches')).json as Snapshot;
    const auditor = await sessionOf('auditor');
    const live = await openLive({ cookie: auditor.headers.cookie });
    onTestFinished(() => live.close());
    await until('a first pulse', () => live.pulses.length > 0);
    const sent: Sent[] = [];
    const wake = freezeDatabase();
    try {
      for (let i = 0; i < 3; i++) sent.push(await write('ETH'));
      expect(sent.map((one) => one.told)).toEqual(['refused', 'refused', 'refused']);
      await expectCalmWithoutDatabase(revision, before);
    } finally {
      wake();
    }
    expectTold(sent);
    await expectMended(sent, revision);
    const since = Date.now();
    await until('the stream that was open tells what is new', () =>
      live.pulses.some((pulse) => pulse.at > since),
    );
  });

  test('stopped', { timeout: 60_000 }, async () => {
    await untilInStep();
    const revision = await headRevision();
    const before = (await onEdge('/config/switches')).json as Snapshot;
    const auditor = await sessionOf('auditor');
    const sent: Sent[] = [];
    const letGo = await stopDatabase();
    try {
      for (let i = 0; i < 5; i++) sent.push(await write('BTC'));
      expect(sent.map((one) => one.told)).toEqual(Array.from({ length: 5 }, () => 'refused'));
      await expectCalmWithoutDatabase(revision, before);
      const page = await onConsole('/switches', { headers: { cookie: auditor.headers.cookie } });
      expect([page.status, page.text.includes('database does not answer')]).toEqual([200, true]);
      const alert = await onIntake('/v1/alerts', { alerts: [reported('away')] });
      expect([alert.status, errorCode(alert), alert.headers['retry-after']]).toEqual([
        503,
        'unavailable',
        '5',
      ]);
    } finally {
      letGo();
    }
    expectTold(sent);
    await expectMended(sent, revision);
    const again = () => onIntake('/v1/alerts', { alerts: [reported('away')] });
    await until('the intake takes it', async () => (await again()).status === 200);
  });

  test('and the edge is killed meanwhile: it serves from its file, and says how old that is', {
    timeout: 60_000,
  }, async () => {
    await untilInStep();
    const revision = await headRevision();
    const before = (await onEdge('/config/switches')).json as Snapshot;
    const wake = freezeDatabase();
    try {
      const gone = await kill('edge');
      await untilReplaced('edge', gone);
      const served = await onEdge('/config/switches');
      expect([served.status, served.json]).toEqual([200, before]);
      expect(Number(served.headers['bulkhead-data-age-ms'])).toBeGreaterThan(0);
      const ready = (await probe('edge', '/readyz')).json as { source: string; dataAgeSeconds: number };
      expect(ready).toMatchObject({ ready: true, source: 'file', databaseConnected: false, revision });
      expect(ready.dataAgeSeconds).toBeGreaterThan(0);
      await until('all instances are back', async () => {
        const text = (await probe('sim', '/metrics')).text;
        return [...text.matchAll(/^bulkhead_sim_instance_mode\{.*mode="live"\} 1$/gm)].length === 14;
      });
    } finally {
      wake();
    }
    await expectMended([], revision);
    const ready = await until('the edge follows the database again', async () => {
      const answer = (await probe('edge', '/readyz')).json as { databaseConnected: boolean; source: string };
      return answer.databaseConnected && answer;
    });
    expect(ready.source).toBe('database');
  });

  test('afterwards the audit log verifies', { timeout: 60_000 }, async () => {
    expect(await auditVerify()).toMatchObject({ sound: true, broken: null });
  });
});
