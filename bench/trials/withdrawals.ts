// Withdrawals at 100,000 requests: the queue as people open it, its search, approvals, figures, and the export of all of them.
import pg from 'pg';
import { Client } from 'undici';
import type { WithdrawalsBody } from '#lib/contract/withdrawals.ts';
import { openDoor } from '../console-door.ts';
import { CAN_TELL_MEMORY, peakDuring } from '../resident.ts';
import { type Row, skippedRow } from '../row.ts';
import { signIn } from '../session.ts';
import type { Distribution } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import type { Bench, Trial } from '../trial.ts';
import {
  type Asker,
  QUEUE,
  type Reads,
  searchesFor,
  timeApprovals,
  timed,
  timeReads,
  timeVisits,
} from '../withdrawal-reads.ts';
import { fillWithdrawals } from '../withdrawal-table.ts';

/** The table as it is for the baseline, and what comes to it. */
const FEW = { over: 400, open: 600, seed: 1 };
const MORE = { over: 97_600, open: 1_400, seed: 2 };
const [FEWER, ALL] = [FEW.over + FEW.open, FEW.over + FEW.open + MORE.over + MORE.open];
const APPROVALS = { before: 30, few: 150, all: 600 };
const READ_P95_MS = 300;
const APPROVE_P99_MS = 100;
const EXPORT_ROUNDS = 2;
const DAY_MS = 86_400_000;
const count = (number: number) => number.toLocaleString('en-US');

interface Measured {
  page: Distribution;
  queue: Reads;
  search: Reads;
  one: Reads;
  wallet: Reads;
  approve: Distribution;
}

async function measure(asker: Asker, approvals: number): Promise<Measured> {
  const { door } = asker;
  const { items } = await door.read<WithdrawalsBody>('withdrawals?tab=done&sort=riskiest');
  const [known] = items;
  if (!known) throw new Error('There is no withdrawal.');
  const numbers = items.slice(0, 20).map(({ number }) => `number=${number}`);
  return {
    page: await timeVisits(asker, '/withdrawals', 'W-'),
    queue: await timeReads(door, 'withdrawals', QUEUE),
    search: await timeReads(door, 'withdrawals', searchesFor(known)),
    one: await timeReads(door, 'withdrawal', numbers),
    wallet: await timeReads(door, 'wallet', ['']),
    approve: await timeApprovals(asker, approvals),
  };
}

function readRow(what: string, all: Distribution, few: Distribution, note?: string): Row {
  return {
    what: `${what}, p50 / p95`,
    measured: milliseconds(all.p50, all.p95),
    baseline: milliseconds(few.p50, few.p95),
    ratio: all.p50 / few.p50,
    budget: `p95 < ${READ_P95_MS} ms`,
    bounds: [{ value: all.p95, is: 'below', limit: READ_P95_MS }],
    ...(note === undefined ? {} : { note }),
    figures: { p50: all.p50, p95: all.p95, max: all.max, fewP50: few.p50, fewP95: few.p95 },
  };
}

function rowsOf(all: Measured, few: Measured): Row[] {
  return [
    readRow(
      `withdrawals, ${count(ALL)} requests: the page of the queue`,
      all.page,
      few.page,
      `Baseline: the same with ${count(FEWER)} requests. ${count(FEW.open + MORE.open)} of all are open, and ${count(FEW.open)} of the few.`,
    ),
    readRow(
      '  one tab, order or filter of it by API',
      all.queue,
      few.queue,
      `${QUEUE.length} different ones; the slowest: ${all.queue.slowest}.`,
    ),
    readRow('  search', all.search, few.search, `The slowest: ${all.search.slowest}.`),
    readRow('  one request with those like it', all.one, few.one),
    readRow('  hot wallet with what wants to leave it', all.wallet, few.wallet),
    {
      what: '  approve, p50 / p99',
      measured: milliseconds(all.approve.p50, all.approve.p99),
      baseline: milliseconds(few.approve.p50, few.approve.p99),
      ratio: all.approve.p50 / few.approve.p50,
      budget: `p99 < ${APPROVE_P99_MS} ms`,
      bounds: [{ value: all.approve.p99, is: 'below', limit: APPROVE_P99_MS }],
      figures: { p50: all.approve.p50, p99: all.approve.p99, max: all.approve.max, fewP50: few.approve.p50 },
    },
  ];
}

async function figureRows(asker: Asker): Promise<Row[]> {
  const page = await timeVisits(asker, '/withdrawals/figures', 'figures');
  const day = (ago: number) => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);
  const year = await timeReads(asker.door, 'withdrawal-figures', [`from=${day(365)}&to=${day(0)}`]);
  return [
    {
      what: '  page of figures, 30 days, p50 / p95',
      measured: milliseconds(page.p50, page.p95),
      figures: { p50: page.p50, p95: page.p95 },
    },
    {
      what: '  figures of all of them by API, p50 / p95',
      measured: milliseconds(year.p50, year.p95),
      figures: { p50: year.p50, p95: year.p95 },
    },
  ];
}

/** Megabytes of the file. Throws unless every request is in it. */
async function exportAll({ consoleUrl, account }: Asker['installation']): Promise<number> {
  const answer = await fetch(`${consoleUrl}/api/v1/withdrawals-export`, {
    headers: { authorization: `Bearer ${account('operations').token}` },
  });
  let [bytes, lines] = [0, 0];
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 10) lines += 1;
  }
  if (lines !== ALL + 1) throw new Error(`The export was answered ${answer.status} with ${lines} lines.`);
  return bytes / 1_000_000;
}

async function exportRow({ installation }: Asker): Promise<Row> {
  const what = `  export of all ${count(ALL)} as CSV`;
  if (!CAN_TELL_MEMORY) return skippedRow(what, 'This system has no /proc to read memory from.');
  const times: number[] = [];
  let megabytes = 0;
  const { before, peak } = await peakDuring(installation.pid('console'), async () => {
    for (let round = 0; round < EXPORT_ROUNDS; round++)
      times.push(
        await timed(async () => {
          megabytes = await exportAll(installation);
        }),
      );
  });
  const ms = Math.max(...times);
  return {
    what,
    measured: `${(ms / 1_000).toFixed(1)} s, ${megabytes.toFixed(0)} MB`,
    note: `The slower of ${EXPORT_ROUNDS}; the console held ${before.toFixed(0)} MB before and ${peak.toFixed(0)} MB at most meanwhile.`,
    figures: { ms, megabytes, beforeMegabytes: before, peakMegabytes: peak },
  };
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.anotherInstallation(async (urls) => {
    const owner = new pg.Client({ connectionString: urls.owner });
    await owner.connect();
    await fillWithdrawals(owner, FEW);
    await owner.end();
  });
  const { consoleUrl } = installation;
  const operator = installation.account('operations');
  const client = new Client(consoleUrl);
  const owner = new pg.Client({ connectionString: installation.urls.owner });
  await owner.connect();
  try {
    const cookie = await signIn(consoleUrl, operator);
    const asker: Asker = { installation, cookie, client, door: openDoor(consoleUrl, operator) };
    // The first time a process does anything it is slow at it, with few requests or many.
    await measure(asker, APPROVALS.before);
    const few = await measure(asker, APPROVALS.few);
    bench.say(`  filling the table to ${count(ALL)} requests`);
    await fillWithdrawals(owner, MORE);
    const all = await measure(asker, APPROVALS.all);
    return [...rowsOf(all, few), ...(await figureRows(asker)), await exportRow(asker)];
  } finally {
    await Promise.all([client.close(), owner.end()]);
  }
}

export const withdrawalsTrial: Trial = { name: 'withdrawals', run };
