// What may be approved together without another look, and what it leaves in the hot wallet.
import { expect, test } from 'vitest';
import type { Wallet } from '#lib/rules/withdrawals/wallet-after.ts';
import { aWithdrawalView as view } from '#test/withdrawal-views.ts';
import {
  afterRows,
  clearTogether,
  leftWords,
  mayGoOut,
  shortWords,
  together,
} from './withdrawal-together.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const ME = { id: 'me' };
const WALLET: Wallet = {
  items: [
    {
      ...{ asset: 'USDC', network: 'ethereum', amount: '1000', usdValue: '1000' },
      ...{ approved: '0', awaiting: '0', left: '1000' },
    },
  ],
  total: { usdValue: '1000', approvedUsd: '0', awaitingUsd: '0', leftUsd: '1000' },
  lowUsd: '100000',
};
const numbered = (number: number, change: Parameters<typeof view>[0] = {}) =>
  view({ withdrawalId: `w${number}`, number, ...change });
const large = { key: 'large', label: 'Above $10,000', people: 2, oneOf: null, asks: '2 different people' };
const off = [{ key: 'withdrawal_enabled', text: 'All withdrawals are off' }];

test('only what waits, may be approved and is stopped by nothing goes out by an approval', () => {
  expect(mayGoOut(view(), NOW)).toBe(true);
  expect(mayGoOut(view({ riskScore: 80 }), NOW)).toBe(true);
  expect(mayGoOut(view({ state: 'held' }), NOW)).toBe(false);
  expect(mayGoOut(view({ causes: off }), NOW)).toBe(false);
  expect(mayGoOut(view({ rule: { ...large, people: null } }), NOW)).toBe(false);
});

test('rows that do not go out take nothing from the wallet', () => {
  const after = afterRows(WALLET, [numbered(1), numbered(2, { state: 'held' }), numbered(3)], NOW);
  expect([...after].map(([id, { usd }]) => [id, usd])).toEqual([
    ['w1', '587.5'],
    ['w3', '175'],
  ]);
  expect(afterRows(undefined, [numbered(1)], NOW).size).toBe(0);
});

test('dollars that are left are never rounded up', () => {
  expect(leftWords({ usd: '83111.99' })).toBe('$83,111');
  expect(leftWords({ usd: '0.5' })).toBe('$0');
  expect(leftWords({ usd: '-0.01' })).toBe('-$1');
  expect(leftWords({ usd: '-1200' })).toBe('-$1,200');
});

test('what is chosen says what it leaves, and what the wallet has not enough of', () => {
  expect(together(WALLET, [numbered(1), numbered(2)])).toEqual({ leaves: '$175', short: null });
  expect(together(WALLET, [numbered(1), numbered(2), numbered(3)])).toEqual({
    leaves: '-$238',
    short: 'not enough USDC on Ethereum',
  });
  expect(together(undefined, [numbered(1)])).toEqual({ leaves: null, short: null });
  expect(shortWords({ asset: 'XYZ', network: 'moon' })).toBe('not enough XYZ on moon');
});

test('together are those of one rule that one person approves, that ask for no look and are paid for', () => {
  const rows = [
    numbered(1),
    numbered(2, { riskScore: 90 }),
    numbered(3, { rule: large }),
    numbered(4),
    numbered(5, { causes: off }),
    numbered(6, { approvals: [{ by: { id: 'me', name: 'Me' }, at: '', stands: true }] }),
    numbered(7, { amount: '5000', usdValue: '5000' }),
  ];
  const named = clearTogether(rows, ME, NOW, WALLET).map(({ number }) => number);
  expect(named).toEqual([1, 4]);
  expect(clearTogether(rows.slice(0, 3), ME, NOW, WALLET)).toEqual([]);
});
