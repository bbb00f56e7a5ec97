// Starts an executor: takes commands from an edge, has them carried out one after another, once each, and reports.
import type { EventSourceMessage } from 'eventsource-parser';
import { Agent, type Dispatcher } from 'undici';
import {
  type BreakerReport,
  type CommandEvent,
  EXECUTOR_REPORT_MS,
  type ExecutorReport,
  type PositionReport,
} from '#lib/contract/executors.ts';
import { openCommandLog } from './command-log.ts';
import { edgeAddresses } from './edges.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { openStream } from './stream.ts';
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
  /**
   * Carries one command out. Says how far it is through `progress`; done when it resolves, failed when it throws, with
   * the message of what it threw. A command that a stop of the process broke off comes again: begin where it stands.
   */
  carryOut(
    command: CommandEvent,
    progress: (done: number, total: number, note?: string) => void,
  ): Promise<void>;
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

/** Throws for a mistake in the options and for a damaged log of commands; nothing of what it answers ever throws. */
export function createExecutor(options: ExecutorOptions): Executor {
  const edges = edgeAddresses(options.edges, 'createExecutor');
  const { executorId, apiKey } = options;
  if (!executorId || !apiKey) throw new TypeError('createExecutor needs executorId and apiKey.');
  const own = options.dispatcher
    ? undefined
    : new Agent({ connect: { timeout: 2_000 }, keepAliveTimeout: 30_000 });
  const dispatcher = options.dispatcher ?? (own as Agent);
  const headers = { authorization: `Bearer ${apiKey}` };
  const startedAt = new Date().toISOString();
  const trouble = (error: Error) => options.onTrouble?.(error);
  const log = openCommandLog(options.file, trouble);
  let reporter: Reporter | undefined;
  let closed = false;
  /** One after another: positions are closed after orders are cancelled, and before the connection is. */
  let queue: Promise<void> = Promise.resolve();

  async function carryOut(command: CommandEvent): Promise<void> {
    if (closed) return;
    const { id } = command;
    let [done, total, note] = [0, 0, undefined as string | undefined];
    const say = (state: 'running' | 'done' | 'failed') => {
      log.note({ id, state, done, total, ...(note === undefined ? {} : { note: note.slice(0, 500) }) });
      reporter?.send();
    };
    try {
      say('running');
      await options.carryOut(command, (nowDone, nowTotal, nowNote) => {
        if (closed) return;
        [done, total, note] = [nowDone, nowTotal, nowNote];
        say('running');
      });
      if (!closed) say('done');
    } catch (error) {
      note = error instanceof Error ? error.message : String(error);
      if (!closed) say('failed');
    }
  }

  function take(command: CommandEvent): void {
    if (!log.begin(command)) return;
    reporter?.send();
    if (Date.now() > Date.parse(command.expiresAt)) {
      log.note({ id: command.id, state: 'failed', done: 0, total: 0, note: 'It came after its time.' });
      reporter?.send();
      return;
    }
    queue = queue.then(() => carryOut(command));
  }

  function onEvent({ event, data }: EventSourceMessage): void {
    if (event !== 'command') return;
    const command = readCommand(parseJson(data));
    if (command) take(command);
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
      await Promise.all([stream.close(), reporter?.leave(LEAVE_WITHIN_MS)]);
      await own?.destroy();
    },
  };
}
