// Supervision with real processes: ready, killed and started again, given up, stopped.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { freePort } from './ports.ts';
import { type ProcessPlan, type Supervised, supervise } from './supervise.ts';

const SERVER = `
  import { createServer } from 'node:http';
  const server = createServer((request, response) => response.end('ok')).listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

let folder: string;
const running: Supervised[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-supervise-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
  rmSync(folder, { recursive: true });
});

async function plan(source: string): Promise<ProcessPlan> {
  const file = join(folder, 'process.mjs');
  writeFileSync(file, source);
  const port = await freePort();
  return {
    name: 'example',
    args: [file],
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    logFile: join(folder, 'example.log'),
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  };
}

function start(what: ProcessPlan): { process: Supervised; pids: (number | undefined)[] } {
  const pids: (number | undefined)[] = [];
  const process = supervise(what, (pid) => pids.push(pid));
  running.push(process);
  return { process, pids };
}

test('a process that is killed is started again under a new number', async () => {
  const { process: one, pids } = start(await plan(SERVER));
  await one.ready(10_000);
  const first = one.pid ?? 0;
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(one.pid).not.toBe(first), { timeout: 10_000, interval: 20 });
  await vi.waitFor(() => expect(one.pid).toBeTypeOf('number'), { timeout: 10_000, interval: 20 });
  await one.ready(10_000);
  expect(pids).toEqual([first, undefined, one.pid]);
  await one.stop();
  expect(pids.at(-1)).toBeUndefined();
}, 30_000);

test('a configuration mistake is not tried again, and its words are passed on', async () => {
  const { process: one, pids } = start(
    await plan('console.error(\'PORT is "x". It must be a port.\'); process.exit(78);'),
  );
  await expect(one.ready(10_000)).rejects.toThrow(
    /example ended with code 78\.\nPORT is "x"\. It must be a port\./,
  );
  expect(pids).toHaveLength(2);
}, 30_000);

test('a process that dies at once is tried three times and then given up', async () => {
  const { process: one, pids } = start(await plan("throw new Error('no such table')"));
  await expect(one.ready(20_000)).rejects.toThrow(/example ended with code 1\.[\s\S]*no such table/);
  expect(pids.filter((pid) => pid !== undefined)).toHaveLength(3);
}, 30_000);

test('a process that never gets ready is named with what it answered', async () => {
  const source = SERVER.replace("response.end('ok')", "response.writeHead(503).end('no database')");
  const { process: one } = start(await plan(source));
  await expect(one.ready(1_500)).rejects.toThrow(/not ready within 1\.5 s: .* answered 503 no database/);
}, 30_000);
