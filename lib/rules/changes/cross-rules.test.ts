// Rules between switches: each of them, for the venue and for one symbol, and which violations a change adds.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixWith, setIn } from '#test/matrices.ts';
import { anyMatrix } from '#test/switch-values.ts';
import { addedViolations, violations } from './cross-rules.ts';
import { defaultMatrix, type Matrix } from './matrix.ts';

const sentences = (matrix: Matrix) => violations(matrix).map(({ sentence }) => sentence);
const added = (before: Matrix, after: Matrix) =>
  addedViolations(before, after).map(({ sentence }) => sentence);

test('the defaults violate nothing', () => {
  expect(violations(defaultMatrix())).toEqual([]);
});

// biome-ignore format: a case a line
test.each<[string, Matrix, RegExp]>([
  ['tier 1 above tier 2', matrixWith({ switch: 'hedge_threshold_tier1', value: '500000.01' }), /^hedge_threshold_tier1 lies above hedge_threshold_tier2: /],
  ['normal above betting threshold', matrixWith({ switch: 'normal_threshold', value: '50000.01' }), /^normal_threshold lies above betting_threshold: /],
  ['normal above betting threshold for a symbol', matrixWith({ switch: 'normal_threshold', symbol: 'BTC', value: '60000' }), /^normal_threshold lies above betting_threshold for BTC: /],
  ['betting below normal threshold for a symbol', matrixWith({ switch: 'betting_threshold', symbol: 'ETH', value: '9000' }), /^normal_threshold lies above betting_threshold for ETH: /],
  ['BETTING_MODE without internalisation', matrixWith({ switch: 'routing_mode', value: 'BETTING_MODE' }), /^routing_mode is BETTING_MODE while global_betting_enabled is false: /],
  ['one order above the exposure limit', matrixWith({ switch: 'max_internal_exposure_usd', value: '9999.99' }), /^max_order_size_internal lies above max_internal_exposure_usd: /],
  ['one order above the exposure limit of its symbol', matrixWith({ switch: 'max_internal_exposure_usd', symbol: 'SOL', value: '5000' }), /^max_order_size_internal lies above max_internal_exposure_usd for SOL: /],
  ['daily above weekly loss', matrixWith({ switch: 'daily_loss_limit_pct', value: 7.1 }), /^daily_loss_limit_pct lies above weekly_loss_limit_pct: /],
  ['weekly loss above drawdown', matrixWith({ switch: 'weekly_loss_limit_pct', value: 25.1 }), /^weekly_loss_limit_pct lies above max_drawdown_pct: /],
])('%s is one violation, said in a sentence', (_name, matrix, sentence) => {
  expect(sentences(matrix)).not.toEqual([]);
  expect(new Set(sentences(matrix)).size).toBe(1);
  expect(sentences(matrix)[0]).toMatch(sentence);
  expect(sentences(matrix)[0]).toMatch(/\.$/);
});

test.each<[string, Matrix]>([
  ['equal tiers', matrixWith({ switch: 'hedge_threshold_tier1', value: '500000' })],
  ['equal thresholds', matrixWith({ switch: 'normal_threshold', value: '50000' })],
  ['an order as large as the exposure', matrixWith({ switch: 'max_internal_exposure_usd', value: '10000' })],
  ['equal loss limits', matrixWith({ switch: 'daily_loss_limit_pct', value: 7 })],
  [
    'NORMAL_MODE without internalisation, as level 1 has it',
    matrixWith({ switch: 'routing_mode', value: 'NORMAL_MODE' }),
  ],
  [
    '9 below 10, not compared as text',
    matrixWith({ switch: 'normal_threshold', value: '9' }, { switch: 'betting_threshold', value: '10' }),
  ],
])('%s violate nothing', (_name, matrix) => {
  expect(violations(matrix)).toEqual([]);
});

describe('a change adds', () => {
  test('nothing when a violation was there before', () => {
    const before = matrixWith({ switch: 'betting_threshold', value: '0' });
    expect(added(before, setIn(before, { switch: 'normal_threshold', value: '20000' }))).toEqual([]);
  });

  test('one sentence when every symbol inherits it', () => {
    expect(added(defaultMatrix(), matrixWith({ switch: 'betting_threshold', value: '0' }))).toHaveLength(1);
  });

  test('a second symbol, although a first has the same violation with the same amounts', () => {
    const before = setIn(
      matrixWith(
        { switch: 'normal_threshold', value: '1000' },
        { switch: 'normal_threshold', symbol: 'BTC', value: '10000' },
      ),
      { switch: 'betting_threshold', value: '5000' },
    );
    expect(sentences(before)).toEqual([expect.stringContaining('for BTC')]);
    const after = setIn(before, { switch: 'normal_threshold', symbol: 'ETH', value: '10000' });
    expect(added(before, after)).toEqual([expect.stringContaining('for ETH')]);
  });

  test('nothing when the venue is put right and a symbol stays as it was', () => {
    const before = matrixWith(
      { switch: 'betting_threshold', value: '5000' },
      { switch: 'betting_threshold', symbol: 'BTC', value: '5000' },
      { switch: 'normal_threshold', symbol: 'BTC', value: '10000' },
    );
    const after = setIn(before, { switch: 'betting_threshold', value: '10000' });
    expect(sentences(after)).toEqual([expect.stringContaining('for BTC')]);
    expect(added(before, after)).toEqual([]);
  });
});

test('laws: no change adds nothing; what is added holds afterwards; no sentence is said twice', () => {
  fc.assert(
    fc.property(anyMatrix, anyMatrix, (before, after) => {
      expect(addedViolations(before, before)).toEqual([]);
      const found = added(before, after);
      expect(sentences(after)).toEqual(expect.arrayContaining(found));
      expect(new Set(found).size).toBe(found.length);
      if (violations(before).length === 0) expect(new Set(found)).toEqual(new Set(sentences(after)));
    }),
    { numRuns: 200 },
  );
});

test('each symbol is judged as if the venue had its values', () => {
  fc.assert(
    fc.property(anyMatrix, (matrix) => {
      const own = (name: string, symbol: string) => matrix[name]?.overrides?.[symbol] ?? matrix[name]?.value;
      for (const symbol of ['BTC', 'SOL']) {
        const wrong = Number(own('normal_threshold', symbol)) > Number(own('betting_threshold', symbol));
        expect(violations(matrix).some(({ id }) => id === `thresholds:${symbol}`)).toBe(wrong);
      }
    }),
    { numRuns: 200 },
  );
});
