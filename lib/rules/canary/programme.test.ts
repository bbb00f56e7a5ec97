// The window of a query, put into it.
import { expect, test } from 'vitest';
import { queryFor } from './programme.ts';

test.each([
  ['half an hour', 1_800, 'rate(x[1800s]) + deriv(y[900s]) * 1800'],
  ['a part of a second', 90.2, 'rate(x[91s]) + deriv(y[46s]) * 91'],
  ['hardly begun, where rates would find nothing', 5, 'rate(x[60s]) + deriv(y[30s]) * 60'],
])('%s', (_what, seconds, query) => {
  expect(queryFor('rate(x[$window]) + deriv(y[$half]) * $seconds', seconds)).toBe(query);
});
