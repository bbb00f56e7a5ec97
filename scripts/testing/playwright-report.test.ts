import { expect, it } from 'vitest';
import { playwrightOutcome } from './playwright-report.ts';

const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 2 };

it('names by file and line what failed and what needed a second try, however deep it stands', () => {
  const report = {
    errors: [],
    stats,
    suites: [
      {
        specs: [spec('signs in', 4, 'expected'), spec('stops', 9, 'unexpected')],
        suites: [{ specs: [spec('waits', 20, 'flaky')] }],
      },
    ],
  };
  expect(playwrightOutcome(report)).toEqual({
    passed: 4,
    failed: 1,
    skipped: 2,
    failures: [{ test: 'e2e/a.spec.ts:9 > stops', message: 'too late' }],
    flaky: [{ test: 'e2e/a.spec.ts:20 > waits', message: 'too late' }],
  });
});

it('tells what went wrong outside every test', () => {
  const report = { errors: [{ message: 'no such folder' }], stats, suites: [] };
  expect(playwrightOutcome(report).failures).toEqual([
    { test: 'outside every test', message: 'no such folder' },
  ]);
});

function spec(title: string, line: number, status: string) {
  const errors = status === 'expected' ? [] : [{ message: 'too late' }];
  return { title, file: 'a.spec.ts', line, tests: [{ status, results: [{ errors }] }] };
}
