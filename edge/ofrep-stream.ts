// GET /ofrep/v1/events: tells OFREP clients that there are new values to evaluate, and never what they are.
import { HEARTBEAT_MS } from '#lib/contract/edge.ts';
import { OFREP_EVENTS, type RefetchEvent } from '#lib/contract/ofrep.ts';
import type { KeyedRoute } from '#lib/door/http.ts';
import type { Keys, Refusal } from '#lib/door/keys.ts';
import { asciiJson } from './encode.ts';
import { answerFull, beginStream, MAX_STREAMS, withSocket } from './event-stream.ts';
import { createFanOut } from './fan-out.ts';
import type { Tickets } from './ofrep-tickets.ts';
import { answerNotReady } from './read-routes.ts';
import type { SnapshotStore } from './snapshot-store.ts';
import { STREAM_CAP_BYTES, type Streams } from './stream.ts';

/** Proxies close what is silent for longer. */
const KEEP_ALIVE_MS = 15_000;
const KEEP_ALIVE = Buffer.from(':\n\n');
/** A browser whose stream broke off comes back after this. */
const COME_BACK = 'retry: 1000\n';

const BAD_QUERY: Refusal = {
  status: 400,
  code: 'invalid_input',
  message: 'This address takes ticket and since, each at most once, as the bulk evaluation gives them.',
};

/** Undefined for a query with anything but these, or with one of them twice. */
function readQuery(query: string | undefined): { ticket?: string; since?: string } | undefined {
  const given: { ticket?: string; since?: string } = {};
  for (const [name, value] of new URLSearchParams(query ?? '')) {
    if ((name !== 'ticket' && name !== 'since') || given[name] !== undefined) return undefined;
    given[name] = value;
  }
  return given;
}

function refetchFrame(position: string): Buffer {
  const event: RefetchEvent = { type: 'refetchEvaluation', etag: position };
  return Buffer.from(`id: ${position}\ndata: ${asciiJson(event)}\n\n`, 'latin1');
}

export function createOfrepStreams(store: SnapshotStore, keys: Keys, tickets: Tickets): Streams {
  const fanOut = createFanOut(STREAM_CAP_BYTES);

  store.onPublish((_frame, published) => fanOut.sendAll(refetchFrame(published.tag)));
  keys.onChange(() => fanOut.endUnless(keys.stillGood));
  // Expiry of a key comes by the clock alone; a ticket that runs out only opens no further streams.
  const watch = setInterval(() => fanOut.endUnless(keys.stillGood), HEARTBEAT_MS);
  const keepAlive = setInterval(() => fanOut.sendAll(KEEP_ALIVE), KEEP_ALIVE_MS);

  const route: KeyedRoute = {
    path: OFREP_EVENTS,
    method: 'GET',
    browsers: true,
    check(request, query) {
      const given = readQuery(query);
      if (!given) return BAD_QUERY;
      return given.ticket === undefined ? keys.check(request) : tickets.check(given.ticket);
    },
    handle(request, response, _rest, query, key) {
      const published = store.current();
      if (!published) return answerNotReady(response);
      if (fanOut.count() >= MAX_STREAMS) return answerFull(response);
      beginStream(response, store);
      if (request.method === 'HEAD') return void response.end();
      const lastSeen = request.headers['last-event-id'] ?? readQuery(query)?.since;
      withSocket(response, (socket) => {
        const reader = { key, outlet: socket };
        response.on('close', () => fanOut.remove(reader));
        const id = store.current()?.id ?? published.id;
        // Without data an event sets the reader's place and is not shown to it.
        const first = lastSeen === id ? Buffer.from(`id: ${id}\n\n`) : refetchFrame(id);
        fanOut.send(reader, Buffer.concat([Buffer.from(COME_BACK), first]));
        fanOut.add(reader);
      });
    },
  };

  return {
    route,
    count: fanOut.count,
    cut: fanOut.cut,
    close() {
      clearInterval(watch);
      clearInterval(keepAlive);
      fanOut.endAll();
    },
  };
}
