// A whole installation of the bench's own, put together from the launcher's pieces: database, console, edge, intake, worker.
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '#lib/catalog/roles.ts';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { ALERTS_SCOPE } from '#lib/contract/intake.ts';
import type { RoleUrls } from '#scripts/database/roles.ts';
import { ensureBuilt } from '#scripts/launch/build.ts';
import { type DataFolder, openDataFolder } from '#scripts/launch/data-folder.ts';
import { openDatabase } from '#scripts/launch/database.ts';
import { type DemoAccount, demoOf } from '#scripts/launch/demo.ts';
import { checkPorts } from '#scripts/launch/ports.ts';
import { commonEnvironment, consoleSecrets, planOf, urlOf } from '#scripts/launch/processes.ts';
import { runSeed } from '#scripts/launch/seeding.ts';
import { type ProcessName, readSettings } from '#scripts/launch/settings.ts';
import { supervise } from '#scripts/launch/supervise.ts';
import { prismaGenerate } from '#scripts/prisma-generate.mjs';
import { isRunning } from '#scripts/running.ts';

export interface Installation {
  readonly consoleUrl: string;
  readonly edgeUrl: string;
  readonly edgePort: number;
  /** Key for reads of the edge. */
  readonly apiKey: string;
  readonly intakeUrl: string;
  /** Key for reports of alerts. */
  readonly alertsKey: string;
  readonly urls: RoleUrls;
  readonly data: DataFolder;
  account(role: Role): DemoAccount;
  /** Process number of a running process. */
  pid(name: ProcessName): number;
  /** That of the database server. */
  databasePid(): number;
  stop(): Promise<void>;
}

/** The simulated venue is left out: its orders would compete for the processor with what is measured. */
const PROCESSES: readonly ProcessName[] = ['edge', 'intake', 'worker', 'console'];
const READY_LIMIT_MS = 60_000;
const FIRST_PORT = 4700;
/** Where the edge tells a gateway its weights, if a trial has one. */
export const BENCH_AGENT_PORT = FIRST_PORT + 5;

const PREFIX = 'bulkhead-bench-';

/** A new folder under the system's temporary one, which the embedded server's user may enter. */
export function temporaryFolder(): string {
  sweepLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  chmodSync(folder, 0o711);
  return folder;
}

/** Folders of runs that were killed: the name tells whose each was. A server that still runs there notices, and ends. */
function sweepLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (owner > 1 && !isRunning(owner, /bench/))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** What the launcher reads from its environment, for an installation in `folder` on the ports from `firstPort`. */
export function environmentOf(folder: string, firstPort: number): Record<string, string> {
  return {
    BULKHEAD_DATA_DIR: folder,
    BULKHEAD_PORT: String(firstPort),
    BULKHEAD_EDGE_PORT: String(firstPort + 1),
    BULKHEAD_SIM_PORT: String(firstPort + 2),
    BULKHEAD_INTAKE_PORT: String(firstPort + 3),
    BULKHEAD_WORKER_PORT: String(firstPort + 4),
    // A start that is measured brings no gateway along: what that takes is not Bulkhead's.
    BULKHEAD_GATEWAY: 'false',
    BULKHEAD_WITHDRAWALS: 'false',
  };
}

/**
 * Builds the console when its sources changed, makes a database, starts everything. `stop` removes all of it again;
 * `signal` ends a build that is under way. `prepare` finds the database with its first content, before any process.
 */
export async function openInstallation(
  signal: AbortSignal,
  prepare?: (urls: RoleUrls) => Promise<void>,
): Promise<Installation> {
  const folder = temporaryFolder();
  const stops: (() => Promise<unknown> | unknown)[] = [
    () => rmSync(folder, { recursive: true, force: true }),
  ];
  const stop = async () => {
    for (const step of stops.splice(0).toReversed()) await step();
  };
  try {
    return await start(folder, signal, prepare, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  folder: string,
  signal: AbortSignal,
  prepare: ((urls: RoleUrls) => Promise<void>) | undefined,
  stops: (() => Promise<unknown> | unknown)[],
  stop: () => Promise<void>,
): Promise<Installation> {
  const settings = readSettings([], environmentOf(folder, FIRST_PORT));
  const data = openDataFolder(settings);
  await checkPorts(settings, PROCESSES);
  prismaGenerate();
  const consoleServer = await ensureBuilt(signal);
  let databasePid: number | undefined;
  const database = await openDatabase(settings, data, (pid) => {
    databasePid = pid;
  });
  stops.push(() => database.stop());
  const demo = demoOf(data);
  const gateway = { agentPort: BENCH_AGENT_PORT, statsSocket: null, url: null, servers: {} };
  const surroundings = {
    settings,
    data,
    urls: database.urls,
    demo,
    consoleServer,
    prometheusUrl: null,
    gateway,
  };
  const seed = (stage: 'content' | 'scenario') =>
    runSeed({ environment: settings.environment, demo, stage }, database.installationId, data, {
      ...commonEnvironment(settings),
      ...consoleSecrets(surroundings),
      BULKHEAD_PROCESS: 'seed',
    });
  await seed('content');
  await prepare?.(database.urls);
  const running = PROCESSES.map((name) => supervise(planOf(name, surroundings), () => {}));
  stops.push(...running.map((one) => () => one.stop()));
  await Promise.all(running.map((one) => one.ready(READY_LIMIT_MS)));
  await seed('scenario');
  return {
    consoleUrl: urlOf('console', settings),
    edgeUrl: urlOf('edge', settings),
    edgePort: settings.ports.edge,
    apiKey: demo.apiKeys[EDGE_SCOPE] ?? '',
    intakeUrl: urlOf('intake', settings),
    alertsKey: demo.apiKeys[ALERTS_SCOPE] ?? '',
    urls: database.urls,
    data,
    account(role) {
      const account = demo.accounts.find((one) => one.roles.includes(role));
      if (!account) throw new Error(`The demo has nobody who is ${role}.`);
      return account;
    },
    pid(name) {
      const pid = running.find((one) => one.name === name)?.pid;
      if (pid === undefined) throw new Error(`${name} does not run.`);
      return pid;
    },
    databasePid() {
      if (databasePid === undefined) throw new Error('The database does not run.');
      return databasePid;
    },
    stop,
  };
}
