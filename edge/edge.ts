// Puts an edge together: starts from its file, follows the database, serves, and stops without losing a word.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { EDGE_SCOPE } from '#lib/contract/edge.ts';
import { createDatabaseClock } from '#lib/door/database-clock.ts';
import { createHttpServer } from '#lib/door/http.ts';
import { createKeyUses } from '#lib/door/key-uses.ts';
import { createKeys, type Keys } from '#lib/door/keys.ts';
import type { Log } from '#lib/process/log.ts';
import { createCommandStore } from './command-store.ts';
import { createCommandStreams } from './command-stream.ts';
import { type DatabaseFeed, followDatabase } from './database-feed.ts';
import { commandsOf, stopRoutes } from './emergency-stop.ts';
import { createExecutorReports } from './executor-reports.ts';
import { createFigureSums } from './figures.ts';
import { type GatewayAgent, openAgent } from './gateway-agent.ts';
import { createGatewayWeights } from './gateway-weights.ts';
import { type Copy, copyAgeMs, createKeeper, type Keeper, readCopy } from './last-known-good.ts';
import { createLatchStore } from './latch-store.ts';
import { createLatchedInstances } from './latched-instances.ts';
import { metricsRoute } from './metrics.ts';
import { ofrepRoutes } from './ofrep-routes.ts';
import { createOfrepStreams } from './ofrep-stream.ts';
import { createTickets } from './ofrep-tickets.ts';
import { createOrigins } from './origins.ts';
import { readRoutes } from './read-routes.ts';
import { receiptsRoute } from './receipts.ts';
import { createReportQueue } from './report-queue.ts';
import { createReportWriter } from './report-writer.ts';
import { createSnapshotStore, type SnapshotStore } from './snapshot-store.ts';
import { statusRoutes } from './status-routes.ts';
import { createStopSync } from './stop-sync.ts';
import { createStreams } from './stream.ts';

export interface EdgeOptions {
  host: string;
  /** 0 lets the system choose. */
  port: number;
  databaseUrl: string;
  edgeId: string;
  file: string;
  log: Log;
  streamCapBytes?: number;
  storeUsesMs?: number;
  /** Where a gateway asks for its weights; 0 lets the system choose. None unless it is given. */
  agentPort?: number;
  /** Origins of web pages that may evaluate flags; none by default. */
  allowedOrigins?: readonly string[];
}

export interface Edge {
  readonly port: number;
  /** Undefined when it has no agent. */
  readonly agentPort: number | undefined;
  /** Reads values and keys anew at once, and writes the last-known-good file: what SIGHUP asks for. */
  reload(): void;
  /** At most about 1.5 s: streams end, waiting reports are stored, the file is written. */
  stop(): Promise<void>;
}

const SAMPLE_MS = 1_000;
/** What keys were used is stored this often. */
const STORE_USES_MS = 10_000;
/** While the database confirms the same values, the file's time is brought up to date this often. */
const CONFIRM_COPY_MS = 10_000;
const STORE_LAST_WITHIN_MS = 700;
const ANSWER_LAST_WITHIN_MS = 300;

/** Rejects only when the address cannot be listened on; a missing database or a damaged file stops nothing. */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const { log, edgeId, databaseUrl: url } = options;
  const clock = createDatabaseClock();
  const store = createSnapshotStore();
  const keys = createKeys(() => clock.at(performance.now()), EDGE_SCOPE);
  const copy = startFromCopy(options.file, store, keys, log);

  const queue = createReportQueue();
  const figures = createFigureSums();
  const latches = createLatchStore(`${options.file}.stop`, store.lay, log);
  const commands = createCommandStore();
  const latchedHere = latches.current();
  if (latchedHere) commands.add(commandsOf(latchedHere));
  const instances = createLatchedInstances();
  const streams = createStreams(store, keys, latches, options.streamCapBytes);
  const tickets = createTickets(keys, () => clock.at(performance.now()));
  const ofrepStreams = createOfrepStreams(store, keys, tickets);
  const weights = createGatewayWeights(`${options.file}.gateway`, log);
  const syncStops = createStopSync(edgeId, commands, latches, () => store.current()?.snapshot);
  const alsoAt: typeof syncStops = async (client) => {
    await weights.read(client);
    await syncStops(client);
  };
  const feed = followDatabase({
    ...{ url, edgeId, store, keys, clock, log, alsoAt },
    installation: copy?.installation,
  });
  const uses = createKeyUses();
  const writer = createReportWriter({ url, edgeId, clock, queue, uses, log });
  const executorReports = createExecutorReports(writer.addExecutor);
  const commandStreams = createCommandStreams(store, commands, executorReports, keys);
  const keeper = createKeeper(options.file, log);
  const save = keepCopy(keeper, store, keys, feed);

  let stopping = false;
  let agent: GatewayAgent | undefined;
  const { server, counts } = createHttpServer({
    routes: [
      ...readRoutes(store),
      streams.route,
      ...ofrepRoutes(store, tickets),
      ofrepStreams.route,
      receiptsRoute(store, figures, (report) => {
        instances.note(report);
        writer.add(report);
      }),
      commandStreams.route,
      executorReports.route,
      ...stopRoutes({ latches, commands, reports: executorReports, instances: instances.list, log }),
      ...statusRoutes(store, feed, () => stopping),
      metricsRoute({ answers: () => counts, store, feed, streams, ofrepStreams, queue, writer }),
    ],
    ...{ keys, uses, log, origins: createOrigins(options.allowedOrigins ?? []) },
  });
  const sampling = setInterval(() => {
    const now = performance.now();
    const sample = figures.sample(now);
    if (sample) writer.addSample(now, sample);
  }, SAMPLE_MS);
  const noting = setInterval(writer.storeUses, options.storeUsesMs ?? STORE_USES_MS);

  async function stop(): Promise<void> {
    stopping = true;
    await agent?.close();
    clearInterval(sampling);
    clearInterval(noting);
    const closed = new Promise((resolve) => server.close(resolve));
    streams.close();
    ofrepStreams.close();
    commandStreams.close();
    server.closeIdleConnections();
    const bound = setTimeout(() => server.closeAllConnections(), ANSWER_LAST_WITHIN_MS);
    await closed;
    clearTimeout(bound);
    await writer.close(STORE_LAST_WITHIN_MS);
    await feed.close();
    save();
    await Promise.all([keeper.settled(), latches.settled(), weights.settled()]);
  }

  function reload(): void {
    const reached = feed.lookAgain();
    save();
    log.info(
      reached
        ? 'values and keys are read anew'
        : 'the database is not reached: values and keys are read anew as soon as it is',
      { event: 'SIGHUP' },
    );
  }

  try {
    server.listen(options.port, options.host);
    await once(server, 'listening');
    const { host, agentPort } = options;
    if (agentPort !== undefined)
      agent = await openAgent({ host, port: agentPort, weights, served: () => store.current()?.served });
  } catch (error) {
    await stop();
    throw error;
  }
  return { port: (server.address() as AddressInfo).port, agentPort: agent?.port, reload, stop };
}

function startFromCopy(file: string, store: SnapshotStore, keys: Keys, log: Log): Copy | undefined {
  try {
    const copy = readCopy(file);
    if (!copy) return undefined;
    const ageMs = copyAgeMs(copy, Date.now());
    store.publish(copy.snapshot, 'file', performance.now() - ageMs);
    keys.replace(copy.keys);
    const { epoch, revision } = copy.snapshot;
    log.info('starting from the last-known-good file', { epoch, revision, ageMs });
    return copy;
  } catch (error) {
    log.error('starting without the last-known-good file', { err: error });
    return undefined;
  }
}

/** Keeps the file in step with what is served. Answers a function that writes it once more. */
function keepCopy(keeper: Keeper, store: SnapshotStore, keys: Keys, feed: DatabaseFeed): () => void {
  let savedAt = Number.NEGATIVE_INFINITY;

  function save(): void {
    const snapshot = store.current()?.snapshot;
    const list = keys.list();
    if (!snapshot || !list) return;
    savedAt = performance.now();
    const confirmedAt = new Date(Date.now() - store.dataAgeMs()).toISOString();
    keeper.save({ snapshot, keys: list, installation: feed.installation(), confirmedAt });
  }

  store.onPublish(save);
  keys.onChange(save);
  store.onConfirm(() => {
    if (performance.now() - savedAt >= CONFIRM_COPY_MS) save();
  });
  return save;
}
