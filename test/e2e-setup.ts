// Starts whole installations on ports and in data folders of their own for the end-to-end tests, and stops them after.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { makeOwnFolder } from './own-folder.ts';

const LIMIT_MS = 240_000;

const PORTS = 5;

/**
 * One for each worker, so that none meets what another changes. Names their run files to the tests as
 * BULKHEAD_RUN_FILE, in the manner of PATH; with it given, the tests use that running installation instead and leave
 * it running. `monitoring`: with Prometheus and Alertmanager, which most tests have no use for: the one that needs
 * them starts them itself (e2e-monitoring.ts).
 */
export default async function setUp({ workers = 1, monitoring = false } = {}): Promise<() => Promise<void>> {
  if (process.env.BULKHEAD_RUN_FILE) return async () => {};
  const ports = await freePorts(workers * PORTS);
  const starting = await Promise.allSettled(
    Array.from({ length: workers }, (_, i) => start(ports.slice(i * PORTS, (i + 1) * PORTS), monitoring)),
  );
  const running = starting.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => {
    await Promise.all(running.map((one) => one.stop()));
  };
  const failed = starting.find((one) => one.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  process.env.BULKHEAD_RUN_FILE = running.map(({ runFile }) => runFile).join(delimiter);
  return stop;
}

interface Installation {
  runFile: string;
  stop(): Promise<void>;
}

async function start(ports: readonly number[], monitoring: boolean): Promise<Installation> {
  const folder = makeOwnFolder('bulkhead-e2e-');
  const runFile = join(folder, 'run.json');
  const provider = await startIdentityProvider(`http://localhost:${ports[0]}`);
  const child = launch(folder, ports, provider, monitoring);
  const stop = async () => {
    await end(child);
    await provider.close();
    tellErrors(join(folder, 'logs'));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await readyOrThrow(child, runFile);
    return { runFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function launch(
  folder: string,
  [console, edge, sim, intake, worker]: readonly number[],
  provider: IdentityProvider,
  monitoring: boolean,
): ChildProcess & { said: string } {
  const env = {
    ...process.env,
    ...provider.environment,
    BULKHEAD_DATA_DIR: folder,
    BULKHEAD_PORT: String(console),
    BULKHEAD_EDGE_PORT: String(edge),
    BULKHEAD_SIM_PORT: String(sim),
    BULKHEAD_INTAKE_PORT: String(intake),
    BULKHEAD_WORKER_PORT: String(worker),
    BULKHEAD_ENV: 'demo',
    BULKHEAD_MONITORING: String(monitoring),
    // Releases through the real gateway have a test of their own.
    BULKHEAD_GATEWAY: 'false',
    BULKHEAD_WITHDRAWALS: 'false',
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

/** What the processes logged as errors: a failed test shows only that something broke, with a number. */
function tellErrors(folder: string): void {
  for (const file of globSync(join(folder, '*.log'))) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line.includes('"level":"error"')) process.stderr.write(`${basename(file)}: ${line}\n`);
    }
  }
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
