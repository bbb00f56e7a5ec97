// Exposure, hedge tiers and what they cost.
import { describe, expect, it } from 'vitest';
import type { SwitchSetting } from '#lib/catalog/switches.ts';
import type { MarketSymbol } from '#lib/catalog/symbols.ts';
import { defaultMatrix, readerOf, type SwitchReader } from '#lib/rules/changes/matrix.ts';
import {
  type Book,
  fillInternally,
  hedgeExposure,
  markToMarket,
  netExposure,
  newDay,
  openBook,
} from './book.ts';
import { openMarket } from './market.ts';
import type { CustomerOrder } from './order-flow.ts';
import { seededRandom } from './random.ts';

function values(...settings: SwitchSetting[]): SwitchReader {
  const given = settings.map((setting) => [setting.switch, { value: setting.value }]);
  return readerOf({ ...defaultMatrix(), ...Object.fromEntries(given) });
}

function order(symbol: MarketSymbol, side: 'buy' | 'sell', notionalUsd: number): CustomerOrder {
  return { symbol, side, notionalUsd, effect: 'open', type: 'market' };
}

/** A book whose customers have sold the venue this much. */
function long(usd: number, symbol: MarketSymbol = 'BTC'): Book {
  return fillInternally(openBook(), [order(symbol, 'sell', usd)], seededRandom(1));
}

describe('internal fills', () => {
  it('leave the venue with the other side', () => {
    const orders = [order('BTC', 'buy', 3_000), order('BTC', 'sell', 1_000), order('ETH', 'sell', 500)];
    const book = fillInternally(openBook(), orders, seededRandom(1));
    expect(netExposure(book, 'BTC')).toBe(-2_000);
    expect(netExposure(book, 'ETH')).toBe(500);
    expect(book.reserve - openBook().reserve).toBeCloseTo(book.dailyPnl);
  });

  it('gain and lose with the price', () => {
    const market = { ...openMarket(), returns: { ...openMarket().returns, BTC: 0.01 } };
    const before = long(100_000);
    const after = markToMarket(before, market);
    expect(after.dailyPnl - before.dailyPnl).toBeCloseTo(1_000);
    expect(netExposure(after, 'BTC')).toBeCloseTo(101_000);
  });
});

describe('the hedger', () => {
  it.each([
    ['below tier 1', 99_999, 99_999],
    ['at tier 1', 100_000, 50_000],
    ['between the tiers', 300_000, 150_000],
    ['at tier 2', 500_000, 100_000],
  ])('%s', (_what, exposure, left) => {
    expect(netExposure(hedgeExposure(long(exposure), values()), 'BTC')).toBeCloseTo(left);
    const short = fillInternally(openBook(), [order('BTC', 'buy', exposure)], seededRandom(1));
    expect(netExposure(hedgeExposure(short, values()), 'BTC')).toBeCloseTo(-left);
  });

  it('follows its tiers when they are moved', () => {
    const raised = values(
      { switch: 'hedge_threshold_tier1', value: '500000' },
      { switch: 'hedge_threshold_tier2', value: '1000000' },
    );
    expect(netExposure(hedgeExposure(long(300_000), raised), 'BTC')).toBe(300_000);
  });

  it.each<[string, SwitchSetting]>([
    ['hedge_enabled is off', { switch: 'hedge_enabled', value: false }],
    ['it only observes', { switch: 'hedge_execution', value: 'observe' }],
    ['it only logs', { switch: 'hedge_execution', value: 'log' }],
  ])('touches nothing when %s', (_what, setting) => {
    const before = long(300_000);
    const after = hedgeExposure(before, values(setting));
    expect(netExposure(after, 'BTC')).toBe(300_000);
    expect(after.dailyPnl).toBe(before.dailyPnl);
    expect(after.hedgesLogged).toBe(setting.value === 'log' ? 1 : 0);
  });

  it('stays within the largest leverage over all symbols', () => {
    const book = [order('BTC', 'sell', 1_000_000), order('ETH', 'sell', 1_000_000)];
    const hedged = hedgeExposure(
      fillInternally(openBook(), book, seededRandom(1)),
      values({ switch: 'hedge_max_leverage', value: 1.5 }),
    );
    expect(Math.abs(hedged.hedge.BTC) + Math.abs(hedged.hedge.ETH)).toBeCloseTo(600_000);
  });

  it('pays for what it trades', () => {
    const before = long(100_000);
    expect(before.dailyPnl - hedgeExposure(before, values()).dailyPnl).toBeCloseTo(10);
  });
});

it('a new day starts the P&L anew and keeps the reserve', () => {
  const book = { ...openBook(), dailyPnl: -500, reserve: 619_500 };
  expect(newDay(book)).toEqual({ ...openBook(), dailyPnl: 0, reserve: 619_500 });
});
