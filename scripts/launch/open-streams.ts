// Event streams never end by themselves: a console that is told to stop ends them, or it would wait for every open page.
import type { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Notes a stream; those that are open when `host` hears a signal are ended then, and later ones at once. */
export function endOnSignal(host: EventEmitter): (stream: ServerResponse) => void {
  const open = new Set<ServerResponse>();
  let stopping = false;
  for (const signal of SIGNALS) {
    host.on(signal, () => {
      stopping = true;
      for (const stream of open) stream.destroy();
    });
  }
  return (stream) => {
    if (stopping) {
      stream.destroy();
      return;
    }
    open.add(stream);
    stream.once('close', () => open.delete(stream));
  };
}
