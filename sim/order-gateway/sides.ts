// The two sides of the order gateway as the venue's page sees them: what runs there, how it is broken, and the orders that it takes.
import { SERVERS, SIDES, type Side, serversOf } from '#lib/contract/gateway.ts';
import type { VersionFault } from './instance.ts';
import { type Counted, type OrderRate, rateOf, withCount } from './order-rates.ts';
import type { OrderStream } from './order-stream.ts';

export interface SideView {
  side: Side;
  /** Null while it does not answer. */
  running: { version: string; fault: VersionFault } | null;
  rate: OrderRate;
}

export interface Sides {
  view(): readonly SideView[];
  /** Orders that reached no version since the start. */
  lost(): number;
  /** Another version in its place, in good order. False when the side does not answer. */
  deploy(side: Side, version: string): Promise<boolean>;
  breaks(side: Side, fault: Partial<VersionFault>): Promise<boolean>;
  stop(): void;
}

/** host:port by instance, from `blue-1=127.0.0.1:3011,...`; undefined for what is none. */
export function parseServers(text: string): Readonly<Record<string, string>> | undefined {
  const pairs = text.split(',').map((pair) => pair.trim().split('='));
  const sound = pairs.every(
    ([name = '', address = '', ...more]) =>
      SERVERS.includes(name) && more.length === 0 && /^[^:/\s]+:\d{1,5}$/.test(address),
  );
  return sound ? Object.fromEntries(pairs) : undefined;
}

const LOOK_EVERY_MS = 1_000;
const ANSWER_WITHIN_MS = 2_000;

type Running = SideView['running'];

/** One process runs a side, so what its first instance says holds for all of them. */
function addressOf(servers: Readonly<Record<string, string>>, side: Side): string | undefined {
  return serversOf(side)
    .map((name) => servers[name])
    .find((address) => address !== undefined);
}

export function watchSides(
  servers: Readonly<Record<string, string>>,
  orders: OrderStream | undefined,
): Sides {
  const running = new Map<Side, Running>();
  let kept: readonly Counted[] = [];

  async function ask(side: Side, path: string, body?: object): Promise<boolean> {
    const address = addressOf(servers, side);
    if (address === undefined) return false;
    try {
      const answer = await fetch(`http://${address}${path}`, {
        ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      if (!answer.ok) return false;
      const { version, ...fault } = (await answer.json()) as VersionFault & { version: string };
      running.set(side, { version, fault });
      return true;
    } catch {
      // Not there, or not in time: the page says that it does not answer.
      running.set(side, null);
      return false;
    }
  }

  async function look(): Promise<void> {
    if (orders) kept = withCount(kept, { at: Date.now(), counts: orders.counts() });
    await Promise.all(SIDES.map((side) => ask(side, '/faults')));
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  void look();
  return {
    view: () =>
      SIDES.map((side) => ({
        ...{ side, running: running.get(side) ?? null },
        rate: rateOf(kept, serversOf(side)),
      })),
    lost: () => orders?.counts().lost ?? 0,
    deploy: (side, version) => ask(side, '/deploy', { version }),
    breaks: (side, fault) => ask(side, '/faults', fault),
    stop: () => clearInterval(timer),
  };
}
