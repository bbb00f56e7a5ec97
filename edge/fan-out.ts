// Sends one event to many readers and cuts those that do not keep up, so that memory stays bounded.
import type { ApiKey } from '#lib/door/keys.ts';

/** Where a reader's bytes go: a socket, as far as this file needs to know one. */
export interface Outlet {
  readonly writableLength: number;
  readonly destroyed: boolean;
  write(frame: Buffer): boolean;
  destroy(): void;
  /** Ends it once what waits is sent. */
  destroySoon(): void;
}

export interface Reader {
  readonly key: ApiKey;
  readonly outlet: Outlet;
}

export interface FanOut<R extends Reader = Reader> {
  add(reader: R): void;
  remove(reader: R): void;
  /** Sends to one reader. */
  send(reader: R, frame: Buffer): void;
  /** Sends the same bytes, encoded once, to every reader, or to those that `isFor` picks. */
  sendAll(frame: Buffer, isFor?: (reader: R) => boolean): void;
  /** Ends every reader whose key does not pass. */
  endUnless(isGood: (key: ApiKey) => boolean): void;
  endAll(): void;
  count(): number;
  cut(): number;
}

/**
 * `capBytes`: how far a reader may lag behind, in bytes that wait for it in this process. A reader for whom nothing
 * waits gets its event whatever the size.
 */
export function createFanOut<R extends Reader = Reader>(capBytes: number): FanOut<R> {
  const readers = new Set<R>();
  let cut = 0;

  function send(reader: R, frame: Buffer): void {
    const { outlet } = reader;
    if (outlet.destroyed) return;
    const waiting = outlet.writableLength;
    if (waiting > 0 && waiting + frame.length > capBytes) {
      // It would get an ever older past: it comes back, and gets what holds now.
      cut += 1;
      readers.delete(reader);
      outlet.destroy();
      return;
    }
    outlet.write(frame);
  }

  function end(reader: R): void {
    readers.delete(reader);
    reader.outlet.destroySoon();
  }

  return {
    add: (reader) => void readers.add(reader),
    remove: (reader) => void readers.delete(reader),
    send,
    sendAll(frame, isFor = () => true) {
      for (const reader of readers) if (isFor(reader)) send(reader, frame);
    },
    endUnless(isGood) {
      for (const reader of readers) if (!isGood(reader.key)) end(reader);
    },
    endAll() {
      for (const reader of readers) end(reader);
    },
    count: () => readers.size,
    cut: () => cut,
  };
}
