// The values of a drawing stand between round ones, whatever was measured.
import { expect, test } from 'vitest';
import { valueScale } from './chart-scale.ts';

test.each([
  ['values and their limit', [164, 166, 500], [150, 300, 450, 600]],
  ['a loss', [-50, 12], [-50, -25, 0, 25]],
  ['what stays at nothing', [0, 0], [0, 1, 2, 3]],
  ['what was not measured at times', [null, 0, 1_000], [0, 350, 700, 1_050]],
])('%s', (_what, values, ticks) => {
  expect(valueScale(values)).toEqual({ domain: [ticks[0], ticks.at(-1)], ticks });
});

test('of nothing measured it has ends as well', () => {
  const { domain } = valueScale([null]);
  expect(domain[0]).toBeLessThanOrEqual(0);
  expect(domain[1]).toBeGreaterThanOrEqual(1);
});
