// What Playwright's JSON report says of a run, as an outcome.
import type { Failure, Outcome } from './outcome.ts';

/** Of its JSONReport (@playwright/test/reporter), what is read here. */
export interface PlaywrightReport {
  errors: readonly { message?: string }[];
  suites: readonly Suite[];
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

interface Suite {
  specs: readonly Spec[];
  suites?: readonly Suite[];
}

interface Spec {
  title: string;
  file: string;
  line: number;
  tests: readonly { status: string; results: readonly { errors: readonly { message?: string }[] }[] }[];
}

/** The outcome, and how many tests were left out. */
export function playwrightOutcome(report: PlaywrightReport): Outcome & { skipped: number } {
  const failures: Failure[] = report.errors.map((error) => ({
    test: 'outside every test',
    message: error.message ?? '',
  }));
  const flaky: Failure[] = [];
  for (const suite of report.suites) gather(suite, failures, flaky);
  const { expected, unexpected, skipped } = report.stats;
  return { passed: expected + report.stats.flaky, failed: unexpected, skipped, failures, flaky };
}

function gather(suite: Suite, failures: Failure[], flaky: Failure[]): void {
  for (const spec of suite.specs) {
    for (const test of spec.tests) {
      if (test.status !== 'unexpected' && test.status !== 'flaky') continue;
      const message = test.results.flatMap((result) => result.errors.map((error) => error.message ?? ''));
      (test.status === 'flaky' ? flaky : failures).push({
        test: `e2e/${spec.file}:${spec.line} > ${spec.title}`,
        message: message.join('\n'),
      });
    }
  }
  for (const inner of suite.suites ?? []) gather(inner, failures, flaky);
}
