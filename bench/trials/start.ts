// A start of what was started before, as a person types it: npm start until everything is ready.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentOf, temporaryFolder } from '../installation.ts';
import type { Row } from '../row.ts';
import { median } from '../statistics.ts';
import type { Bench, Trial } from '../trial.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FIRST_PORT = 4720;
const STARTS = 3;
const BUDGET_SECONDS = 6;
const LIMIT_MS = 240_000;

/** Starts, waits for the line that says that it runs, and stops as Ctrl-C does. Answers the seconds until that line. */
async function startAndStop(folder: string, signal: AbortSignal): Promise<number> {
  const begun = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: { ...process.env, ...environmentOf(folder, FIRST_PORT) },
    // A group of its own, so that all of it hears what a terminal's Ctrl-C would say.
    detached: true,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    await runs(child);
    return (performance.now() - begun) / 1_000;
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await ended;
  }
}

function runs(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const limit = setTimeout(() => reject(new Error(`npm start was not done in time:\n${said}`)), LIMIT_MS);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`npm start ended:\n${said}`)));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        said += chunk;
        if (!/^Bulkhead runs/m.test(said)) return;
        clearTimeout(limit);
        resolve();
      });
    }
  });
}

async function run(bench: Bench): Promise<Row[]> {
  const folder = temporaryFolder();
  try {
    bench.say('  a first start makes the data');
    await startAndStop(folder, bench.signal);
    const times: number[] = [];
    for (let start = 0; start < STARTS; start++) times.push(await startAndStop(folder, bench.signal));
    const seconds = median(times);
    return [
      {
        what: `npm start again, nothing changed (median of ${STARTS})`,
        measured: `${seconds.toFixed(1)} s`,
        budget: `< ${BUDGET_SECONDS} s`,
        bounds: [{ value: seconds, is: 'below', limit: BUDGET_SECONDS }],
        note: 'All of it: npm, database, console, worker, edge and the simulated venue, each ready.',
        figures: { seconds, slowest: Math.max(...times) },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const startTrial: Trial = { name: 'start', run };
