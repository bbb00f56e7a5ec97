import { expect, test } from 'vitest';
import { openWallet, payFromHot } from './models/wallet.ts';
import { balancesOf } from './wallet-reports.ts';

const worth = (hotUsd: number) => balancesOf(hotUsd).reduce((sum, { usdValue }) => sum + Number(usdValue), 0);

test('the balances sum to what the wallet is worth, and a payment is missing from them', () => {
  const wallet = openWallet();
  const after = payFromHot(wallet, 12_345.67);
  expect(worth(wallet.hotUsd)).toBeCloseTo(wallet.hotUsd, 1);
  expect(worth(after.hotUsd)).toBeCloseTo(wallet.hotUsd - 12_345.67, 1);
  expect(wallet.owedUsd - after.owedUsd).toBeCloseTo(12_345.67, 2);
});

test('a payment of more than is there empties it; cold storage gives the rest, and nothing gets lost', () => {
  const wallet = openWallet();
  const after = payFromHot(wallet, wallet.hotUsd + 5_000);
  expect(after.hotUsd).toBe(0);
  expect(wallet.coldUsd - after.coldUsd).toBeCloseTo(5_000, 2);
  expect(after.hotUsd + after.coldUsd).toBeCloseTo(after.owedUsd, 2);
  expect(balancesOf(after.hotUsd).every(({ usdValue }) => usdValue === '0.00')).toBe(true);
});
