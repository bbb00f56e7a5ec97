// Many readers of one event stream on plain sockets, which look at nothing but the id of an event.
import { connect, type Socket } from 'node:net';
import { monotonicMs } from '../clock.ts';
import { serveParent } from '../serve.ts';

interface Stream {
  port: number;
  path: string;
  headers: Readonly<Record<string, string>>;
  readers: number;
}

interface Heard {
  readers: number;
  /** When the last of them had it. */
  lastAt: number;
}

const sockets: Socket[] = [];
const heard = new Map<string, Heard>();
let waiting: { id: string; done: (at: number) => void } | undefined;

function hear(id: string, at: number): void {
  const event = heard.get(id) ?? { readers: 0, lastAt: 0 };
  heard.set(id, { readers: event.readers + 1, lastAt: at });
  if (waiting?.id === id && event.readers + 1 >= sockets.length) {
    waiting.done(at);
    waiting = undefined;
  }
}

/** Resolves once the stream has begun. */
function openOne({ port, path, headers }: Stream): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    let rest = '';
    socket.setEncoding('latin1');
    socket.once('connect', () => {
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}\r\n`);
    });
    socket.on('data', (chunk: string) => {
      const at = monotonicMs();
      if (rest === '' && chunk.startsWith('HTTP/1.1 ')) {
        if (chunk.startsWith('HTTP/1.1 200')) resolve();
        else reject(new Error(`a stream was refused: ${chunk.slice(0, 40)}`));
      }
      const text = rest + chunk;
      // An event may be cut in two: its id counts when its end is here.
      const end = text.lastIndexOf('\n\n');
      rest = end < 0 ? text : text.slice(end + 2);
      for (let from = 0; end >= 0; ) {
        const begin = text.indexOf('id: ', from);
        if (begin < 0 || begin > end) break;
        from = text.indexOf('\n', begin);
        hear(text.slice(begin + 4, from), at);
      }
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('a stream was ended')));
  });
}

const calls = {
  /** Opens the streams, some at a time, so that no listen queue overflows. */
  async open(stream: Stream): Promise<void> {
    for (let opened = 0; opened < stream.readers; opened += 50) {
      const some = Math.min(50, stream.readers - opened);
      await Promise.all(Array.from({ length: some }, () => openOne(stream)));
    }
  },

  /** When the last reader had the event with this id. */
  delivered({ id }: { id: string }): number | Promise<number> {
    const event = heard.get(id);
    if (event && event.readers >= sockets.length) return event.lastAt;
    return new Promise((resolve) => {
      waiting = { id, done: resolve };
    });
  },

  close(): void {
    for (const socket of sockets.splice(0)) socket.destroy();
    heard.clear();
  },
};

export type SseReaders = typeof calls;
serveParent(calls);
