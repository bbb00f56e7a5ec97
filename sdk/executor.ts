// Starts an executor: takes commands from an edge, has them carried out one after another, once each, and reports.
import type { EventSourceMessage } from 'eventsource-parser';
import type { Dispatcher } from 'undici';
import {
  type BreakerReport,
  EXECUTOR_REPORT_MS,
  type ExecutorReport,
  type PositionReport,
} from '#lib/contract/executors.ts';
import { openCommandLog } from './command-log.ts';
import { type CarryOut, createCommandQueue } from './command-queue.ts';
import { connectionsOf } from './connections.ts';
import { edgeAddresses } from './edges.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { openStream } from './stream.ts';
import { createTroubles } from './trouble.ts';
import { parseJson, readCommand } from './wire.ts';

/** Where the executor stands; asked at each report. Amounts are decimal text. */
export interface ExecutorState {
  connected: boolean;
  openOrders: number;
  positions: readonly PositionReport[];
  breakers: readonly BreakerReport[];
}

export interface ExecutorOptions {
  /** Base addresses of edges, most preferred first. */
  edges: readonly string[];
  /** API key with scope `executors:act`. */
  apiKey: string;
  /** Unique among the executors of the venue. */
  executorId: string;
  /** Where it is written down what was carried out; without it a restart may repeat a command. */
  file?: string;
  /** A command that a stop of the process broke off comes again: begin where it stands. */
  carryOut: CarryOut;
  /**
   * A command that neither ends nor says progress for this long is reported as failed, and the next one begins: one that
   * hangs must not hold back an emergency stop. Milliseconds; a minute when it is left out.
   */
  withinMs?: number;
  state(): ExecutorState;
  onTrouble?: (error: Error) => void;
  /** Own undici dispatcher. It stays the caller's to close. */
  dispatcher?: Dispatcher;
}

export interface Executor {
  /** Reports now: call it when the state has changed and should be seen at once. */
  report(): void;
  /** Says goodbye and stops; a command under way is broken off. */
  close(): Promise<void>;
}

const LEAVE_WITHIN_MS = 1_000;
const CARRY_OUT_WITHIN_MS = 60_000;
/** Longest wait of a Node timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Throws for a mistake in the options and for a damaged log of commands; nothing of what it answers ever throws. */
export function createExecutor(options: ExecutorOptions): Executor {
  const edges = edgeAddresses(options.edges, 'createExecutor');
  const { executorId, apiKey } = options;
  if (!executorId || !apiKey) throw new TypeError('createExecutor needs executorId and apiKey.');
  const { withinMs = CARRY_OUT_WITHIN_MS } = options;
  if (!(withinMs > 0 && withinMs <= MAX_TIMER_MS))
    throw new TypeError(
      `createExecutor: withinMs must be a number of milliseconds from 1 to ${MAX_TIMER_MS}.`,
    );
  const connections = connectionsOf(options.dispatcher);
  const { dispatcher } = connections;
  const headers = { authorization: `Bearer ${apiKey}` };
  const startedAt = new Date().toISOString();
  const trouble = createTroubles(options.onTrouble).tell;
  const log = openCommandLog(options.file, trouble);
  let reporter: Reporter | undefined;
  let closed = false;
  const queue = createCommandQueue({
    ...{ log, withinMs, carryOut: options.carryOut },
    onStep: () => reporter?.send(),
  });

  function onEvent({ event, data }: EventSourceMessage): void {
    if (event !== 'command') return;
    const command = readCommand(parseJson(data));
    if (command) queue.take(command);
    else trouble(new Error('The edge sent a command that cannot be read.'));
  }

  const path = encodeURIComponent(executorId);
  const stream = openStream({
    edges,
    path: `config/commands/${path}`,
    headers,
    dispatcher,
    // Everything that is not over comes again: what it has done, it knows itself.
    resumeFrom: () => undefined,
    onConnected: () => reporter?.send(),
    onEvent,
    onTrouble: trouble,
  });
  reporter = createReporter({
    edge: stream.edge,
    path: `config/executors/${path}/report`,
    headers,
    dispatcher,
    report: (leaving) => {
      const { connected, openOrders, positions, breakers } = options.state();
      const body: ExecutorReport = {
        ...{ startedAt, connected, openOrders, positions, breakers, commands: log.list() },
        ...(leaving ? { leaving } : {}),
      };
      return JSON.stringify(body);
    },
    onTrouble: trouble,
  });
  reporter.send();
  const beat = setInterval(() => reporter?.send(), EXECUTOR_REPORT_MS);

  return {
    report: () => reporter?.send(),
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(beat);
      queue.close();
      await Promise.all([stream.close(), reporter?.leave(LEAVE_WITHIN_MS)]);
      await connections.close();
    },
  };
}
