// npm run bench: runs the trials one after the other on an installation of its own and prints what came out as one table.
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { PlainError } from '#scripts/plain-error.ts';
import { type Installation, openInstallation } from './installation.ts';
import { readOptions } from './options.ts';
import { type Row, skippedRow, verdictOf } from './row.ts';
import { tableOf } from './table.ts';
import type { Bench, Trial } from './trial.ts';
import { alertsTrial } from './trials/alerts.ts';
import { auditTrial } from './trials/audit.ts';
import { canaryGuardTrial } from './trials/canary-guard.ts';
import { consoleWritesTrial } from './trials/console-writes.ts';
import { databaseAwayTrial } from './trials/database-away.ts';
import { edgeReadsTrial } from './trials/edge-reads.ts';
import { effectTrial } from './trials/effect.ts';
import { emergencyStopTrial } from './trials/emergency-stop.ts';
import { escalationTrial } from './trials/escalation.ts';
import { fanOutTrial } from './trials/fan-out.ts';
import { levelTrial } from './trials/level.ts';
import { localReadsTrial } from './trials/local-reads.ts';
import { memoryTrial } from './trials/memory.ts';
import { pageTrial } from './trials/page.ts';
import { pushesTrial } from './trials/pushes.ts';
import { rollbackTrial } from './trials/rollback.ts';
import { startTrial } from './trials/start.ts';
import { stopInAStormTrial } from './trials/stop-in-a-storm.ts';
import { withdrawalsTrial } from './trials/withdrawals.ts';

/** In the order they run and stand in the table. */
const TRIALS: readonly Trial[] = [
  effectTrial,
  levelTrial,
  fanOutTrial,
  edgeReadsTrial,
  localReadsTrial,
  consoleWritesTrial,
  databaseAwayTrial,
  emergencyStopTrial,
  pushesTrial,
  escalationTrial,
  stopInAStormTrial,
  alertsTrial,
  memoryTrial,
  pageTrial,
  withdrawalsTrial,
  auditTrial,
  rollbackTrial,
  canaryGuardTrial,
  startTrial,
];
/** A trial that would begin later than this is left out and said to be. */
const LAST_BEGIN_MS = 8 * 60_000;

let opened: Promise<Installation> | undefined;
const stopping = new AbortController();

async function closeInstallation(): Promise<void> {
  const installation = await opened?.catch(() => undefined);
  opened = undefined;
  await installation?.stop();
}

const bench: Bench = {
  installation() {
    opened ??= openInstallation(stopping.signal);
    return opened;
  },
  async anotherInstallation(prepare) {
    await closeInstallation();
    opened = openInstallation(stopping.signal, prepare);
    return opened;
  },
  signal: stopping.signal,
  say: (line) => void process.stdout.write(`${line}\n`),
};

async function runAll(trials: readonly Trial[]): Promise<Row[]> {
  const begun = performance.now();
  const rows: Row[] = [];
  for (const trial of trials) {
    stopping.signal.throwIfAborted();
    if (performance.now() - begun > LAST_BEGIN_MS) {
      rows.push(
        skippedRow(trial.name, 'There was no time left: this machine is slow, or busy with other work.'),
      );
      continue;
    }
    bench.say(`${trial.name} ...`);
    rows.push(...(await trial.run(bench)));
  }
  return rows;
}

/** What the machine was: numbers of another machine, or of one that is busy with other work, are not comparable. */
function circumstances(loadBefore: number, startedAt: number): string[] {
  const processors = availableParallelism();
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const machine = `Node.js ${process.version}, ${processors} processors, load ${loadBefore.toFixed(1)} before the bench; ${seconds} s in all.`;
  const busy = loadBefore > processors / 2;
  return busy ? [machine, 'The machine was busy with other work: only the ratios say something.'] : [machine];
}

async function main(): Promise<number> {
  const startedAt = performance.now();
  const loadBefore = loadavg()[0] ?? 0;
  const options = readOptions(
    process.argv.slice(2),
    TRIALS.map((trial) => trial.name),
  );
  // What is measured must not depend on the settings of whoever measures.
  for (const name of Object.keys(process.env)) {
    if (/^(BULKHEAD_|NEXTAUTH_)|DATABASE_URL/.test(name)) delete process.env[name];
  }
  const rows = await runAll(TRIALS.filter((trial) => options.trials.includes(trial.name)));
  bench.say(['', ...tableOf(rows), ...circumstances(loadBefore, startedAt)].join('\n'));
  if (options.json) {
    const content = {
      at: new Date().toISOString(),
      rows: rows.map((row) => ({ ...row, verdict: verdictOf(row) })),
    };
    writeFileSync(options.json, `${JSON.stringify(content, null, 2)}\n`);
  }
  return rows.some((row) => verdictOf(row) === 'missed') ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    closeInstallation().finally(() => process.exit(130));
  });
}

let exitCode: number;
try {
  exitCode = await main();
} catch (error) {
  const known = error instanceof PlainError;
  process.stderr.write(`\n${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
  exitCode = known ? error.exitCode : 70;
}
await closeInstallation();
process.exit(exitCode);
