// GET /config/stream: server-sent events of the values, from the first snapshot or from where the reader left off.
import type { HeartbeatEvent } from '#lib/contract/edge.ts';
import { HEARTBEAT_MS } from '#lib/contract/edge.ts';
import type { KeyedRoute } from '#lib/door/http.ts';
import type { Keys } from '#lib/door/keys.ts';
import { asciiJson } from './encode.ts';
import { answerFull, beginStream, MAX_STREAMS, withSocket } from './event-stream.ts';
import { createFanOut } from './fan-out.ts';
import type { LatchStore } from './latch-store.ts';
import { answerNotReady } from './read-routes.ts';
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

export function createStreams(
  store: SnapshotStore,
  keys: Keys,
  latches: Pick<LatchStore, 'frames'>,
  capBytes = STREAM_CAP_BYTES,
): Streams {
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
      if (fanOut.count() >= MAX_STREAMS) return answerFull(response);
      beginStream(response, store);
      if (request.method === 'HEAD') return void response.end();
      const lastSeen = request.headers['last-event-id'];
      withSocket(response, (socket) => {
        const reader = { key, outlet: socket };
        response.on('close', () => fanOut.remove(reader));
        const missed = store.missed(typeof lastSeen === 'string' ? lastSeen : undefined);
        // One who missed nothing is told so at once, rather than with the next heartbeat. All in one, which no cap cuts.
        fanOut.send(reader, Buffer.concat([missed ?? heartbeat(store), ...latches.frames()]));
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
