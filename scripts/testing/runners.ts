// Runs one test runner each as a process, its output on the terminal, and reads from its report how it went.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPILE_CACHE } from '../launch/processes.ts';
import { ROOT } from '../launch/settings.ts';

export interface Tally {
  passed: number;
  failed: number;
}

/** Counts as one: passed when it exits 0. `program` is a file for node, relative to the repository. */
export async function runCommand(program: string, args: readonly string[]): Promise<Tally> {
  const code = await run([program, ...args]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export async function runVitest(project: string): Promise<Tally> {
  return withReport(async (report) => {
    const code = await run([
      'node_modules/vitest/vitest.mjs',
      'run',
      `--project=${project}`,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    const result = read(report) as {
      numPassedTests?: number;
      numFailedTests?: number;
      numPendingTests?: number;
    };
    return tally(code, result.numPassedTests, result.numFailedTests, result.numPendingTests);
  });
}

export async function runPlaywright(chromium: string): Promise<Tally> {
  return withReport(async (report) => {
    const code = await run(
      ['node_modules/@playwright/test/cli.js', 'test', '--pass-with-no-tests', '--reporter=list,json'],
      { BULKHEAD_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    );
    const { stats } = read(report) as {
      stats?: { expected: number; unexpected: number; flaky: number; skipped: number };
    };
    return tally(code, stats && stats.expected + stats.flaky, stats?.unexpected, stats?.skipped);
  });
}

/** A runner that fails without naming a failed test (a file that does not load) still counts as a failure. */
function tally(code: number, passed = 0, failed = 0, skipped = 0): Tally {
  if (skipped > 0) console.log(`${skipped} skipped`);
  if (passed + failed + skipped === 0 && code === 0) console.log('There are no such tests.');
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

async function withReport(work: (report: string) => Promise<Tally>): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-report-'));
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(report: string): unknown {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
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
