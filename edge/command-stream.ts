// GET /config/commands/{id}: server-sent commands for one executor, those it has not carried out first; at least once.
import type { ServerResponse } from 'node:http';
import { HEARTBEAT_MS } from '#lib/contract/edge.ts';
import { EXECUTOR_SCOPE } from '#lib/contract/executors.ts';
import { readInstanceId } from '#lib/door/form.ts';
import type { KeyedRoute } from '#lib/door/http.ts';
import type { ApiKey, Keys } from '#lib/door/keys.ts';
import { type CommandStore, isFor, type KnownCommand } from './command-store.ts';
import { asciiJson } from './encode.ts';
import { answerFull, beginStream, withSocket } from './event-stream.ts';
import type { ExecutorReports } from './executor-reports.ts';
import { createFanOut, type Reader } from './fan-out.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { STREAM_CAP_BYTES } from './stream.ts';

const MAX_EXECUTORS = 1_000;
const BEAT = Buffer.from(': beat\n\n', 'latin1');

interface ExecutorReader extends Reader {
  readonly executorId: string;
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
  capBytes = STREAM_CAP_BYTES,
): CommandStreams {
  // One that is cut comes back and gets all it has not said its last word on.
  const fanOut = createFanOut<ExecutorReader>(capBytes);
  const endBad = () => fanOut.endUnless((key) => keys.stillGood(key, EXECUTOR_SCOPE));

  commands.onAdded((fresh) => {
    for (const command of fresh)
      fanOut.sendAll(commandFrame(command), ({ executorId }) => isFor(command, executorId));
  });
  keys.onChange(endBad);
  const beat = setInterval(() => {
    endBad();
    fanOut.sendAll(BEAT);
  }, HEARTBEAT_MS);

  /** What it has not said its last word on. */
  function missed(executorId: string): KnownCommand[] {
    return commands.of(executorId).filter(({ id }) => !reports.isOver(executorId, id));
  }

  function open(response: ServerResponse, executorId: string, key: ApiKey): void {
    beginStream(response, store);
    withSocket(response, (socket) => {
      const reader = { executorId, key, outlet: socket };
      response.on('close', () => fanOut.remove(reader));
      // All in one, which no cap cuts: a reader with much to catch up on would be cut again and again.
      fanOut.send(reader, Buffer.concat([BEAT, ...missed(executorId).map(commandFrame)]));
      fanOut.add(reader);
    });
  }

  return {
    route: {
      path: '/config/commands/',
      method: 'GET',
      scope: EXECUTOR_SCOPE,
      handle(request, response, rest, _query, key) {
        if (fanOut.count() >= MAX_EXECUTORS) return answerFull(response);
        const executorId = readInstanceId(rest);
        if (request.method === 'HEAD') {
          beginStream(response, store);
          return void response.end();
        }
        open(response, executorId, key);
      },
    },
    close() {
      clearInterval(beat);
      fanOut.endAll();
    },
  };
}

function commandFrame({ executorId: _, ...event }: KnownCommand): Buffer {
  return Buffer.from(`event: command\nid: ${event.id}\ndata: ${asciiJson(event)}\n\n`, 'latin1');
}
