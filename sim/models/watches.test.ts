// What the venue finds out by looking: its database, users' assets, prices of fills, and the market after a silence.
import { expect, it } from 'vitest';
import { openDatabaseWatch, PROBE_MS, stepDatabaseWatch } from './database.ts';
import { largestDeviation, noteDeviations, openDeviations, WINDOW_MS } from './deviation.ts';
import { caughtUp, frozenMarket, openMarket, stepMarket } from './market.ts';
import { seededRandom } from './random.ts';
import { reconcile, stepReconciliation } from './reconciliation.ts';
import { openWallet, withTransferLost } from './wallet.ts';

it('the database is lost after two probes without an answer, since the first of them, and back with the first answer', () => {
  const probe = (from: ReturnType<typeof openDatabaseWatch>, answers: boolean) =>
    stepDatabaseWatch(from, from.probedAt + PROBE_MS, answers);
  const first = probe(openDatabaseWatch(0), false);
  expect(first).toMatchObject({ up: true, silentSince: PROBE_MS });
  const second = probe(first, false);
  expect(second).toMatchObject({ up: false, silentSince: PROBE_MS });
  expect(probe(second, false)).toMatchObject({ up: false, silentSince: PROBE_MS });
  expect(probe(second, true)).toMatchObject({ up: true, silentSince: null });
  expect(probe(first, true)).toMatchObject({ up: true, silentSince: null });
  expect(stepDatabaseWatch(second, second.probedAt + PROBE_MS - 1, true)).toBe(second);
});

it('a lost transfer is found by the next reconciliation and by none before', () => {
  const calm = reconcile(openWallet(), 0);
  const lost = withTransferLost(openWallet(), true);
  expect(calm.mismatch).toBe(0);
  expect(stepReconciliation(calm, lost, 299_999, 300_000)).toBe(calm);
  const found = stepReconciliation(calm, lost, 300_000, 300_000);
  expect(found).toMatchObject({ at: 300_000, mismatch: expect.closeTo(0.003, 6) });
});

it('the largest deviation of a symbol is seen for one window at least and two at most', () => {
  const off = [
    { symbol: 'SOL' as const, deviation: 0.08 },
    { symbol: 'SOL' as const, deviation: 0.01 },
  ];
  const fine = [{ symbol: 'SOL' as const, deviation: 0.001 }];
  const noted = noteDeviations(openDeviations(0), WINDOW_MS - 1, off);
  const later = noteDeviations(noted, WINDOW_MS, fine);
  const gone = noteDeviations(later, 2 * WINDOW_MS, fine);
  expect([noted, later, gone].map((one) => largestDeviation(one, 'SOL'))).toEqual([0.08, 0.08, 0.001]);
  expect(largestDeviation(noted, 'BTC')).toBe(0);
});

it('prices stand still in a silence and jump to where they are after it', () => {
  const random = seededRandom(2);
  const before = stepMarket(openMarket(), 250, random);
  let actual = before;
  for (let step = 0; step < 400; step += 1) actual = stepMarket(actual, 250, random);
  const frozen = frozenMarket(before);
  expect(frozen.prices).toEqual(before.prices);
  expect(frozen.returns.BTC).toBe(0);
  expect(frozenMarket(frozen)).toBe(frozen);
  const seen = caughtUp(frozen, actual);
  expect(seen.prices).toEqual(actual.prices);
  expect(before.prices.BTC * Math.exp(seen.returns.BTC)).toBeCloseTo(actual.prices.BTC, 6);
});

it('HL slow on purpose takes more than a second, and forces orders to it', () => {
  const random = seededRandom(2);
  let market = openMarket();
  for (let step = 0; step < 80; step += 1) market = stepMarket(market, 250, random, true);
  expect(market.hlLatencyMs).toBeGreaterThan(1_000);
});
