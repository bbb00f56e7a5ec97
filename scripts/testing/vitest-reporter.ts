// A reporter of Vitest that writes the outcome of its run to the file named by BULKHEAD_TEST_REPORT.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import { ROOT } from '../launch/settings.ts';
import type { Failure, Outcome } from './outcome.ts';

/** An outcome, and how many tests were left out. */
export interface VitestReport extends Outcome {
  skipped: number;
}

export default class OutcomeReporter implements Reporter {
  onTestRunEnd: NonNullable<Reporter['onTestRunEnd']> = (modules, unhandled) => {
    const report: VitestReport = { passed: 0, failed: 0, skipped: 0, failures: [], flaky: [] };
    for (const module of modules) {
      for (const test of module.children.allTests()) count(report, test);
      // What stands outside every test: a file that does not load, a hook that throws.
      for (const suite of [module, ...module.children.allSuites()]) addErrors(report, suite);
    }
    for (const error of unhandled)
      report.failures.push({ test: 'outside every test', message: `${error.name}: ${error.message}` });
    const file = process.env.BULKHEAD_TEST_REPORT;
    if (file !== undefined) writeFileSync(file, JSON.stringify(report));
  };
}

function count(report: VitestReport, test: TestCase): void {
  const { state, errors } = test.result();
  if (state === 'passed') {
    report.passed += 1;
    if (test.diagnostic()?.flaky) report.flaky.push(failure(test, errors));
  } else if (state === 'failed') {
    report.failed += 1;
    report.failures.push(failure(test, errors));
  } else report.skipped += 1;
}

function addErrors(report: VitestReport, suite: TestModule | TestSuite): void {
  const errors = suite.errors();
  if (errors.length === 0) return;
  report.failed += 1;
  report.failures.push(failure(suite, errors));
}

function failure(
  entity: TestCase | TestModule | TestSuite,
  errors: readonly { stack?: string; message: string }[] | undefined,
): Failure {
  const file = relative(ROOT, entity.type === 'module' ? entity.moduleId : entity.module.moduleId);
  return {
    test: entity.type === 'module' ? file : `${file} > ${entity.fullName}`,
    message: (errors ?? []).map((error) => error.stack ?? error.message).join('\n'),
  };
}
