// The one event stream of a browser: the tab that holds the lock reads it and tells the others (HTTP/1.1 allows six connections).
import type { StatusBody } from '#lib/contract/console.ts';

export type LinkState =
  | { state: 'live' }
  | { state: 'offline'; since: number; nextTryAt: number | null }
  | { state: 'signed-out' };

interface Callbacks {
  onPulse(status: StatusBody): void;
  onLink(link: LinkState): void;
}

type Message = { kind: 'pulse'; status: StatusBody } | { kind: 'link'; link: LinkState } | { kind: 'hello' };

const CHANNEL = 'bulkhead-live';
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 8_000;
/** No pulse for this long means that the link is dead although nobody said so. */
const SILENT_MS = 8_000;
/** How long the question why the stream ended may take. */
const PROBE_MS = 3_000;

/** Reads the stream until the signal aborts; reconnects with back-off. */
async function lead(callbacks: Callbacks, signal: AbortSignal): Promise<void> {
  let retry = FIRST_RETRY_MS;
  let since: number | null = null;
  while (!signal.aborted) {
    const ended = await new Promise<'lost' | 'aborted'>((resolve) => {
      const source = new EventSource('/api/v1/live');
      let silence = setTimeout(finish, SILENT_MS, 'lost');
      // A device that knows that it has no network says so at once, not only after the silence.
      const cut = () => finish('lost');
      window.addEventListener('offline', cut);
      function finish(how: 'lost' | 'aborted') {
        clearTimeout(silence);
        window.removeEventListener('offline', cut);
        source.close();
        resolve(how);
      }
      source.addEventListener('pulse', (event) => {
        clearTimeout(silence);
        silence = setTimeout(finish, SILENT_MS, 'lost');
        retry = FIRST_RETRY_MS;
        since = null;
        callbacks.onLink({ state: 'live' });
        callbacks.onPulse(JSON.parse(event.data) as StatusBody);
      });
      source.addEventListener('error', () => finish('lost'));
      signal.addEventListener('abort', () => finish('aborted'), { once: true });
    });
    if (ended === 'aborted') return;
    // A console that hangs takes the question and never answers: that is no link either.
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]);
    const probe = await fetch('/api/v1/me', { cache: 'no-store', signal: patience }).catch(() => null);
    if (signal.aborted) return;
    if (probe?.status === 401) {
      callbacks.onLink({ state: 'signed-out' });
      return;
    }
    since ??= Date.now();
    callbacks.onLink({ state: 'offline', since, nextTryAt: Date.now() + retry });
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, retry);
      const goOn = () => resolve(clearTimeout(timer));
      signal.addEventListener('abort', goOn, { once: true });
      // It has a network again: whoever waits is not kept waiting.
      window.addEventListener('online', goOn, { once: true });
    });
    retry = Math.min(MAX_RETRY_MS, retry * 2);
  }
}

/** Starts the stream for this tab; the returned function stops it and lets another tab lead. */
export function startLive(callbacks: Callbacks): () => void {
  const abort = new AbortController();
  const channel = new BroadcastChannel(CHANNEL);
  let leading = false;
  let last: { pulse?: StatusBody; link?: LinkState } = {};
  const tell = (message: Message) => channel.postMessage(message);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'pulse') callbacks.onPulse(data.status);
    else if (data.kind === 'link') callbacks.onLink(data.link);
    else if (leading) {
      if (last.link) tell({ kind: 'link', link: last.link });
      if (last.pulse) tell({ kind: 'pulse', status: last.pulse });
    }
  };
  const asLeader: Callbacks = {
    onPulse: (status) => {
      last = { ...last, pulse: status };
      callbacks.onPulse(status);
      tell({ kind: 'pulse', status });
    },
    onLink: (link) => {
      last = { ...last, link };
      callbacks.onLink(link);
      tell({ kind: 'link', link });
    },
  };
  navigator.locks
    .request(CHANNEL, { signal: abort.signal }, async () => {
      leading = true;
      await lead(asLeader, abort.signal);
      leading = false;
    })
    .catch((error: unknown) => {
      // Waiting for the lock was given up because the page closes.
      if (!abort.signal.aborted) throw error;
    });
  tell({ kind: 'hello' });
  return () => {
    abort.abort();
    channel.close();
  };
}
