// The intake on a real PostgreSQL: who is let in, stored before it is answered, nothing cut, nothing lost, nothing twice.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type TakenAnswer, takeDeliveries } from '#lib/commands/alerts/take-deliveries.ts';
import { createLog } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { bareEnvironment } from '#test/bare-environment.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { openPool } from '#worker/database.ts';
import { cutOldest } from '#worker/large-deliveries.ts';
import { layCable } from './edge-cable.ts';
import { addKey, until } from './edge-trial.ts';
import { openIntake } from './intake-trial.ts';

let database: Awaited<ReturnType<typeof openConsoleDatabase>>;

beforeEach(async () => {
  database = await openConsoleDatabase();
});
afterEach(() => database.close());

const LOG = createLog('worker', { level: 'silent' });
const STARTED = new Date(Date.now() - 60_000).toISOString();

function alert(fingerprint: string, more: Record<string, unknown> = {}) {
  return {
    ...{ status: 'firing', fingerprint, startsAt: STARTED, endsAt: '0001-01-01T00:00:00Z' },
    labels: { alertname: 'HlDisconnected', bulkhead_alert: 'hl-disconnected', instance: fingerprint },
    annotations: { summary: 'HL is disconnected' },
    ...more,
  };
}
const delivery = (...alerts: unknown[]) => JSON.stringify({ version: '4', receiver: 'bulkhead', alerts });

/** What the worker makes of it. */
async function takeAll(): Promise<TakenAnswer> {
  const sum: TakenAnswer = { changed: false, taken: 0, fired: 0, resolved: 0, rejected: 0 };
  for (;;) {
    const result = await answered(() => execute(takeDeliveries, {}, SYSTEM));
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
    if (!result.value.changed) return sum;
    for (const part of ['taken', 'fired', 'resolved', 'rejected'] as const) sum[part] += result.value[part];
  }
}

/** As the worker does with large ones. */
async function cutAll(): Promise<void> {
  const pool = openPool(database.app, LOG);
  try {
    while (await cutOldest(pool, LOG));
  } finally {
    await pool.end();
  }
}

describe('who is let in', () => {
  test('keys of the scope alerts:write, from the moment they exist until they are revoked', async () => {
    const intake = await openIntake(database);
    const status = async (headers: Record<string, string>) =>
      (await intake.post(delivery(alert('a')), { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer bhk_unknown' })).toBe(401);
    expect(await status({ 'x-api-key': intake.key })).toBe(200);
    expect(await status({ authorization: `bearer ${intake.key}` })).toBe(200);
    const other = await addKey(intake.owner, { scopes: ['switches:read', 'emergency:stop'] });
    const fresh = await addKey(intake.owner, { scopes: ['alerts:write'] });
    await intake.owner.query("SELECT pg_notify('bulkhead_keys', '')");
    await until(async () => (await status({ 'x-api-key': other })) === 403);
    expect(await status({ 'x-api-key': fresh })).toBe(200);
    await intake.owner.query('UPDATE api_keys SET revoked_at = clock_timestamp() WHERE prefix = $1', [
      fresh.slice(0, 12),
    ]);
    await until(async () => (await status({ 'x-api-key': fresh })) === 401);
    expect(await intake.stored()).toHaveLength(
      (await intake.metric('bulkhead_intake_deliveries_stored_total')) || 0,
    );
  });

  test('GET is none of its words, other addresses are nothing, and the use of a key is noted', async () => {
    const intake = await openIntake(database);
    const get = await fetch(`${intake.url}/v1/alertmanager`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await intake.post('{}', { path: '/v1/other' })).status).toBe(404);
    expect((await intake.post(delivery(alert('a')))).status).toBe(200);
    await intake.stop();
    const { rows } = await intake.owner.query(
      "SELECT last_used_at IS NOT NULL AS used FROM api_keys WHERE scopes = '{alerts:write}'",
    );
    expect(rows).toEqual([{ used: true }]);
  });
});

test('whoever hears 200 finds it stored, byte for byte, whatever it is', async () => {
  const intake = await openIntake(database);
  const bodies = [
    ...Array.from({ length: 200 }, (_, index) => Buffer.from(delivery(alert(`f${index}`)))),
    ...[Buffer.from('{'), Buffer.alloc(0), Buffer.from([0xff, 0x00, 0xfe]), Buffer.from('{"alerts":5}')],
  ];
  await Promise.all(
    bodies.map(async (body) => {
      const answer = await intake.post(body);
      expect([answer.status, answer.body]).toEqual([200, '{"stored":true}']);
      const { rows } = await intake.owner.query('SELECT 1 FROM deliveries WHERE body = $1', [body]);
      expect(rows).toHaveLength(1);
    }),
  );
  expect(await takeAll()).toMatchObject({ taken: 204, fired: 200, rejected: 4 });
});

test('a poison alert among a hundred loses none of the others', async () => {
  const intake = await openIntake(database);
  const alerts: unknown[] = Array.from({ length: 100 }, (_, index) => alert(`p${index}`));
  alerts[41] = alert('p41', { startsAt: 'soon' });
  expect((await intake.post(delivery(...alerts))).status).toBe(200);
  expect(await takeAll()).toMatchObject({ taken: 1, fired: 99, rejected: 1 });
});

test('each ten times, shuffled, many at once: one firing each', async () => {
  const intake = await openIntake(database);
  const all = Array.from({ length: 1_000 }, (_, index) => alert(`f${((index * 7_919) % 1_000) % 100}`));
  const statuses = await Promise.all(all.map(async (one) => (await intake.post(delivery(one))).status));
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await takeAll()).toMatchObject({ taken: 1_000, fired: 100, rejected: 0 });
});

describe('what systems without Alertmanager send', () => {
  const PATH = { path: '/v1/alerts' };

  test('is checked at the door, and becomes a firing', async () => {
    const intake = await openIntake(database);
    const one = { ...alert('hl'), endsAt: undefined };
    expect((await intake.post(JSON.stringify({ alerts: [one] }), PATH)).status).toBe(200);
    expect((await intake.post(JSON.stringify({ alerts: [one], push: true }), PATH)).status).toBe(200);
    expect((await intake.stored()).map(({ source }) => source)).toEqual(['api', 'push']);
    expect(await takeAll()).toMatchObject({ taken: 2, fired: 2, rejected: 0 });
  });

  test('is refused as a whole with a sentence, and stored not at all', async () => {
    const intake = await openIntake(database);
    const refused = await intake.post(
      JSON.stringify({ alerts: [alert('a'), alert('b', { startsAt: 'soon' })] }),
      PATH,
    );
    expect([refused.status, JSON.parse(refused.body).error]).toEqual([
      400,
      { code: 'invalid_input', message: expect.stringContaining('The startsAt of alerts[1]') },
    ]);
    const headers = { authorization: `Bearer ${intake.key}`, 'content-type': 'text/plain' };
    expect((await intake.post('{}', { ...PATH, headers })).status).toBe(415);
    expect(await intake.stored()).toEqual([]);
  });

  test('a heartbeat leaves its moment', async () => {
    const intake = await openIntake(database);
    const path = '/v1/heartbeat';
    expect((await intake.post('{"heartbeat":""}', { path })).status).toBe(400);
    expect((await intake.post('{"heartbeat":"nightly checks"}', { path })).status).toBe(200);
    expect(await takeAll()).toMatchObject({ taken: 1, fired: 0, rejected: 0 });
    const { rows } = await intake.owner.query('SELECT name FROM pipelines');
    expect(rows).toEqual([{ name: 'nightly checks' }]);
  });
});

describe('large deliveries', () => {
  test('12 MB are taken whole', async () => {
    const intake = await openIntake(database);
    const big = 'y'.repeat(1_200_000);
    const alerts = Array.from({ length: 10 }, (_, index) =>
      alert(`b${index}`, { annotations: { summary: 'Big', big } }),
    );
    const body = Buffer.from(delivery(...alerts));
    expect(body.length).toBeGreaterThan(12_000_000);
    expect((await intake.post(body)).status).toBe(200);
    expect((await intake.stored())[0]?.body.equals(body)).toBe(true);
    await cutAll();
    expect(await takeAll()).toMatchObject({ fired: 10, rejected: 0 });
  });

  test('thousands of alerts in one delivery, one of them bad, are taken, and so is what follows', async () => {
    const intake = await openIntake(database);
    const alerts: unknown[] = Array.from({ length: 3_000 }, (_, index) => alert(`m${index}`));
    alerts[41] = alert('m41', { startsAt: 'soon' });
    expect((await intake.post(delivery(...alerts))).status).toBe(200);
    const noText = Buffer.alloc(200_000, 0xff);
    expect((await intake.post(noText)).status).toBe(200);
    expect((await intake.post(delivery(alert('after')))).status).toBe(200);
    await cutAll();
    expect(await takeAll()).toMatchObject({ fired: 3_000, rejected: 2 });
    const { rows } = await intake.owner.query('SELECT count(*) FROM deliveries WHERE taken_at IS NULL');
    expect(rows).toEqual([{ count: '0' }]);
  });

  test('more than 32 MB are refused, however they are sent, and alarm once', async () => {
    const intake = await openIntake(database);
    const body = Buffer.alloc(32_000_001, ' ');
    const said = await intake.post(body);
    const headers = { authorization: `Bearer ${intake.key}`, 'transfer-encoding': 'chunked' };
    const chunked = await intake.post(body, { headers });
    for (const answer of [said, chunked])
      expect([answer.status, JSON.parse(answer.body).error.code]).toEqual([413, 'payload_too_large']);
    expect(await intake.metric('bulkhead_intake_deliveries_too_large_total')).toBe(2);
    await until(async () => (await intake.stored()).length === 1);
    expect(await takeAll()).toMatchObject({ taken: 1, fired: 1, rejected: 0 });
    const { rows } = await intake.owner.query('SELECT source, alert, priority FROM firings');
    expect(rows).toEqual([{ source: 'bulkhead', alert: 'alerts-lost', priority: 'P0' }]);
    expect(await intake.metric('bulkhead_intake_held_bytes')).toBe(0);
  });

  test('what finds no room is sent again later', async () => {
    const intake = await openIntake(database, { roomBytes: 1_000 });
    const answer = await intake.post(Buffer.alloc(2_000, ' '));
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
    expect((await intake.post(delivery(alert('small')))).status).toBe(200);
    expect(await intake.metric('bulkhead_intake_held_bytes')).toBe(0);
  });
});

describe('without a database', () => {
  test('everything is 503 until it is back, and then taken; the alarm is not forgotten', async () => {
    const cable = await layCable(database.intake);
    const intake = await openIntake(database, { databaseUrl: cable.url });
    cable.cut();
    await until(async () => (await intake.ready()).status === 503);
    const away = await intake.post(delivery(alert('a')));
    expect([away.status, away.headers['retry-after'], JSON.parse(away.body).error.code]).toEqual([
      503,
      '5',
      'unavailable',
    ]);
    expect((await intake.post(Buffer.alloc(32_000_001, ' '))).status).toBe(413);
    expect(await intake.stored()).toEqual([]);
    cable.mend();
    await until(async () => (await intake.post(delivery(alert('a')))).status === 200);
    await until(async () => (await intake.stored()).some(({ source }) => source === 'bulkhead'));
    expect((await takeAll()).fired).toBe(2);
  });

  test('one that hangs is given up, and nothing waits for ever', async () => {
    const cable = await layCable(database.intake);
    const intake = await openIntake(database, { databaseUrl: cable.url, storeWithinMs: 500 });
    cable.freeze();
    expect((await intake.post(delivery(alert('a')))).status).toBe(503);
    cable.mend();
    await until(async () => (await intake.post(delivery(alert('b')))).status === 200);
  });

  test('never seen in this life, it cannot know keys, and says so instead of 401', async () => {
    const databaseUrl = 'postgresql://bulkhead_intake:x@127.0.0.1:1/none';
    const intake = await openIntake(database, { databaseUrl, wait: false });
    const answer = await intake.post(delivery(alert('a')));
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
  });
});

test('stopping, it takes nothing new and finishes what it is being sent', async () => {
  const intake = await openIntake(database);
  const body = delivery(alert('last'));
  const socket = connect(intake.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  socket.write(
    `POST /v1/alertmanager HTTP/1.1\r\nHost: x\r\nX-API-Key: ${intake.key}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
  );
  await until(async () => (await intake.metric('bulkhead_intake_held_bytes')) === 20);
  const stopping = intake.stop();
  await until(() =>
    fetch(`${intake.url}/readyz`).then(
      () => false,
      () => true,
    ),
  );
  socket.write(body.slice(20));
  await until(() => heard.includes('{"stored":true}'));
  await stopping;
  expect(heard).toMatch(/^HTTP\/1\.1 200 /);
  expect(heard).toMatch(/connection: close/i);
  expect((await intake.stored()).map((one) => one.body.toString())).toEqual([body]);
});

describe('as a process', () => {
  interface Spawned {
    child: ChildProcess;
    said(): string;
    ended: Promise<unknown[]>;
  }

  function spawnIntake(env: Record<string, string>): Spawned {
    const child = spawn(process.execPath, ['intake/main.ts'], {
      env: bareEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += chunk;
      });
    onTestFinished(() => void child.kill('SIGKILL'));
    return { child, said: () => said, ended: once(child, 'close') };
  }

  test('mistakes in its environment are named, and it exits 78', async () => {
    const { said, ended } = spawnIntake({ BULKHEAD_INTAKE_PORT: 'http', BULKHEAD_INTAKE_ID: 'a b' });
    expect((await ended)[0]).toBe(78);
    for (const name of ['BULKHEAD_INTAKE_PORT', 'BULKHEAD_INTAKE_ID', 'INTAKE_DATABASE_URL'])
      expect(said()).toContain(name);
  });

  test('an address that is taken is named; SIGTERM ends it with 0, and no secret is in its words', async () => {
    const { child, said, ended } = spawnIntake({
      INTAKE_DATABASE_URL: database.intake,
      BULKHEAD_INTAKE_PORT: '0',
    });
    await until(() => said().includes('"message":"API keys read"'), 30_000);
    const port = /"port":(\d+)/.exec(said())?.[1] ?? '';
    const second = spawnIntake({ INTAKE_DATABASE_URL: database.intake, BULKHEAD_INTAKE_PORT: port });
    expect((await second.ended)[0]).toBe(1);
    expect(second.said()).toContain('cannot listen');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(said()).not.toContain(new URL(database.intake).password);
  });
});
