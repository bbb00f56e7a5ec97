// Reads bodies as they are sent, byte for byte, up to a limit for each and for all that are held at once.
import type { IncomingMessage } from 'node:http';

export type ReadBody =
  | { kind: 'whole'; bytes: Buffer }
  /** Larger than allowed; the rest is read and thrown away, so that the answer is heard. */
  | { kind: 'too large' }
  /** So much is held for the database that no more may come in now. */
  | { kind: 'no room' }
  /** Whoever sent it is gone. */
  | { kind: 'gone' };

export interface Bodies {
  read(request: IncomingMessage, maxBytes: number): Promise<ReadBody>;
  /** Call when a whole body was dealt with. */
  release(bytes: Buffer): void;
  heldBytes(): number;
}

/** `roomBytes`: for all bodies that are being read or stored. */
export function createBodies(roomBytes: number): Bodies {
  let held = 0;

  function read(request: IncomingMessage, maxBytes: number): Promise<ReadBody> {
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
      request.resume();
      return Promise.resolve({ kind: 'too large' });
    }
    return new Promise((resolve) => {
      let chunks: Buffer[] = [];
      let bytes = 0;
      let settled = false;

      function settle(body: ReadBody): void {
        if (settled) return;
        settled = true;
        if (body.kind !== 'whole') held -= bytes;
        chunks = [];
        resolve(body);
      }

      request.on('data', (chunk: Buffer) => {
        if (settled) return;
        bytes += chunk.length;
        held += chunk.length;
        chunks.push(chunk);
        if (bytes > maxBytes) settle({ kind: 'too large' });
        else if (held > roomBytes) settle({ kind: 'no room' });
      });
      request.on('end', () => {
        const [only] = chunks;
        settle({ kind: 'whole', bytes: chunks.length === 1 && only ? only : Buffer.concat(chunks) });
      });
      request.on('close', () => settle({ kind: 'gone' }));
    });
  }

  return {
    read,
    release: (bytes) => {
      held -= bytes.length;
    },
    heldBytes: () => held,
  };
}
