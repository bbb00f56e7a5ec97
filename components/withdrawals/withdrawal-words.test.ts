// Words of withdrawals: money to the cent, exact sums, and the one thing to know of a row.
import { expect, test } from 'vitest';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import { aWithdrawalView as view } from '#test/withdrawal-views.ts';
import {
  amountWords,
  checkOf,
  dollars,
  looksOf,
  notApprovable,
  sameRule,
  shortAddress,
  sumWords,
  waitWords,
} from './withdrawal-words.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const ago = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();

test('money to the cent, amounts to the last digit, sums exact', () => {
  expect([dollars('1150'), dollars('412.5'), dollars('0.07')]).toEqual(['$1,150.00', '$412.50', '$0.07']);
  expect(amountWords({ amount: '123456.123456789012345678', asset: 'ETH' })).toBe(
    '123,456.123456789012345678 ETH',
  );
  expect(sumWords(Array.from({ length: 3 }, () => ({ usdValue: '0.1' })))).toBe('$0.30');
  expect(sumWords([{ usdValue: '999999999999.99' }, { usdValue: '0.01' }])).toBe('$1,000,000,000,000.00');
  expect(sumWords([])).toBe('$0.00');
});

test('addresses and waits are short', () => {
  expect(shortAddress('0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed')).toBe('0x5aAe…eAed');
  expect(shortAddress('short')).toBe('short');
  expect([waitWords(ago(0), NOW), waitWords(ago(0.25), NOW), waitWords(ago(3), NOW)]).toEqual([
    '0:00',
    '15:00',
    '3 h',
  ]);
});

test('what asks for a look is said first, with what is in order after it', () => {
  const asked = looksOf(
    view({ destinationSince: ago(3), riskScore: 61, riskNotes: ['Sign-in from a new device'] }),
    NOW,
  );
  expect(asked.map(({ asks, text }) => [asks, text])).toEqual([
    [true, 'Sign-in from a new device'],
    [true, 'New address, known for 3 h'],
    [false, 'Account 375 d old'],
    [true, 'Risk 61 of 100'],
  ]);
});

test.each([
  ['clear', {}, 'Needs one approval'],
  ['look', { riskScore: 50 }, 'Look. Needs one approval'],
  [
    'held',
    { state: 'held', decision: { by: 'Ann', at: ago(0), reason: 'Asked the customer' } },
    'Held: Asked the customer',
  ],
  [
    'held',
    { state: 'expired', causes: [{ key: 'expired', text: 'Its approval ran out' }] },
    'Its approval ran out',
  ],
  [
    'over',
    { state: 'rejected', decision: { by: 'Ann', at: ago(0), reason: 'Stolen account' } },
    'Rejected: Stolen account',
  ],
  [
    'stopped',
    {
      state: 'approved',
      causes: [
        { key: 'undo', text: 'Can be undone' },
        { key: 'withdrawal_enabled', text: 'All withdrawals are off' },
      ],
    },
    'All withdrawals are off',
  ],
  ['clear', { state: 'approved', causes: [] }, 'May go out'],
] as const)('%s: %j', (kind, change, text) => {
  expect(checkOf(view(change as Partial<WithdrawalView>), NOW)).toMatchObject({ kind, text });
});

test('who can approve', () => {
  const me = { id: 'me' };
  expect(notApprovable(view(), me)).toBeNull();
  expect(notApprovable(view({ state: 'held' }), me)).toMatch(/nothing to approve/);
  expect(
    notApprovable(view({ approvals: [{ by: { id: 'me', name: 'Me' }, at: ago(0), stands: true }] }), me),
  ).toMatch(/somebody else/);
  expect(notApprovable(view({ rule: { ...view().rule, people: null } }), me)).toMatch(/nobody/);
  expect(sameRule([view(), view()])).toBe(true);
  expect(sameRule([view(), view({ rule: { ...view().rule, key: 'large' } })])).toBe(false);
});
