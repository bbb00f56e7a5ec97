// The hash of an input: the same for the same meaning, different for anything else.
import { expect, test } from 'vitest';
import { inputHash } from './canonical.ts';

test('the order of keys and absent fields do not count', () => {
  const one = inputHash({ switch: 'routing_mode', value: 'HL_MODE', symbol: undefined });
  expect(inputHash({ value: 'HL_MODE', switch: 'routing_mode' })).toBe(one);
});

test.each([
  [{ value: 1 }, { value: '1' }],
  [{ value: null }, {}],
  [{ value: ['BTC', 'ETH'] }, { value: ['ETH', 'BTC'] }],
  [{ at: new Date('2026-03-19T03:00:00Z') }, { at: new Date('2026-03-19T03:00:01Z') }],
  [{ at: new Date('2026-03-19T03:00:00Z') }, { at: {} }],
  [{ a: { b: 1 } }, { a: { b: 2 } }],
])('%j and %j are different inputs', (a, b) => {
  expect(inputHash(a)).not.toBe(inputHash(b));
});
