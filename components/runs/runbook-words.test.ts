// The live figures of a runbook: the newest sample in its own unit, and an honest word where there is none.
import { expect, test } from 'vitest';
import { figureWords } from './runbook-words.ts';

const sample = {
  at: '2026-03-19T03:07:40.000Z',
  rates: { orders_refused_total: 0.25 },
  gauges: { hot_wallet_usd: 98_400, hl_latency_ms: 512.4, volatility_pct: 3.17, daily_pnl_usd: -1_240 },
};

test('each figure in its unit, from the newest sample', () => {
  const older = { ...sample, gauges: { hot_wallet_usd: 1 } };
  const words = figureWords(
    ['hotWallet', 'hlLatency', 'volatility', 'ordersRefused', 'dailyPnl', 'reserve'],
    [older, sample],
  );
  expect(words.map(({ value }) => value)).toEqual([
    ...['$98.4K', '512 ms', '3.2%', '0.3/s', '-$1.2K', 'nobody reports it'],
  ]);
});

test('what the venue finds out about itself is said in words', () => {
  const gauges = {
    ...{ hl_up: 0, hl_reconnect_attempts: 3, hl_next_attempt_in_seconds: 6, liquidation_healthy: 1 },
    ...{ hl_margin_ratio: 3.049, drawdown_ratio: 0.034, asset_mismatch_ratio: 0.0015 },
  };
  const words = figureWords(
    ['hlUp', 'hlTries', 'hlNextTry', 'liquidationHealthy', 'hlMargin', 'drawdown', 'assetMismatch'],
    [{ ...sample, gauges }],
  );
  expect(words.map(({ value }) => value)).toEqual([
    ...['down', '3', '6 s', 'detects', '305%', '3.4%', '0.15%'],
  ]);
});

test('without a sample nobody reports anything', () => {
  expect(figureWords(['hotWallet'], [])).toEqual([
    { key: 'hotWallet', label: 'Hot wallet', value: 'nobody reports it' },
  ]);
});
