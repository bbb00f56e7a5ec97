// npm run bench: runs the trials one after the other on an installation of its own and prints what came out as one table.
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { PlainError } from '#scripts/plain-error.ts';
import { type Installation, openInstallation } from './installation.ts';
import { readOptions } from './options.ts';
import { type Row, skippedRow, verdictOf } from './row.ts';
import { tableOf } from './table.ts';
import type { Bench, Trial } from './trial.ts';
import { consoleWritesTrial } from './trials/console-writes.ts';
import { edgeReadsTrial } from './trials/edge-reads.ts';
import { effectTrial } from './trials/effect.ts';
import { fanOutTrial } from './trials/fan-out.ts';

/** In the order they run and stand in the table. */
const TRIALS: readonly Trial[] = [effectTrial, fanOutTrial, edgeReadsTrial, consoleWritesTrial];
/** A trial that would begin later than this is left out and said to be. */
const LAST_BEGIN_MS = 5 * 60_000;

let opened: Promise<Installation> | undefined;
let stopping = false;

async function closeInstallation(): Promise<void> {
  const installation = await opened?.catch(() => undefined);
  opened = undefined;
  await installation?.stop();
}

const bench: Bench = {
  installation() {
    opened ??= openInstallation();
    return opened;
  },
  say: (line) => void process.stdout.write(`${line}\n`),
};

async function runAll(trials: readonly Trial[]): Promise<Row[]> {
  const begun = performance.now();
  const rows: Row[] = [];
  for (const trial of trials) {
    if (stopping) break;
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

/** What the machine was and did meanwhile: numbers of another machine, or of a busy one, are not comparable. */
function circumstances(startedAt: number): string {
  const [load] = loadavg();
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  return `Node.js ${process.version}, ${availableParallelism()} processors, load ${load?.toFixed(1)}, ${seconds} s in all.`;
}

async function main(): Promise<number> {
  const startedAt = performance.now();
  const options = readOptions(
    process.argv.slice(2),
    TRIALS.map((trial) => trial.name),
  );
  // What is measured must not depend on the settings of whoever measures.
  for (const name of Object.keys(process.env)) {
    if (/^(BULKHEAD_|NEXTAUTH_)|DATABASE_URL/.test(name)) delete process.env[name];
  }
  const rows = await runAll(TRIALS.filter((trial) => options.trials.includes(trial.name)));
  bench.say(`\n${tableOf(rows).join('\n')}\n${circumstances(startedAt)}`);
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
    if (stopping) return;
    stopping = true;
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
