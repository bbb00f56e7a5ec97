// What the venue pushes to the intake: in order, one at a time, tried again until it is taken; nobody waits for it.
import { setTimeout as wait } from 'node:timers/promises';
import { ALERTS_PATH, type ReportedAlert, type ReportedAlerts } from '#lib/contract/intake.ts';
import type { Log } from '#lib/process/log.ts';

export interface Outbox {
  put(alert: ReportedAlert): void;
  /** Not yet taken by the intake. */
  waiting(): number;
  readonly counts: { readonly taken: number; readonly tries: number; readonly refused: number };
  close(): Promise<void>;
}

export interface OutboxOptions {
  intakeUrl: string;
  /** Of the scope `alerts:write`. */
  apiKey: string;
  log: Log;
}

const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 5_000;
const ANSWER_WITHIN_MS = 2_000;
/** The intake will never take it, however often it is sent. */
const HOPELESS = new Set([400, 413, 415, 422]);

export function openOutbox({ intakeUrl, apiKey, log }: OutboxOptions): Outbox {
  const queue: ReportedAlert[] = [];
  const counts = { taken: 0, tries: 0, refused: 0 };
  const closing = new AbortController();
  let sending: Promise<void> | undefined;

  /** The intake's status; undefined when it cannot be heard. */
  async function send(alert: ReportedAlert): Promise<number | undefined> {
    counts.tries += 1;
    try {
      const response = await fetch(intakeUrl + ALERTS_PATH, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ push: true, alerts: [alert] } satisfies ReportedAlerts),
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      log.debug('the intake cannot be heard', { err: error });
      return undefined;
    }
  }

  async function sendFirst(): Promise<void> {
    const [alert] = queue as [ReportedAlert];
    for (let waitMs = FIRST_WAIT_MS; !closing.signal.aborted; waitMs = Math.min(MOST_WAIT_MS, waitMs * 2)) {
      const status = await send(alert);
      const taken = status !== undefined && status >= 200 && status < 300;
      if (taken || (status !== undefined && HOPELESS.has(status))) {
        queue.shift();
        counts[taken ? 'taken' : 'refused'] += 1;
        if (!taken) log.error('the intake refused a pushed alert', { status, event: alert.labels.alertname });
        return;
      }
      if (status !== undefined) log.warn('the intake did not take a pushed alert', { status });
      await wait(waitMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  async function sendAll(): Promise<void> {
    while (queue.length > 0 && !closing.signal.aborted) await sendFirst();
  }

  return {
    put(alert) {
      queue.push(alert);
      sending ??= sendAll().finally(() => {
        sending = undefined;
      });
    },
    waiting: () => queue.length,
    counts,
    async close() {
      closing.abort();
      await sending;
      if (queue.length > 0) log.warn('pushed alerts were not taken', { count: queue.length });
    },
  };
}
