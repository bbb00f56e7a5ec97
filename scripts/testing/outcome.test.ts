import { expect, it } from 'vitest';
import { failedOne, none, passedOne, sum, summary } from './outcome.ts';

const red = `${String.fromCharCode(27)}[31mexpected 1\nto be 2${String.fromCharCode(27)}[39m\n`;

it('sums what passed and failed and keeps every name', () => {
  const flaky = { ...passedOne(), flaky: [{ test: 'a.test.ts > once', message: 'late' }] };
  expect(sum([passedOne(), flaky, failedOne('b.test.ts > never', 'no')])).toEqual({
    passed: 2,
    failed: 1,
    failures: [{ test: 'b.test.ts > never', message: 'no' }],
    flaky: [{ test: 'a.test.ts > once', message: 'late' }],
  });
});

it('says a run without failures in one line', () => {
  expect(summary({ ...none(), passed: 12 })).toBe('\n12 passed, 0 failed');
});

it('names what failed last, with its message without its colours and without the runner in its stack', () => {
  const stack =
    '    at a.test.ts:9:1\n    at node_modules/vitest/run.js:1:1\n    at new Promise (<anonymous>)\n';
  expect(summary(failedOne('b.test.ts > never', red + stack))).toBe(
    '\nFailed:\n  b.test.ts > never\n      expected 1\n      to be 2\n          at a.test.ts:9:1\n\n0 passed, 1 failed',
  );
});

it('keeps of a long message its beginning', () => {
  expect(summary(failedOne('c', 'x'.repeat(9_000))).length).toBeLessThan(1_600);
});
