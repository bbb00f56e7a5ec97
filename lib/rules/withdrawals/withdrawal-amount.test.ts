// Amounts to their last digit, and every way to write one wrong.
import { describe, expect, test } from 'vitest';
import {
  amountProblem,
  assetAmountProblem,
  dollarProblem,
  isMore,
  isSame,
  plain,
  sumOf,
  usdProblem,
} from './withdrawal-amount.ts';

describe('the form of an amount', () => {
  test.each(['1', '0.5', '412.50', '0.000000000000000001', '999999999999.999999999999999999'])(
    '%s is one',
    (sent) => {
      expect(amountProblem(sent)).toBeNull();
    },
  );

  test.each([
    ['NaN', /digits/],
    ['Infinity', /digits/],
    ['-1', /more than zero/],
    ['-0.000000000000000001', /more than zero/],
    ['0', /more than zero/],
    ['0.000000000000000000', /more than zero/],
    ['0.0000000000000000001', /19 digits after the point/],
    ['1e30', /exponent/],
    ['1E5', /exponent/],
    ['1.5e-7', /exponent/],
    ['1000000000000', /too large/],
    ['1000000000000000000000000000000', /too large/],
    ['01', /digits/],
    ['1.', /digits/],
    ['.5', /digits/],
    ['1,5', /digits/],
    ['+1', /digits/],
    [' 1', /digits/],
    ['0x10', /digits/],
    ['１', /digits/],
    ['', /digits/],
    ['=1+1', /digits/],
    [412.5, /as text/],
    [null, /as text/],
    [undefined, /as text/],
    [['1'], /as text/],
    [{}, /as text/],
  ])('%j is none, and the sentence says why', (sent, why) => {
    expect(amountProblem(sent)).toMatch(why);
  });
});

test('digits beyond those of the asset are refused, zeros at the end are none', () => {
  expect(assetAmountProblem('0.1234567', 'USDC')).toMatch(/USDC has 6 digits.*has 7/);
  expect(assetAmountProblem('0.123456000000', 'USDC')).toBeNull();
  expect(assetAmountProblem('0.123456789', 'BTC')).toMatch(/BTC has 8/);
  expect(assetAmountProblem('0.123456789123456789', 'ETH')).toBeNull();
});

test('a value is in cents', () => {
  expect(usdProblem('412.50')).toBeNull();
  expect(usdProblem('412.500')).toBeNull();
  expect(usdProblem('412.505')).toMatch(/two digits/);
  expect(usdProblem('0')).toMatch(/The value has to be more than zero/);
});

test('a dollar asset is worth about its amount, others whatever their price says', () => {
  expect(dollarProblem('100', '95', 'USDC')).toBeNull();
  expect(dollarProblem('100', '105.01', 'USDC')).toBeNull();
  expect(dollarProblem('100', '94.98', 'USDC')).toMatch(/about \$100\.00, not \$94\.98/);
  expect(dollarProblem('250000', '9000', 'USDT')).not.toBeNull();
  expect(dollarProblem('1', '65000', 'BTC')).toBeNull();
});

test('nothing is rounded', () => {
  const exact = '123456789012.123456789012345678';
  expect(plain(exact)).toBe(exact);
  expect(plain('1.500')).toBe('1.5');
  expect(isSame('1.50', '1.5')).toBe(true);
  expect(isMore('10000.000000000000000001', '10000')).toBe(true);
  expect(sumOf([exact, '0.000000000000000001'])).toBe('123456789012.123456789012345679');
  expect(sumOf(Array.from({ length: 10 }, () => '0.1'))).toBe('1');
});
