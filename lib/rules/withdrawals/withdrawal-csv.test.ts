import { expect, test } from 'vitest';
import { csvRecords } from '#test/csv.ts';
import { type CsvWithdrawal, WITHDRAWAL_CSV_HEAD, withdrawalCsvLine } from './withdrawal-csv.ts';

const AT = '2026-11-28T03:00:00.000Z';
const ONE: CsvWithdrawal = {
  ...{ withdrawalId: 'a', number: 42, id: 'wd-1', account: 'u_1', accountSince: AT, asset: 'ETH' },
  ...{
    network: 'ethereum',
    amount: '0.000000000000000001',
    usdValue: '1150.5',
    pricedAt: AT,
    address: '0x1',
  },
  ...{ destinationSince: AT, memo: null, riskScore: 4, riskNotes: [], requestedAt: AT, filedAt: AT },
  ...{ filedBy: 'Wallet', amendedAt: null, state: 'rejected', contentHash: 'ab', approvals: [] },
  rule: { key: 'routine', label: 'Up to $10,000', people: 1, oneOf: null, asks: 'One approval' },
  ...{
    approvedAt: null,
    sendAfter: null,
    expiresAt: null,
    reference: null,
    walletKey: null,
    walletProblem: null,
    causes: [],
    sla: 'fine',
  },
  ...{ decision: null, releasedAt: null, answeredAt: null },
};
const read = (change: Partial<CsvWithdrawal>) =>
  csvRecords(WITHDRAWAL_CSV_HEAD + withdrawalCsvLine({ ...ONE, ...change }))[0];

test('every digit of an amount and both cents of a value', () => {
  expect(read({})).toMatchObject({ amount: '0.000000000000000001', usd_value: '1150.50', request: 'W-42' });
  expect(read({ usdValue: '7' })?.usd_value).toBe('7.00');
  expect(read({ usdValue: '7.05' })?.usd_value).toBe('7.05');
});

test.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])('%j is no formula', (memo) => {
  expect(read({ memo })?.memo).toBe(`'${memo}`);
  expect(read({ decision: { by: 'Ann', at: AT, reason: memo } })?.decision_reason).toBe(`'${memo}`);
});

test('quotes, commas and lines stay in their cell', () => {
  const memo = 'a "b", c\r\nd';
  expect(read({ memo })?.memo).toBe(memo);
});

test('several approvers stay several, whatever they are called', () => {
  const by = (name: string, stands: boolean) => ({ by: { id: name, name }, at: AT, stands });
  expect(read({ approvals: [by('Ann; Bob', true), by('Cy', false)] })).toMatchObject({
    approved_by: 'Ann, Bob; Cy',
    approvals_at: `${AT}; ${AT}`,
    approvers_who_may_not_any_more: 'Cy',
  });
});
