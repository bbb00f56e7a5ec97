// Starts a whole installation in order, keeps it running, and stops it in order.
import { setImmediate } from 'node:timers/promises';
import { EnvError, EXIT_CONFIG } from '#lib/process/env.ts';
import { EXIT_BUG } from '#lib/process/lifecycle.ts';
import { PlainError } from '#scripts/plain-error.ts';
import { prismaGenerate } from '../prisma-generate.mjs';
import { ensureBuilt } from './build.ts';
import { openDataFolder } from './data-folder.ts';
import { openDatabase, probeOwnServer } from './database.ts';
import { demoOf } from './demo.ts';
import { type Gateway, planGateway } from './gateway.ts';
import { type Monitoring, planMonitoring } from './monitoring.ts';
import { checkPorts } from './ports.ts';
import { commonEnvironment, consoleSecrets, planOf, processNames, urlOf } from './processes.ts';
import { runFileWriter } from './run-file.ts';
import { firstRunLink, runSeed } from './seeding.ts';
import { PROCESS_NAMES, readSettings, type Settings } from './settings.ts';
import { sayAccounts, sayFirstRun, sayWhere } from './summary.ts';
import { supervise } from './supervise.ts';
import { say } from './terminal.ts';

const READY_LIMIT_MS = 60_000;

/** What was started, in the order to stop it: the last added first. */
const stops: (() => Promise<void> | void)[] = [];
let stopping: Promise<void> | undefined;

/** Stops everything once; a signal that comes twice (the terminal's and npm's) changes nothing. */
function stop(exitCode: number): Promise<void> {
  stopping ??= (async () => {
    for (const step of stops.toReversed()) {
      try {
        await step();
      } catch (error) {
        say(`While stopping: ${(error as Error).message}`);
      }
    }
    process.exit(exitCode);
  })();
  return stopping;
}

/** Halts a start that is under way when a stop was asked for meanwhile. */
async function unlessStopping(): Promise<void> {
  if (stopping) await new Promise(() => {});
}

async function start(args: readonly string[]): Promise<void> {
  const begun = Date.now();
  const settings = readSettings(args);
  const names = processNames(settings);
  const data = openDataFolder(settings);
  stops.push(() => data.release());
  await checkPorts(settings, names);
  const demo = settings.demo ? demoOf(data) : null;
  const gateway = await planGateway(settings, data, demo);
  const monitoring = await planMonitoring(settings, data, demo, gateway.servers);
  const runFile = runFileWriter(data);

  await probeOwnServer(settings);
  if (prismaGenerate()) say('Prisma client generated.');
  // Both take their time on the first start and need nothing of each other.
  const building = new AbortController();
  const built = settledLater(settings.dev ? Promise.resolve(undefined) : ensureBuilt(building.signal));
  stops.push(async () => {
    building.abort();
    await built().catch(() => {});
  });
  const opening = openDatabase(settings, data, (pid) => runFile.pid('postgres', pid));
  // A stop may be asked for while the server is coming up: it is waited for, then stopped.
  stops.push(async () => (await opening.catch(() => undefined))?.stop());
  const database = await opening;
  await unlessStopping();
  const { prometheusUrl } = monitoring;
  const surroundings = { settings, data, urls: database.urls, demo, prometheusUrl, gateway };
  const consoleServer = await built();
  await unlessStopping();
  // Not beside the build: a machine kept busy by it makes transactions run into their time-outs.
  const seedEnvironment = {
    ...commonEnvironment(settings),
    ...consoleSecrets(surroundings),
    NEXTAUTH_URL: settings.publicUrl,
    BULKHEAD_PROCESS: 'seed',
  };
  const seed = (stage: 'content' | 'scenario') =>
    runSeed(
      { environment: settings.environment, demo, stage },
      database.installationId,
      data,
      seedEnvironment,
    );
  await seed('content');
  await unlessStopping();

  const running = names.map((name) =>
    supervise(planOf(name, { ...surroundings, consoleServer }), (pid) => runFile.pid(name, pid)),
  );
  // One after the other: instances say goodbye to an edge that still listens, and edges file that in a database.
  for (const name of PROCESS_NAMES.toReversed()) {
    stops.push(async () => running.find((one) => one.name === name)?.stop());
  }
  const watching = [...gateway.plans, ...monitoring.plans].map((plan) =>
    supervise(plan, (pid) => runFile.pid(plan.name, pid)),
  );
  stops.push(async () => void (await Promise.all(watching.map((one) => one.stop()))));
  // Nobody waits for them: the rest runs without.
  for (const one of watching) one.ready(READY_LIMIT_MS).catch((error: Error) => say(error.message));
  stops.push(
    () => runFile.remove(),
    () => say('Stopping.'),
  );
  await Promise.all(running.map((one) => one.ready(READY_LIMIT_MS)));
  await unlessStopping();
  if (demo) await seed('scenario');
  await unlessStopping();

  const content = contentOf(settings, demo, monitoring, gateway, database.urls.app);
  runFile.publish(content);
  sayWhere(settings, content, database.description, Date.now() - begun);
  for (const missing of [monitoring.missing, gateway.missing]) if (missing) say(`  ${missing}`);
  if (demo) sayAccounts(demo, data.file('run.json'));
  else sayFirstRun(await firstRunLink(settings.environment, seedEnvironment));
}

/** Lets a promise run on; the function it gives back waits for it and passes on its failure. */
function settledLater<T>(promise: Promise<T>): () => Promise<T> {
  const settled = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return async () => {
    const outcome = await settled;
    if ('error' in outcome) throw outcome.error;
    return outcome.value;
  };
}

function contentOf(
  settings: Settings,
  demo: ReturnType<typeof demoOf> | null,
  { prometheusUrl, alertmanagerUrl }: Monitoring,
  gateway: Gateway,
  databaseUrl: string,
) {
  return {
    consoleUrl: settings.publicUrl,
    edgeUrl: urlOf('edge', settings),
    intakeUrl: urlOf('intake', settings),
    simUrl: demo ? urlOf('sim', settings) : null,
    prometheusUrl,
    alertmanagerUrl,
    gatewayUrl: gateway.url,
    orderGateways: gateway.servers,
    workerUrl: urlOf('worker', settings),
    accounts: demo?.accounts ?? [],
    apiKeys: demo?.apiKeys ?? {},
    databaseUrl,
  };
}

function explain(error: unknown): number {
  if (error instanceof EnvError) {
    process.stderr.write(`\n${error.problems.join('\n')}\n`);
    return EXIT_CONFIG;
  }
  if (error instanceof PlainError) {
    process.stderr.write(`\n${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT_BUG;
}

// A closed terminal must not end the launcher before it has stopped what it started.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
// npm's shell may die of a signal without passing it on: then we are somebody else's child.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && void stop(0), 500).unref();
}
process.on('uncaughtException', (error) => void stop(explain(error)));
process.on('unhandledRejection', (error) => void stop(explain(error)));

try {
  await start(process.argv.slice(2));
} catch (error) {
  // Ctrl-C also ends what this process waits for, before its own handler ran: that is no failure to explain.
  await setImmediate();
  await (stopping ?? stop(explain(error)));
}
