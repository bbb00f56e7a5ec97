// GET /config/stream: server-sent events of the values, from the first snapshot or from where the reader left off.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HeartbeatEvent } from '#lib/contract/edge.ts';
import { HEARTBEAT_MS } from '#lib/contract/edge.ts';
import { answerError } from './answer.ts';
import { asciiJson } from './encode.ts';
import { createFanOut } from './fan-out.ts';
import type { KeyedRoute } from './http.ts';
import type { Keys } from './keys.ts';
import { answerNotReady, DATA_AGE } from './read-routes.ts';
import type { SnapshotStore } from './snapshot-store.ts';

export interface Streams {
  readonly route: KeyedRoute;
  count(): number;
  /** Readers cut because they did not keep up. */
  cut(): number;
  /** Ends all streams, in order that their readers go to another edge. */
  close(): void;
}

/** A reader may lag behind by this much; a snapshot of the whole matrix has about 5 KB, a change 200 bytes. */
export const STREAM_CAP_BYTES = 256 * 1024;
const MAX_STREAMS = 10_000;

export function createStreams(store: SnapshotStore, keys: Keys, capBytes = STREAM_CAP_BYTES): Streams {
  const fanOut = createFanOut(capBytes);

  store.onPublish((frame) => fanOut.sendAll(frame));
  keys.onChange(() => fanOut.endUnless(keys.stillGood));
  const beat = setInterval(() => {
    // Expiry comes by the clock alone; nothing announces it.
    fanOut.endUnless(keys.stillGood);
    if (fanOut.count() > 0) fanOut.sendAll(heartbeat(store));
  }, HEARTBEAT_MS);

  const route: KeyedRoute = {
    path: '/config/stream',
    method: 'GET',
    handle(request, response, _rest, _query, key) {
      if (!store.current()) return answerNotReady(response);
      if (fanOut.count() >= MAX_STREAMS) {
        return answerError(
          response,
          'unavailable',
          'This edge has all the streams it can feed: ask another one.',
        );
      }
      beginStream(response, store);
      if (request.method === 'HEAD') return void response.end();
      const lastSeen = request.headers['last-event-id'];
      withSocket(response, (socket) => {
        const reader = { key, outlet: socket };
        response.on('close', () => fanOut.remove(reader));
        const missed = store.missed(typeof lastSeen === 'string' ? lastSeen : undefined);
        // One who missed nothing is told so at once, rather than with the next heartbeat.
        fanOut.send(reader, missed ?? heartbeat(store));
        fanOut.add(reader);
      });
    },
  };

  return {
    route,
    count: fanOut.count,
    cut: fanOut.cut,
    close() {
      clearInterval(beat);
      fanOut.endAll();
    },
  };
}

/**
 * Sends the head. The end of the connection ends the stream, without chunks around each event, so that the very
 * same bytes can go to the socket of every reader.
 */
function beginStream(response: ServerResponse, store: SnapshotStore): void {
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, [
    'Content-Type',
    'text/event-stream; charset=utf-8',
    'Cache-Control',
    'no-store',
    'X-Accel-Buffering',
    'no',
    DATA_AGE,
    String(store.dataAgeMs()),
  ]);
  response.flushHeaders();
}

/** Events go straight to the socket: through the response each of them would cost a fifth more. */
function withSocket(response: ServerResponse, begin: (socket: Socket) => void): void {
  if (response.socket) begin(response.socket);
  // Behind other requests on the same connection, a response gets the socket when those are answered.
  else response.once('socket', (socket: Socket) => setImmediate(() => socket.destroyed || begin(socket)));
}

function heartbeat(store: SnapshotStore): Buffer {
  const { epoch, revision } = store.current()?.snapshot ?? { epoch: 0, revision: 0 };
  const body: HeartbeatEvent = {
    epoch,
    revision,
    at: new Date().toISOString(),
    dataAgeMs: store.dataAgeMs(),
  };
  return Buffer.from(`event: heartbeat\ndata: ${asciiJson(body)}\n\n`, 'latin1');
}
