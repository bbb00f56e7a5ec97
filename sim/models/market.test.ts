// The market moves, and stays within what a quiet day looks like.
import { expect, it } from 'vitest';
import { type Market, openMarket, stepMarket } from './market.ts';
import { seededRandom } from './random.ts';

function hour(seed: number): Market[] {
  const random = seededRandom(seed);
  const seen: Market[] = [openMarket()];
  for (let step = 0; step < 14_400; step += 1)
    seen.push(stepMarket(seen[seen.length - 1] as Market, 250, random));
  return seen;
}

it('wanders for an hour without ever forcing orders to HL, and repeats itself for a seed', () => {
  const seen = hour(5);
  const volatility = seen.map((market) => market.volatilityPct);
  const latency = seen.map((market) => market.hlLatencyMs);
  expect(Math.max(...volatility)).toBeLessThan(5);
  expect(Math.min(...volatility)).toBeGreaterThan(0.5);
  expect(Math.max(...latency)).toBeLessThan(500);
  expect(Math.min(...latency)).toBeGreaterThan(5);
  expect(Math.max(...latency) - Math.min(...latency)).toBeGreaterThan(20);
  expect(Math.abs((seen.at(-1)?.prices.BTC ?? 0) / 61_000 - 1)).toBeLessThan(0.03);
  expect(seen.every((market) => Math.abs(market.lean.BTC) <= 1)).toBe(true);
  expect(hour(5).at(-1)).toEqual(seen.at(-1));
});
