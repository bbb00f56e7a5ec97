import { describe, expect, test } from 'vitest';
import { worthOf } from '#lib/rules/withdrawals/withdrawal-amount.ts';
import { FIRST_DESCRIBED, problemsOf } from './withdrawal-simulation.ts';

const wrong = (change: Partial<typeof FIRST_DESCRIBED>) => problemsOf({ ...FIRST_DESCRIBED, ...change });

describe('a described request', () => {
  test('may be asked about as it is offered', () => expect(problemsOf(FIRST_DESCRIBED)).toEqual({}));

  test.each(['', 'NaN', '-5', '0', '1e30', '1,5', '0.1234567', '1234567890123'])(
    'has a sentence for the amount %j',
    (amount) => expect(wrong({ amount }).amount).toMatch(/\.$/),
  );

  test.each(['', '0', '-1', '2e3', 'free'])('has a sentence for the price %j', (price) =>
    expect(wrong({ price }).price).toMatch(/^(Send|Write) the price|[Tt]he price/),
  );

  test('has one for each wrong field at once', () => {
    expect(
      Object.keys(wrong({ network: 'bitcoin', amount: 'x', destinationHours: '1.5', accountDays: '-1' })),
    ).toEqual(['network', 'amount', 'destinationHours', 'accountDays']);
  });

  test('that is worth less than a cent, or more than there is, says so at its amount', () => {
    expect(wrong({ amount: '0.001', price: '1' }).amount).toContain('more than zero');
    expect(wrong({ amount: '999999999999', price: '999' }).amount).toContain('too large');
  });
});

test('worth is exact and rounded to the cent', () => {
  expect(worthOf('0.1', '0.2')).toBe('0.02');
  expect(worthOf('1.000000000000000001', '2500')).toBe('2500');
  expect(worthOf('3', '1.005')).toBe('3.02');
  expect(worthOf('123456789.123456789', '2')).toBe('246913578.25');
});
