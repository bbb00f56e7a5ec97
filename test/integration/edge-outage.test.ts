// The edge without its database: it serves on, says how old its data is, keeps what it hears, and recovers alone.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { startTestServer } from '#test/server.ts';
import { layCable } from './edge-cable.ts';
import { readStream } from './edge-stream-reader.ts';
import { addKey, createEdgeTrial, type EdgeTrial, FIRST_SWITCHES, until } from './edge-trial.ts';

const REPORT = {
  service: 'router',
  startedAt: '2026-11-21T02:00:00.000Z',
  epoch: 1,
  revision: 1,
  mode: 'live',
};
/** How far the clocks of an edge and its database may be apart as it knows them: half a round trip, on a busy machine. */
const OFF_MS = 500;
const NOWHERE = 'postgresql://bulkhead_edge:x@127.0.0.1:1/none';

async function databaseNow(trial: EdgeTrial): Promise<number> {
  const { rows } = await trial.owner.query('SELECT clock_timestamp() AS now');
  return (rows[0].now as Date).getTime();
}

/** What is in the file now, once it holds this revision. */
async function fileAt(trial: EdgeTrial, revision: number): Promise<string> {
  await until(
    () => existsSync(trial.file) && readFileSync(trial.file, 'utf8').includes(`"revision":${revision},`),
  );
  return readFileSync(trial.file, 'utf8');
}

test('an edge restarted without a database serves its last values to known keys and says how old they are', async () => {
  const trial = await createEdgeTrial();
  const first = await trial.start();
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  const text = await fileAt(trial, 2);
  expect(text).not.toContain(trial.key);
  await first.stop();
  // As if it had stood still for an hour.
  const [, body = ''] = readFileSync(trial.file, 'utf8').split('\n');
  const hourAgo = { ...JSON.parse(body), confirmedAt: new Date(Date.now() - 3_600_000).toISOString() };
  const aged = JSON.stringify(hourAgo);
  writeFileSync(trial.file, `${createHash('sha256').update(aged).digest('hex')}\n${aged}`);

  const edge = await trial.start({ databaseUrl: NOWHERE, wait: false });
  const readiness = await edge.ready();
  expect(readiness).toMatchObject({
    ready: true,
    source: 'file',
    databaseConnected: false,
    epoch: 1,
    revision: 2,
  });
  expect(readiness.dataAgeSeconds).toBeGreaterThanOrEqual(3_600);
  expect(readiness.dataAgeSeconds).toBeLessThan(3_660);
  const answer = await edge.get('/config/switches');
  expect(Number(answer.headers.get('bulkhead-data-age-ms'))).toBeGreaterThanOrEqual(3_600_000);
  expect(await answer.json()).toMatchObject({
    switches: { ...FIRST_SWITCHES, routing_mode: { value: 'HL_MODE' } },
  });
  expect((await edge.get('/config/switches', { 'x-api-key': `${trial.key}x` })).status).toBe(401);
  const stream = await readStream(edge.url, trial.key);
  expect((await stream.reaches('1.2')).type).toBe('snapshot');
  expect((await edge.report('router-01', REPORT)).status).toBe(202);
});

test('an edge with neither database nor file says so, and serves as soon as there is one', async () => {
  const trial = await createEdgeTrial();
  const cable = await layCable(trial.database.edge);
  cable.cut();
  const edge = await trial.start({ databaseUrl: cable.url, wait: false });
  const readyz = await fetch(`${edge.url}/readyz`);
  expect([readyz.status, await readyz.json()]).toEqual([
    503,
    { ready: false, source: null, dataAgeSeconds: null, databaseConnected: false, epoch: 0, revision: 0 },
  ]);
  expect((await edge.get('/healthz')).status).toBe(200);
  for (const path of ['/config/switches', '/config/switch/routing_mode', '/config/stream']) {
    expect([path, (await edge.get(path)).status]).toEqual([path, 503]);
  }
  cable.mend();
  await until(async () => (await edge.get('/config/switches')).status === 200, 5_000);
});

test('a damaged file is not believed', async () => {
  const trial = await createEdgeTrial();
  const first = await trial.start();
  await fileAt(trial, 1);
  await first.stop();
  writeFileSync(trial.file, readFileSync(trial.file, 'utf8').replace('"10000"', '"90000"'));
  const edge = await trial.start({ databaseUrl: NOWHERE, wait: false });
  expect((await fetch(`${edge.url}/readyz`)).status).toBe(503);
});

test('a file of another installation gives way to the database this edge is configured for', async () => {
  const trial = await createEdgeTrial();
  const first = await trial.start();
  for (let i = 0; i < 3; i += 1) await trial.commit({ routing_mode: { value: `MODE_${i}` } });
  await fileAt(trial, 4);
  await first.stop();
  const other = await createEdgeTrial();
  const edge = await other.start({ file: trial.file });
  expect(await edge.json('/config/switches')).toMatchObject({
    epoch: 1,
    revision: 1,
    switches: FIRST_SWITCHES,
  });
});

test('during an outage it serves on and grows older; afterwards it catches up, streams and all', async () => {
  const trial = await createEdgeTrial();
  const cable = await layCable(trial.database.edge);
  const edge = await trial.start({ databaseUrl: cable.url });
  const stream = await readStream(edge.url, trial.key);
  await stream.reaches('1.1');
  cable.cut();
  await until(async () => (await edge.ready()).databaseConnected === false);
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  await until(async () => Number((await edge.ready()).dataAgeSeconds) > 2.2);
  expect(await edge.ready()).toMatchObject({
    ready: true,
    source: 'database',
    databaseConnected: false,
    revision: 1,
  });
  expect(await edge.json('/config/switch/routing_mode')).toMatchObject({ value: 'NORMAL_MODE' });
  cable.mend();
  expect((await stream.reaches('1.2', 5_000)).type).toBe('change');
  await until(async () => Number((await edge.ready()).dataAgeSeconds) < 2.5);
});

test('a database that hangs is noticed, and does not hold up a single answer', async () => {
  const trial = await createEdgeTrial();
  const cable = await layCable(trial.database.edge);
  const edge = await trial.start({ databaseUrl: cable.url });
  cable.freeze();
  let answers = 0;
  await until(async () => {
    await (await edge.get('/config/switches')).arrayBuffer();
    await (await edge.report('router-01', REPORT)).arrayBuffer();
    const noticed = (await edge.ready()).databaseConnected === false;
    if (!noticed) answers += 1;
    return noticed;
  }, 20_000);
  // Whoever waited for the database would have had one.
  expect(answers).toBeGreaterThan(3);
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  cable.mend();
  await until(async () => (await edge.ready()).revision === 2, 6_000);
  await until(async () => (await trial.owner.query('SELECT 1 FROM instances')).rowCount === 1, 6_000);
});

test('reports heard during an outage are stored afterwards with the time they were heard', async () => {
  const trial = await createEdgeTrial();
  const cable = await layCable(trial.database.edge);
  const edge = await trial.start({ databaseUrl: cable.url });
  cable.cut();
  await until(async () => (await edge.ready()).databaseConnected === false);
  const before = await databaseNow(trial);
  for (let revision = 1; revision <= 3; revision += 1) {
    for (const id of ['router-01', 'router-02']) {
      const answer = await edge.report(id, { ...REPORT, revision });
      expect([answer.status, await answer.json()]).toEqual([202, { epoch: 1, revision: 1 }]);
    }
  }
  const after = await databaseNow(trial);
  // Long enough that storing time and hearing time cannot be taken for each other.
  await until(async () => (await databaseNow(trial)) > after + 1_500);
  await edge.report('router-01', { ...REPORT, revision: 3 });
  cable.mend();
  const stored = async () =>
    (await trial.owner.query('SELECT * FROM receipts ORDER BY instance_id, revision')).rows;
  await until(async () => (await stored()).length === 6);
  const all = await stored();
  expect(all.map((row) => `${row.instance_id} ${row.revision}`)).toEqual(
    ['router-01', 'router-02'].flatMap((id) => [1, 2, 3].map((revision) => `${id} ${revision}`)),
  );
  for (const row of all) {
    expect(row.received_at.getTime()).toBeGreaterThanOrEqual(before - OFF_MS);
    expect(row.received_at.getTime()).toBeLessThanOrEqual(after + OFF_MS);
  }
  const seen = await trial.owner.query('SELECT id, last_seen_at FROM instances ORDER BY id');
  expect(seen.rows[0].last_seen_at.getTime()).toBeGreaterThan(after + 1_000);
  expect(seen.rows[1].last_seen_at.getTime()).toBeLessThanOrEqual(after + OFF_MS);
});

test('reports heard by an edge that has not met its database yet get their time once it has', async () => {
  const trial = await createEdgeTrial();
  await (await trial.start()).stop();
  const cable = await layCable(trial.database.edge);
  cable.cut();
  const edge = await trial.start({ databaseUrl: cable.url, wait: false });
  const before = await databaseNow(trial);
  await edge.report('router-01', REPORT);
  const after = await databaseNow(trial);
  await until(async () => (await databaseNow(trial)) > after + 1_000);
  cable.mend();
  const receipt = async () => (await trial.owner.query('SELECT received_at FROM receipts')).rows[0];
  await until(receipt);
  const heard = (await receipt()).received_at.getTime();
  expect(heard).toBeGreaterThanOrEqual(before - OFF_MS);
  expect(heard).toBeLessThanOrEqual(after + OFF_MS);
});

test('PostgreSQL killed during commits and back: the edge ends where the database is, keys included', {
  timeout: 90_000,
}, async () => {
  const server = await startTestServer({ durable: true });
  onTestFinished(() => server.stop());
  const trial = await createEdgeTrial(server);
  const edge = await trial.start();
  let committed = 1;
  const committing = (async () => {
    for (;;) committed = (await trial.commit({ count: { value: committed } })).revision;
  })();
  await until(() => committed > 5);
  process.kill(server.pid, 'SIGKILL');
  await expect(committing).rejects.toThrow();
  await until(async () => (await edge.ready()).databaseConnected === false);
  expect((await edge.get('/config/switches')).status).toBe(200);
  await server.restart();

  const owner = new pg.Client({ connectionString: trial.database.owner });
  await until(() => owner.connect().then(() => true));
  onTestFinished(() => owner.end());
  await until(async () => {
    const head = (await owner.query('SELECT epoch, revision FROM matrix_head')).rows[0];
    const { epoch, revision, databaseConnected } = await edge.ready();
    expect(Number(head.revision)).toBeGreaterThanOrEqual(committed);
    return databaseConnected === true && epoch === head.epoch && revision === Number(head.revision);
  });
  const fresh = await addKey(owner);
  await until(async () => (await edge.get('/config/switches', { 'x-api-key': fresh })).status === 200, 4_000);
});
