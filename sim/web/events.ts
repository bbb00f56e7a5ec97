// Server-sent events for the status page: the pieces that changed, twice a second, only while somebody looks.
import type { ServerResponse } from 'node:http';
import { STEP_MS } from '../models/rates.ts';
import type { Pieces } from './page.ts';

const MOST_VIEWERS = 50;
/** A viewer that has this much unread is too slow and starts again. */
const MOST_UNREAD_BYTES = 256 * 1_024;

export interface Events {
  /** Adds a viewer. False when there are too many. */
  open(response: ServerResponse): boolean;
  close(): void;
}

export function createEvents(look: () => Pieces): Events {
  const viewers = new Set<ServerResponse>();
  let sent: Pieces = {};
  let timer: NodeJS.Timeout | undefined;

  const frame = (pieces: Pieces) => `event: pieces\ndata: ${JSON.stringify(pieces)}\n\n`;

  function tick(): void {
    const now = look();
    const changed = Object.entries(now).filter(([id, html]) => sent[id] !== html);
    sent = now;
    if (changed.length === 0) return;
    const text = frame(Object.fromEntries(changed));
    for (const viewer of viewers) {
      if (viewer.writableLength > MOST_UNREAD_BYTES) viewer.destroy();
      else viewer.write(text);
    }
  }

  return {
    open(response) {
      if (viewers.size >= MOST_VIEWERS) return false;
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(`retry: 1000\n${frame(look())}`);
      viewers.add(response);
      timer ??= setInterval(tick, STEP_MS);
      response.on('close', () => {
        viewers.delete(response);
        if (viewers.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      });
      return true;
    },
    close() {
      for (const viewer of viewers) viewer.end();
    },
  };
}
