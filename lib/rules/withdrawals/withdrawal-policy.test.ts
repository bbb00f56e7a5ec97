// The policy by hand: which rule each request meets, at its edges too, and that the last rule lets nothing out.
import { describe, expect, test } from 'vitest';
import { type Asset, type PolicyRule, WITHDRAWAL_POLICY } from '#lib/catalog/withdrawals.ts';
import { ageText, approvalsText, matchPolicy } from './withdrawal-policy.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const before = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const asked = (usdValue: string, destinationHours = 9_000, accountDays = 400, asset: Asset = 'USDC') => ({
  ...{ asset, usdValue, destinationSince: before(destinationHours), accountSince: before(accountDays * 24) },
});

describe('the rule that a request meets', () => {
  test.each([
    ['0.01', 9_000, 400, 'routine', 1, null],
    ['10000', 9_000, 400, 'routine', 1, null],
    ['10000.01', 9_000, 400, 'large', 2, null],
    ['100000', 9_000, 400, 'large', 2, null],
    ['100000.01', 9_000, 400, 'largest', 2, 'super_admin'],
    ['999999999999', 24, 30, 'largest', 2, 'super_admin'],
    // To a destination of the last day, from an account of the last month: nobody.
    ['100000.01', 23, 400, 'block', null, null],
    ['100000.01', 24, 29, 'block', null, null],
    ['2500', 1, 400, 'routine', 1, null],
    ['2500.01', 1, 400, 'young-destination', 2, null],
    ['2500.01', 24, 400, 'routine', 1, null],
    ['1000', 9_000, 1, 'routine', 1, null],
    ['1000.01', 9_000, 6, 'young-account', 2, null],
    ['1000.01', 9_000, 7, 'routine', 1, null],
    ['10000.01', 1, 1, 'large', 2, null],
  ] as const)('$%s, destination %d h, account %d d: %s', (usd, hours, days, rule, people, oneOf) => {
    const match = matchPolicy(asked(usd, hours, days), NOW);
    expect([match.rule.key, match.people, match.oneOf]).toEqual([rule, people, oneOf]);
  });

  test('every way through the policy ends: the last rule applies to everything and lets nothing out', () => {
    const last = WITHDRAWAL_POLICY.at(-1);
    expect([last?.when, last?.outcome]).toEqual([{}, 'block']);
  });

  test('nothing above $10,000 goes out by one approval, nothing above $100,000 without a super admin', () => {
    for (const usd of ['10000.01', '50000', '100000.01', '5000000'])
      for (const hours of [0, 23, 24, 9_000])
        for (const days of [0, 6, 7, 29, 30, 4_000]) {
          const { people, oneOf } = matchPolicy(asked(usd, hours, days), NOW);
          expect(people === null || people >= 2).toBe(true);
          if (Number(usd) > 100_000) expect(people === null || oneOf === 'super_admin').toBe(true);
        }
  });

  test('a rule may name assets', () => {
    const policy: readonly PolicyRule[] = [
      { key: 'coins', label: 'Coins', when: { assets: ['BTC', 'ETH'] }, outcome: { people: 3, oneOf: null } },
      { key: 'block', label: 'Rest', when: {}, outcome: 'block' },
    ];
    expect(matchPolicy(asked('1', 1, 1, 'BTC'), NOW, policy).rule.key).toBe('coins');
    const match = matchPolicy(asked('1'), NOW, policy);
    expect(match.rule.key).toBe('block');
    expect(match.steps[0]?.because).toBe('USDC is not among its assets');
  });

  test('a policy without a closing rule is a mistake, not a way out', () => {
    expect(() => matchPolicy(asked('1'), NOW, WITHDRAWAL_POLICY.slice(0, 1))).toThrow(/closing rule/);
  });
});

test('it says why, for each rule up to the one that was met', () => {
  const { steps } = matchPolicy(asked('4200', 3), NOW);
  expect(steps.map(({ key, met, because }) => [key, met, because])).toEqual([
    ['largest', false, '$4,200.00 is not above $100,000'],
    ['large', false, '$4,200.00 is not above $10,000'],
    [
      'young-destination',
      true,
      '$4,200.00 is above $2,500; $4,200.00 is at most $10,000; the destination is known for 3 hours, less than 24 hours',
    ],
  ]);
});

test('ages and approvals as people say them', () => {
  expect([0, 59_000, 60_000, 3_600_000, 47 * 3_600_000, 48 * 3_600_000].map(ageText)).toEqual([
    '0 minutes',
    '0 minutes',
    '1 minute',
    '1 hour',
    '47 hours',
    '2 days',
  ]);
  expect(approvalsText({ people: 1, oneOf: null })).toBe('One approval');
  expect(approvalsText({ people: 2, oneOf: null })).toBe('2 different people');
  expect(approvalsText({ people: 2, oneOf: 'super_admin' })).toBe(
    '2 different people, one of them a super admin',
  );
  expect(approvalsText({ people: null, oneOf: null })).toBe('Nobody may approve it');
});
