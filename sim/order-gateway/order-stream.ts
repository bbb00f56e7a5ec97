// Customers of the order gateway: a steady stream of orders through the real gateway that counts what becomes of each.
import { Agent, request as httpRequest } from 'node:http';
import { INSTANCE_HEADER, VERSION_HEADER } from './server.ts';

export interface OrderCounts {
  /** By the version that took the order. */
  ok: Readonly<Record<string, number>>;
  /** Orders that a version itself could not place. */
  failed: Readonly<Record<string, number>>;
  /** The same by the instance that took them. */
  byInstance: Readonly<Record<string, { ok: number; failed: number }>>;
  /** Orders that reached no version: refused or cut off on the way. None of them may be caused by a switch of traffic. */
  lost: number;
  /** What became of the lost ones, the first few. */
  lostTo: readonly string[];
}

export interface OrderStream {
  counts(): OrderCounts;
  /** Sends no more, and settles when every answer is in. */
  stop(): Promise<void>;
}

const MOST_REASONS = 20;
const ANSWER_WITHIN_MS = 10_000;
/** Above this many on the way, the gateway does not keep up: no more are added until it does. */
const MOST_WAITING = 500;

/** Begins at once. Connections are kept, as those of real customers are. */
export function startOrderStream(url: string, perSecond: number): OrderStream {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const target = new URL('/orders', url);
  const ok = new Map<string, number>();
  const failed = new Map<string, number>();
  const byInstance = new Map<string, { ok: number; failed: number }>();
  const lostTo: string[] = [];
  let lost = 0;
  const waiting = new Set<Promise<void>>();

  const count = (counts: Map<string, number>, version: string) =>
    counts.set(version, (counts.get(version) ?? 0) + 1);

  function taken(version: string, instance: string, placed: boolean): void {
    count(placed ? ok : failed, version);
    const before = byInstance.get(instance) ?? { ok: 0, failed: 0 };
    byInstance.set(instance, {
      ok: before.ok + (placed ? 1 : 0),
      failed: before.failed + (placed ? 0 : 1),
    });
  }

  function lose(why: string): void {
    lost += 1;
    if (lostTo.length < MOST_REASONS) lostTo.push(why);
  }

  function one(): Promise<void> {
    return new Promise((resolve) => {
      const sent = httpRequest(
        target,
        { method: 'POST', agent, headers: { 'content-type': 'application/json' }, timeout: ANSWER_WITHIN_MS },
        (response) => {
          response.resume();
          response.on('error', (error) => lose(error.message));
          response.on('close', resolve);
          const { [VERSION_HEADER]: version, [INSTANCE_HEADER]: instance } = response.headers;
          if (typeof version !== 'string' || typeof instance !== 'string')
            lose(`HTTP ${response.statusCode} of the gateway itself`);
          else taken(version, instance, response.statusCode === 200);
        },
      );
      sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.on('error', (error) => {
        lose(error.message);
        resolve();
      });
      sent.end('{"symbol":"BTC","side":"buy","size":"0.01"}');
    });
  }

  const timer = setInterval(() => {
    if (waiting.size >= MOST_WAITING) return;
    const order = one();
    waiting.add(order);
    void order.then(() => waiting.delete(order));
  }, 1_000 / perSecond);

  return {
    counts: () => ({
      ...{ ok: Object.fromEntries(ok), failed: Object.fromEntries(failed) },
      byInstance: Object.fromEntries(byInstance),
      ...{ lost, lostTo: [...lostTo] },
    }),
    async stop() {
      clearInterval(timer);
      await Promise.all(waiting);
      agent.destroy();
    },
  };
}
