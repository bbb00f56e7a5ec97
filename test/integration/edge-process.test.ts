// The edge as a process: start, signals, a hard kill, and memory with readers that never read.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { bareEnvironment } from '#test/bare-environment.ts';
import { readStream } from './edge-stream-reader.ts';
import { addKey, createEdgeTrial, type EdgeTrial, until } from './edge-trial.ts';

interface EdgeProcess {
  child: ChildProcess;
  url: string;
  port: number;
  output(): string;
  exited: Promise<{ code: number | null; signal: string | null }>;
}

/** Has the process collect its garbage when told to: what is left then is what it holds on to. */
const COLLECT_ON_SIGNAL = ['--expose-gc', '--import', 'data:text/javascript,process.on("SIGUSR2",()=>gc())'];

function spawnEdge(env: Record<string, string>): Omit<EdgeProcess, 'url' | 'port'> {
  const child = spawn(process.execPath, [...COLLECT_ON_SIGNAL, 'edge/main.ts'], {
    env: bareEnvironment({ BULKHEAD_ENV: 'demo', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes) => {
      output += bytes;
    });
  }
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output: () => output, exited };
}

/** Long enough for a machine that does much else. */
const START_WITHIN_MS = 30_000;

/** Starts the real process on a free port and waits until it is ready. */
async function startProcess(trial: EdgeTrial, databaseUrl = trial.database.edge): Promise<EdgeProcess> {
  const edge = spawnEdge({
    EDGE_DATABASE_URL: databaseUrl,
    BULKHEAD_EDGE_PORT: '0',
    BULKHEAD_EDGE_ID: 'edge-process',
    BULKHEAD_EDGE_FILE: trial.file,
  });
  const port = () => Number(/"port":(\d+)/.exec(edge.output())?.[1]);
  await until(port, START_WITHIN_MS);
  const url = `http://127.0.0.1:${port()}`;
  await until(async () => (await fetch(`${url}/readyz`)).status === 200, START_WITHIN_MS);
  await until(
    async () =>
      (await fetch(`${url}/config/switches`, { headers: { 'x-api-key': trial.key } })).status === 200,
  );
  return { ...edge, url, port: port() };
}

const REPORT = {
  service: 'router',
  startedAt: '2026-11-21T02:00:00.000Z',
  epoch: 1,
  revision: 1,
  mode: 'live',
};

test('SIGTERM ends streams, stores what was reported, and exits 0', async () => {
  const trial = await createEdgeTrial();
  const edge = await startProcess(trial);
  const stream = await readStream(edge.url, trial.key);
  await stream.reaches('1.1');
  const report = await fetch(`${edge.url}/config/instances/router-01/applied`, {
    method: 'POST',
    headers: { 'x-api-key': trial.key, 'content-type': 'application/json' },
    body: JSON.stringify(REPORT),
  });
  expect(report.status).toBe(202);
  edge.child.kill('SIGTERM');
  expect(await edge.exited).toEqual({ code: 0, signal: null });
  await until(() => stream.ended());
  expect((await trial.owner.query('SELECT id FROM instances')).rows).toEqual([{ id: 'router-01' }]);
  expect(edge.output()).not.toContain(trial.key);
  expect(edge.output()).not.toContain(new URL(trial.database.edge).password);
});

test('killed hard and started without a database it serves what it last held', async () => {
  const trial = await createEdgeTrial();
  const first = await startProcess(trial);
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  const asked = { headers: { 'x-api-key': trial.key } };
  await until(async () => (await (await fetch(`${first.url}/readyz`)).json()).revision === 2);
  await until(() => readFileSync(trial.file, 'utf8').includes('"revision":2,'));
  first.child.kill('SIGKILL');
  expect((await first.exited).signal).toBe('SIGKILL');
  const second = await startProcess(trial, 'postgresql://bulkhead_edge:x@127.0.0.1:1/none');
  expect(await (await fetch(`${second.url}/config/switch/routing_mode`, asked)).json()).toMatchObject({
    value: 'HL_MODE',
  });
});

test('mistakes in the environment are named, and it exits 78', async () => {
  const edge = spawnEdge({ BULKHEAD_EDGE_PORT: 'http', BULKHEAD_EDGE_ID: 'a b' });
  expect((await edge.exited).code).toBe(78);
  for (const name of ['BULKHEAD_EDGE_PORT', 'BULKHEAD_EDGE_ID', 'EDGE_DATABASE_URL']) {
    expect(edge.output()).toContain(`${name}`);
  }
});

test('an address that is taken is named, and it exits 1', async () => {
  const trial = await createEdgeTrial();
  const running = await trial.start();
  const edge = spawnEdge({
    EDGE_DATABASE_URL: trial.database.edge,
    BULKHEAD_EDGE_PORT: String(running.port),
    BULKHEAD_EDGE_FILE: `${trial.file}.other`,
  });
  expect((await edge.exited).code).toBe(1);
  expect(edge.output()).toContain('cannot listen');
  expect(edge.output()).toContain(String(running.port));
});

test('readers that never read are cut, and cost bounded memory', { timeout: 120_000 }, async () => {
  const trial = await createEdgeTrial();
  const edge = await startProcess(trial);
  const stuck = Array.from({ length: 20 }, () => {
    const socket = connect(edge.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.pause();
    socket.write(`GET /config/stream HTTP/1.1\r\nHost: x\r\nX-API-Key: ${trial.key}\r\n\r\n`);
    return socket;
  });
  onTestFinished(() => {
    for (const socket of stuck) socket.destroy();
  });
  const metrics = async (...names: string[]) => {
    const text = await (await fetch(`${edge.url}/metrics`)).text();
    return names.map((name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]));
  };
  const held = async () => {
    edge.child.kill('SIGUSR2');
    const sizes = await metrics('nodejs_heap_size_used_bytes', 'nodejs_external_memory_bytes');
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  await until(async () => (await metrics('bulkhead_edge_streams'))[0] === 20);
  const before = await held();

  // The kernel takes some megabytes for each of them before anything has to wait in the process.
  const change = (i: number) => trial.commit({ ballast: { value: `${i}`.padEnd(400_000, 'x') } });
  for (let i = 0; (await metrics('bulkhead_edge_streams_cut_total'))[0] !== 20; i += 1) {
    expect(i).toBeLessThan(200);
    await change(i);
  }
  // 20 MB more: if they were still kept for anybody, they would be seen.
  let last = 0;
  for (let i = 0; i < 50; i += 1) last = (await change(i)).revision;
  await until(async () => (await metrics('bulkhead_edge_revision'))[0] === last);
  expect(await metrics('bulkhead_edge_streams')).toEqual([0]);
  await until(async () => (await held()) - before < 15_000_000);
});

test('reads values and keys anew on SIGHUP, also at the position it serves, and goes on', async () => {
  const trial = await createEdgeTrial();
  const edge = await startProcess(trial);
  const edit = (from: string, to: string) =>
    trial.owner.query(
      'UPDATE snapshots SET body = replace(body::text, $1, $2)::jsonb WHERE (epoch, revision) = (1, 1)',
      [from, to],
    );
  await edit('NORMAL_MODE', 'BETTING_MODE');
  // A key that nobody told it of is found by a look of its own accord, which asks for values of later positions only.
  const key = await addKey(trial.owner);
  const asked = { headers: { 'x-api-key': key } };
  await until(async () => (await fetch(`${edge.url}/config/switches`, asked)).status === 200);
  expect(edge.output()).not.toContain('has other values');
  edge.child.kill('SIGHUP');
  await until(() => edge.output().includes('The database has other values at 1.1 than were served'));
  expect(edge.output()).toContain('values and keys are read anew');
  await edit('BETTING_MODE', 'NORMAL_MODE');
  await until(() => edge.output().includes('the database is followed again'));
  const position = await trial.commit({ normal_threshold: { value: '777' } });
  await until(async () => {
    const answer = await fetch(`${edge.url}/config/switches`, { headers: { 'x-api-key': trial.key } });
    return ((await answer.json()) as { revision: number }).revision === position.revision;
  });
  expect(edge.child.exitCode).toBeNull();
});
