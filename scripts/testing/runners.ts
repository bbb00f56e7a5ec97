// Runs one test runner each as a process, its output on the terminal, and reads from its report how it went.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPILE_CACHE } from '../launch/processes.ts';
import { ROOT } from '../launch/settings.ts';
import { failedOne, none, type Outcome, passedOne } from './outcome.ts';
import { type PlaywrightReport, playwrightOutcome } from './playwright-report.ts';
import type { VitestReport } from './vitest-reporter.ts';

/** Counts as one: passed when it exits 0. `program` is a file for node, relative to the repository. */
export async function runCommand(program: string, args: readonly string[]): Promise<Outcome> {
  const code = await run([program, ...args]);
  return code === 0 ? passedOne() : failedOne(program, `It ended with ${code}; its words stand above.`);
}

export async function runVitest(project: string): Promise<Outcome> {
  return withReport(async (file) => {
    const code = await run(
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        `--project=${project}`,
        '--passWithNoTests',
        '--reporter=default',
        '--reporter=scripts/testing/vitest-reporter.ts',
      ],
      { BULKHEAD_TEST_REPORT: file },
    );
    const report = read(file) as VitestReport | undefined;
    return concluded(`vitest ${project}`, code, report);
  });
}

export async function runPlaywright(chromium: string): Promise<Outcome> {
  return withReport(async (file) => {
    const code = await run(
      ['node_modules/@playwright/test/cli.js', 'test', '--pass-with-no-tests', '--reporter=list,json'],
      { BULKHEAD_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    );
    const report = read(file) as PlaywrightReport | undefined;
    return concluded('playwright', code, report && playwrightOutcome(report));
  });
}

/** A runner that fails without naming a failed test (a file that does not load) still counts as a failure. */
function concluded(runner: string, code: number, report?: Outcome & { skipped: number }): Outcome {
  const { skipped, ...outcome } = { ...none(), skipped: 0, ...report };
  if (skipped > 0) console.log(`${skipped} skipped`);
  if (outcome.passed + outcome.failed + skipped === 0 && code === 0) console.log('There are no such tests.');
  if (code === 0 || outcome.failed > 0) return outcome;
  const unnamed = failedOne(runner, `It ended with ${code}; its words stand above.`);
  return {
    ...outcome,
    failed: 1,
    failures: outcome.failures.length > 0 ? outcome.failures : unnamed.failures,
  };
}

async function withReport(work: (report: string) => Promise<Outcome>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-report-'));
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(report: string): unknown {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    // The processes that tests start find their code compiled.
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE, ...env },
  });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      if (signal || code === 130 || code === 143) process.exit(1);
      resolve(code ?? 1);
    });
  });
}
