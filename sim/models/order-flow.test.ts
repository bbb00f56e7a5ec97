// The flow has the size, the markets and the sides the venue is built for.
import { describe, expect, it } from 'vitest';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { nextOrders, ORDERS_PER_SECOND } from './order-flow.ts';
import { seededRandom } from './random.ts';

const none = () => 0;
const flow = (lean = none, held = none) => {
  const random = seededRandom(11);
  return Array.from({ length: 1_200 }, () => nextOrders(random, 50, lean, held)).flat();
};
const share = (part: readonly unknown[], whole: readonly unknown[]) => part.length / whole.length;

describe('order flow', () => {
  const orders = flow();

  it('repeats itself for a seed', () => {
    expect(flow()).toEqual(orders);
  });

  it('comes at its rate', () => {
    expect(orders.length / 60 / ORDERS_PER_SECOND).toBeCloseTo(1, 1);
  });

  it('knows every market of the venue and no other', () => {
    expect(new Set(orders.map((order) => order.symbol))).toEqual(new Set(SYMBOLS));
  });

  it('has sizes on both sides of the limits of the demo', () => {
    const below = (symbol: string, usd: number) => {
      const all = orders.filter((order) => order.symbol === symbol);
      return share(
        all.filter((order) => order.notionalUsd <= usd),
        all,
      );
    };
    expect(below('BTC', 5_000)).toBeGreaterThan(0.7);
    expect(below('BTC', 5_000)).toBeLessThan(0.85);
    expect(below('ETH', 1_000)).toBeGreaterThan(0.45);
    expect(below('ETH', 1_000)).toBeLessThan(0.65);
    expect(orders.every(({ notionalUsd }) => notionalUsd >= 10 && notionalUsd <= 500_000)).toBe(true);
  });

  it('opens a little more than it closes, mostly at market', () => {
    const opens = orders.filter((order) => order.effect === 'open' || order.effect === 'increase');
    expect(share(opens, orders)).toBeCloseTo(0.55, 1);
    expect(
      share(
        orders.filter((order) => order.type === 'market'),
        orders,
      ),
    ).toBeCloseTo(0.7, 1);
  });

  it('leans where customers lean, and closes against what they hold', () => {
    const leaning = flow(
      () => 0.4,
      () => 1,
    );
    const opens = leaning.filter((order) => order.effect === 'open' || order.effect === 'increase');
    const closes = leaning.filter((order) => order.effect === 'reduce' || order.effect === 'close');
    expect(
      share(
        opens.filter((order) => order.side === 'buy'),
        opens,
      ),
    ).toBeCloseTo(0.7, 1);
    expect(
      share(
        closes.filter((order) => order.side === 'buy'),
        closes,
      ),
    ).toBeCloseTo(0.25, 1);
  });
});
