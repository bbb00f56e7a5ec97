// A stop at an edge whose disk hangs: executors get their commands all the same, and only the answer waits.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { STOP_COMMANDS } from '#lib/contract/stop.ts';
import { createLog } from '#lib/process/log.ts';
import { createCommandStore } from './command-store.ts';
import { stopRoutes } from './emergency-stop.ts';
import { createExecutorReports } from './executor-reports.ts';
import { createLatchStore } from './latch-store.ts';

const silent = createLog('edge', { level: 'silent' });

/** A stop's route on a server of its own. */
async function serve(file: string) {
  const laid: string[] = [];
  const latches = createLatchStore(file, (latch) => void laid.push(latch?.id ?? ''), silent);
  const commands = createCommandStore();
  const reports = createExecutorReports(() => {});
  const [press] = stopRoutes({ latches, commands, reports, instances: () => [], log: silent });
  const key = { id: 'k', hash: '', scopes: [], expiresAt: null };
  const server = createServer((request, response) => press?.handle(request, response, '', undefined, key));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, commands, laid };
}

test('commands go out while the disk hangs; the answer comes when it has written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-stop-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'edge.json.stop');
  // Opening a pipe for writing lasts until somebody reads it: a disk that hangs for as long as the test wants.
  const pipe = `${file}.${process.pid}.tmp`;
  execFileSync('mkfifo', [pipe]);
  const { url, commands, laid } = await serve(file);
  const answers: unknown[] = [];
  const pressed = fetch(url, { method: 'POST' }).then(async (answer) => answers.push(await answer.json()));
  await vi.waitFor(() =>
    expect(commands.of('executor-hl').map(({ command }) => command)).toEqual([...STOP_COMMANDS]),
  );
  expect([laid.length, answers]).toEqual([1, []]);
  const written = await readFile(pipe, 'utf8');
  expect(written).toContain(laid[0]);
  await pressed;
  expect(answers).toMatchObject([{ changed: true, latch: { id: laid[0] } }]);
});
