// How a stream of server-sent events begins, whatever is told on it.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answerError } from '#lib/door/answer.ts';
import { DATA_AGE } from './read-routes.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** Of each kind. */
export const MAX_STREAMS = 10_000;

export function answerFull(response: ServerResponse): void {
  answerError(response, 'unavailable', 'This edge has all the streams it can feed: ask another one.');
}

/**
 * Sends the head. The end of the connection ends the stream, without chunks around each event, so that the very
 * same bytes can go to the socket of every reader.
 */
export function beginStream(response: ServerResponse, store: SnapshotStore): void {
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
export function withSocket(response: ServerResponse, begin: (socket: Socket) => void): void {
  if (response.socket) begin(response.socket);
  // Behind other requests on the same connection, a response gets the socket when those are answered.
  else response.once('socket', (socket: Socket) => setImmediate(() => socket.destroyed || begin(socket)));
}
