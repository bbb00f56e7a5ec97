import { expect, test } from 'vitest';
import { type Wallet, walletAfter } from './wallet-after.ts';

const line = (asset: string, network: string, left: string | null) => ({
  ...{ asset, network, amount: left, usdValue: null, approved: '0', awaiting: '0', left },
});
const WALLET: Wallet = {
  items: [line('USDC', 'ethereum', '1000'), line('ETH', 'arbitrum', '0.000000000000000001')],
  total: { usdValue: '101000.5', approvedUsd: '0', awaitingUsd: '0', leftUsd: '101000.5' },
  lowUsd: '100000',
};
const leaving = (withdrawalId: string, asset: string, network: string, amount: string, usdValue: string) => ({
  ...{ withdrawalId, asset, network, amount, usdValue },
});

test('each row leaves what the rows above it and itself leave, and says when that is below the alert', () => {
  const after = walletAfter(WALLET, [
    leaving('a', 'USDC', 'ethereum', '400', '400.25'),
    leaving('b', 'USDC', 'ethereum', '600', '600.25'),
    leaving('c', 'ETH', 'arbitrum', '0.000000000000000001', '0.01'),
  ]);
  expect([...after]).toEqual([
    ['a', { usd: '100600.25', low: false, short: null }],
    ['b', { usd: '100000', low: false, short: null }],
    ['c', { usd: '99999.99', low: true, short: null }],
  ]);
});

test('an asset that runs out on its network is short, however much the rest is worth', () => {
  const after = walletAfter(WALLET, [
    leaving('a', 'ETH', 'arbitrum', '0.000000000000000002', '0.01'),
    leaving('b', 'USDC', 'arbitrum', '1', '1'),
    leaving('c', 'USDC', 'ethereum', '1000', '1000'),
  ]);
  expect([...after.values()].map(({ short }) => short)).toEqual([
    { asset: 'ETH', network: 'arbitrum' },
    { asset: 'USDC', network: 'arbitrum' },
    null,
  ]);
});

test('nothing is known after a withdrawal while nobody knows what the wallet holds', () => {
  const unknown = { ...WALLET, total: { ...WALLET.total, usdValue: null, leftUsd: null } };
  expect(walletAfter(unknown, [leaving('a', 'USDC', 'ethereum', '1', '1')]).size).toBe(0);
});
