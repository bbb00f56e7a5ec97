// Starts a whole installation on ports and in a data folder of its own for the end-to-end tests, and stops it after.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { makeOwnFolder } from './own-folder.ts';

const LIMIT_MS = 240_000;

/**
 * Names the run file to the tests as BULKHEAD_RUN_FILE and the console as BULKHEAD_E2E_URL. With BULKHEAD_RUN_FILE
 * given, the tests use that running installation instead and leave it running.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const given = process.env.BULKHEAD_RUN_FILE;
  if (given) {
    announce(given);
    return async () => {};
  }
  const folder = makeOwnFolder('bulkhead-e2e-');
  const ports = await freePorts(4);
  const provider = await startIdentityProvider(`http://localhost:${ports[0]}`);
  const child = launch(folder, ports, provider);
  const stop = async () => {
    await end(child);
    await provider.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await readyOrThrow(child, join(folder, 'run.json'));
    announce(join(folder, 'run.json'));
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

function launch(
  folder: string,
  [console, edge, sim, worker]: readonly number[],
  provider: IdentityProvider,
): ChildProcess & { said: string } {
  const env = {
    ...process.env,
    ...provider.environment,
    BULKHEAD_DATA_DIR: folder,
    BULKHEAD_PORT: String(console),
    BULKHEAD_EDGE_PORT: String(edge),
    BULKHEAD_SIM_PORT: String(sim),
    BULKHEAD_WORKER_PORT: String(worker),
    BULKHEAD_ENV: 'demo',
    DATABASE_URL: '',
  };
  const child = Object.assign(
    spawn(process.execPath, ['scripts/launch/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] }),
    { said: '' },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      child.said = (child.said + chunk).slice(-8_000);
    });
  }
  return child;
}

async function readyOrThrow(child: ChildProcess & { said: string }, runFile: string): Promise<void> {
  for (const deadline = Date.now() + LIMIT_MS; !existsSync(runFile); await delay(50)) {
    if (child.exitCode !== null) throw new Error(`The installation did not start:\n${child.said}`);
    if (Date.now() > deadline) throw new Error(`The installation was not ready in time:\n${child.said}`);
  }
}

function announce(runFile: string): void {
  const run = JSON.parse(readFileSync(runFile, 'utf8')) as { consoleUrl: string };
  process.env.BULKHEAD_RUN_FILE = runFile;
  process.env.BULKHEAD_E2E_URL = run.consoleUrl;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Different free ports, found by opening all of them at once. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  return Promise.all(
    servers.map((server) => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      return new Promise<number>((resolve) => server.close(() => resolve(port)));
    }),
  );
}
