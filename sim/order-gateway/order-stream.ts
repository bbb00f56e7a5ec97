// Customers of the order gateway: a steady stream of orders through the real gateway that counts what becomes of each.
import { Agent, request as httpRequest } from 'node:http';
import { nextOrders } from '../models/order-flow.ts';
import { seededRandom } from '../models/random.ts';
import { INSTANCE_HEADER, VERSION_HEADER } from './server.ts';

export interface OrderCounts {
  /** By the version that took the order. */
  ok: Readonly<Record<string, number>>;
  /** Orders that a version itself could not place. */
  failed: Readonly<Record<string, number>>;
  /** The same by the instance that took them. */
  byInstance: Readonly<Record<string, { ok: number; failed: number }>>;
  /** Orders that a version refused, because a switch says so. */
  refused: number;
  /** Orders that reached no version. None of them may be caused by a switch of traffic. */
  lost: number;
  /** What became of the lost ones, each kind and how often. */
  lostTo: Readonly<Record<string, number>>;
}

export interface OrderStream {
  counts(): OrderCounts;
  /** Sends no more, and settles when every answer is in. */
  stop(): Promise<void>;
}

const ofGateway = (status: number | undefined) => `HTTP ${status} of the gateway itself`;
/** What the gateway answers at level 3: the maintenance page. */
export const MAINTENANCE = ofGateway(503);
/** Sent again and again, in this order. */
const ORDERS = nextOrders(
  seededRandom(20_261_127),
  1_000,
  () => 0,
  () => 0,
).map((order) => JSON.stringify(order));
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
  const lostTo = new Map<string, number>();
  let [refused, sent] = [0, 0];
  const waiting = new Set<Promise<void>>();

  const count = (counts: Map<string, number>, what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);

  function taken(version: string, instance: string, placed: boolean): void {
    count(placed ? ok : failed, version);
    const before = byInstance.get(instance) ?? { ok: 0, failed: 0 };
    byInstance.set(instance, {
      ok: before.ok + (placed ? 1 : 0),
      failed: before.failed + (placed ? 0 : 1),
    });
  }

  function one(): Promise<void> {
    return new Promise((resolve) => {
      const order = httpRequest(
        target,
        { method: 'POST', agent, headers: { 'content-type': 'application/json' }, timeout: ANSWER_WITHIN_MS },
        (response) => {
          response.resume();
          response.on('error', (error) => count(lostTo, error.message));
          response.on('close', resolve);
          const { [VERSION_HEADER]: version, [INSTANCE_HEADER]: instance } = response.headers;
          if (typeof version !== 'string' || typeof instance !== 'string')
            count(lostTo, ofGateway(response.statusCode));
          else if (response.statusCode === 409) refused += 1;
          else taken(version, instance, response.statusCode === 200);
        },
      );
      order.on('timeout', () => order.destroy(new Error('no answer in time')));
      order.on('error', (error) => {
        count(lostTo, error.message);
        resolve();
      });
      order.end(ORDERS[sent % ORDERS.length]);
      sent += 1;
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
      ...{ refused, lostTo: Object.fromEntries(lostTo) },
      lost: [...lostTo.values()].reduce((all, times) => all + times, 0),
    }),
    async stop() {
      clearInterval(timer);
      await Promise.all(waiting);
      agent.destroy();
    },
  };
}
