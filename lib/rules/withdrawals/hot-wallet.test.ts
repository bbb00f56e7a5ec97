import { expect, test } from 'vitest';
import { balanceProblem, isSilent, sameBalances, walletLines } from './hot-wallet.ts';

const ETH = { asset: 'ETH', network: 'ethereum', amount: '1.000000000000000001', usdValue: '3400.01' };
const USDC = { asset: 'USDC', network: 'arbitrum', amount: '100', usdValue: '100' };

test('nothing is a balance; less than nothing, a number and an exponent are none', () => {
  expect([balanceProblem('0'), balanceProblem('0.00'), balanceProblem('12.5')]).toEqual([null, null, null]);
  expect(balanceProblem('-1')).toBe('The amount cannot be less than zero.');
  for (const wrong of [0, 12, '1e30', 'NaN', '', `0.${'0'.repeat(19)}`, null])
    expect(balanceProblem(wrong), String(wrong)).toMatch(/amount/i);
});

test('what is left is exact to the last digit and falls below zero when it does not suffice', () => {
  const leaving = { approved: '1', approvedUsd: '3400', awaiting: '0', awaitingUsd: '0' };
  const { items, total } = walletLines(
    [ETH, USDC],
    [
      { asset: 'ETH', network: 'ethereum', ...leaving },
      {
        ...{ asset: 'BTC', network: 'bitcoin', approved: '0.5', approvedUsd: '46000' },
        awaiting: '1',
        awaitingUsd: '92000',
      },
    ],
  );
  expect(items.map(({ asset, amount, left }) => [asset, amount, left])).toEqual([
    ['BTC', '0', '-0.5'],
    ['ETH', '1.000000000000000001', '0.000000000000000001'],
    ['USDC', '100', '100'],
  ]);
  expect(total).toEqual({
    ...{ usdValue: '3500.01', approvedUsd: '49400', awaitingUsd: '92000', leftUsd: '-45899.99' },
  });
});

test('a wallet that never reported holds what nobody knows, not nothing', () => {
  const { items, total } = walletLines(null, [
    {
      asset: 'ETH',
      network: 'ethereum',
      approved: '1',
      approvedUsd: '3400',
      awaiting: '0',
      awaitingUsd: '0',
    },
  ]);
  expect(items).toMatchObject([{ amount: null, usdValue: null, left: null, approved: '1' }]);
  expect(total).toMatchObject({ usdValue: null, leftUsd: null, approvedUsd: '3400' });
});

test('it is silent when it never reported, and after two minutes', () => {
  const now = new Date('2026-03-19T12:00:00Z');
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
  expect([isSilent(null, now), isSilent(ago(120), now), isSilent(ago(121), now)]).toEqual([
    true,
    false,
    true,
  ]);
});

test('two reports are the same by their values, in whatever order and however written', () => {
  expect(sameBalances([ETH, USDC], [{ ...USDC, amount: '100.00' }, ETH])).toBe(true);
  expect(sameBalances([ETH], [ETH, USDC])).toBe(false);
  expect(sameBalances([{ ...ETH, amount: '1' }], [ETH])).toBe(false);
  expect(sameBalances([ETH], [{ ...ETH, network: 'arbitrum' }])).toBe(false);
});
