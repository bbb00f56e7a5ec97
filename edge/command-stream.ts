// GET /config/commands/{id}: server-sent commands for one executor, those it has not carried out first; at least once.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { HEARTBEAT_MS } from '#lib/contract/edge.ts';
import { EXECUTOR_SCOPE } from '#lib/contract/executors.ts';
import { answerError } from './answer.ts';
import { type CommandStore, isFor, type KnownCommand } from './command-store.ts';
import { asciiJson } from './encode.ts';
import { answerFull, beginStream, withSocket } from './event-stream.ts';
import type { ExecutorReports } from './executor-reports.ts';
import type { KeyedRoute } from './http.ts';
import type { ApiKey, Keys } from './keys.ts';
import { ReportError, readInstanceId } from './report-form.ts';
import type { SnapshotStore } from './snapshot-store.ts';

const MAX_EXECUTORS = 1_000;
const BEAT = Buffer.from(': beat\n\n', 'latin1');

interface Reader {
  executorId: string;
  key: ApiKey;
  socket: Socket;
}

export interface CommandStreams {
  readonly route: KeyedRoute;
  close(): void;
}

export function createCommandStreams(
  store: SnapshotStore,
  commands: CommandStore,
  reports: ExecutorReports,
  keys: Keys,
): CommandStreams {
  const readers = new Set<Reader>();

  function send(reader: Reader, command: KnownCommand): void {
    if (!reader.socket.destroyed) reader.socket.write(commandFrame(command));
  }

  function endBad(): void {
    for (const reader of readers) {
      if (!keys.stillGood(reader.key, EXECUTOR_SCOPE)) reader.socket.destroySoon();
    }
  }

  commands.onAdded((fresh) => {
    for (const reader of readers)
      for (const command of fresh) if (isFor(command, reader.executorId)) send(reader, command);
  });
  keys.onChange(endBad);
  const beat = setInterval(() => {
    endBad();
    for (const { socket } of readers) if (!socket.destroyed) socket.write(BEAT);
  }, HEARTBEAT_MS);

  /** What it has not said its last word on. */
  function missed(executorId: string): KnownCommand[] {
    return commands.of(executorId).filter(({ id }) => !reports.isOver(executorId, id));
  }

  function open(response: ServerResponse, executorId: string, key: ApiKey): void {
    beginStream(response, store);
    withSocket(response, (socket) => {
      const reader = { executorId, key, socket };
      response.on('close', () => readers.delete(reader));
      socket.write(BEAT);
      for (const command of missed(executorId)) send(reader, command);
      readers.add(reader);
    });
  }

  return {
    route: {
      path: '/config/commands/',
      method: 'GET',
      scope: EXECUTOR_SCOPE,
      handle(request, response, rest, _query, key) {
        if (readers.size >= MAX_EXECUTORS) return answerFull(response);
        let executorId: string;
        try {
          executorId = readInstanceId(rest);
        } catch (error) {
          if (!(error instanceof ReportError)) throw error;
          return answerError(response, 'invalid_input', error.message);
        }
        if (request.method === 'HEAD') {
          beginStream(response, store);
          return void response.end();
        }
        open(response, executorId, key);
      },
    },
    close() {
      clearInterval(beat);
      for (const { socket } of readers) socket.destroySoon();
    },
  };
}

function commandFrame({ executorId: _, ...event }: KnownCommand): Buffer {
  return Buffer.from(`event: command\nid: ${event.id}\ndata: ${asciiJson(event)}\n\n`, 'latin1');
}
