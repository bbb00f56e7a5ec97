// Files what customers ask to withdraw with Bulkhead, as a service of the venue does: one after the other, each until it is taken.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '#lib/process/log.ts';
import type { Random } from './models/random.ts';
import { aRequest, type FiledRequest } from './models/withdrawal-request.ts';

export interface WithdrawalDeskOptions {
  consoleUrl: string;
  /** Of the scope `withdrawals:write`. */
  apiKey: string;
  /** Seconds between two requests. */
  every: number;
  random: Random;
  log: Log;
}

const ANSWER_WITHIN_MS = 5_000;
const AGAIN_AFTER_MS = 2_000;

export function openWithdrawalDesk({ consoleUrl, apiKey, every, random, log }: WithdrawalDeskOptions): {
  close(): Promise<void>;
} {
  const closing = new AbortController();

  /** The console's status; undefined when it cannot be heard. */
  async function send(request: FiledRequest): Promise<number | undefined> {
    try {
      const response = await fetch(`${consoleUrl}/api/v1/withdrawals`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(request),
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      log.debug('the console cannot be heard', { err: error });
      return undefined;
    }
  }

  /** The same id each time: whatever came of the try before, it is one request. */
  async function file(request: FiledRequest): Promise<void> {
    for (;;) {
      const status = await send(request);
      if (status !== undefined && status < 500) {
        if (status >= 400) log.error('a withdrawal was refused', { status, event: request.id });
        return;
      }
      await wait(AGAIN_AFTER_MS, undefined, { signal: closing.signal });
    }
  }

  async function work(): Promise<void> {
    while (!closing.signal.aborted) {
      await file(aRequest(random, new Date(), `venue-${randomUUID()}`));
      await wait(every * 1_000, undefined, { signal: closing.signal });
    }
  }

  const working = work().catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  return {
    close: async () => {
      closing.abort();
      await working;
    },
  };
}
