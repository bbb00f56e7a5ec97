// Tells the edge where this instance stands: at once after each change, and as a heartbeat; one post at a time.
import { once } from 'node:events';
import type { Dispatcher } from 'undici';

const ANSWER_WITHIN_MS = 2_000;
const QUICK_RETRIES = 2;
const RETRY_MS = 150;

export interface ReporterOptions {
  /** The edge to tell now. */
  edge(): URL;
  /** Where reports go, below the edge's address. */
  path: string;
  headers: Readonly<Record<string, string>>;
  dispatcher: Dispatcher;
  /** The report as JSON text, made at the moment it is sent. */
  report(leaving: boolean): string;
  onTrouble(error: Error): void;
}

export interface Reporter {
  /** Posts now, or, while a post is in flight, once more right after it. */
  send(): void;
  /** Says the last word of an orderly stop; resolves when it is said or could not be within `withinMs`. */
  leave(withinMs: number): Promise<void>;
}

export function createReporter(options: ReporterOptions): Reporter {
  const headers = { ...options.headers, 'content-type': 'application/json' };
  let flying = false;
  let flight: Promise<void> | undefined;
  let again = false;
  let retries = 0;
  let retryTimer: NodeJS.Timeout | undefined;
  let left = false;

  /** Straight to the dispatcher: half the work of a full client, and this is the last step of every change. */
  function post(leaving: boolean, signal?: AbortSignal): Promise<void> {
    const edge = options.edge();
    return new Promise((resolve, reject) => {
      let status = 0;
      options.dispatcher.dispatch(
        {
          origin: edge.origin,
          path: edge.pathname + options.path,
          method: 'POST',
          headersTimeout: ANSWER_WITHIN_MS,
          bodyTimeout: ANSWER_WITHIN_MS,
          headers,
          body: options.report(leaving),
        },
        {
          onRequestStart(controller) {
            signal?.addEventListener('abort', () => controller.abort(new Error('no time left')));
          },
          onResponseStart(_controller, statusCode) {
            status = statusCode;
          },
          // The answer says nothing we need; a handler has to take it nevertheless.
          onResponseData() {},
          onResponseEnd() {
            if (status < 300) resolve();
            else reject(new Refused(`answered ${status} to a report`, status));
          },
          onResponseError(_controller, error) {
            reject(error);
          },
        },
      );
    });
  }

  async function fly(): Promise<void> {
    try {
      do {
        again = false;
        await post(false);
        retries = 0;
      } while (again && !left);
    } catch (error) {
      options.onTrouble(new Error(`The edge ${options.edge().origin}: ${(error as Error).message}`));
      // What the edge refuses it refuses again; the heartbeat will ask once more.
      const hopeless = error instanceof Refused && error.status < 500 && error.status !== 429;
      if (!hopeless && !left && retries < QUICK_RETRIES) {
        retries += 1;
        retryTimer = setTimeout(send, RETRY_MS * retries * (0.5 + Math.random()));
      } else retries = 0;
    } finally {
      flying = false;
    }
  }

  function send(): void {
    if (left) return;
    clearTimeout(retryTimer);
    if (flying) {
      again = true;
      return;
    }
    flying = true;
    flight = fly();
  }

  return {
    send,
    async leave(withinMs) {
      left = true;
      clearTimeout(retryTimer);
      const signal = AbortSignal.timeout(withinMs);
      await Promise.race([flight, once(signal, 'abort')]);
      try {
        signal.throwIfAborted();
        await post(true, signal);
      } catch (error) {
        options.onTrouble(new Error(`The edge was not told of the stop: ${(error as Error).message}`));
      }
    },
  };
}

class Refused extends Error {
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}
