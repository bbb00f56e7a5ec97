// The audit log at a million entries: verification as an auditor runs it, and the pages of its search.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { AuditBody } from '#lib/contract/console.ts';
import { AUDIT_PEOPLE, fillAuditLog } from '../audit-log.ts';
import type { Installation } from '../installation.ts';
import type { Row } from '../row.ts';
import { distributionOf } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import type { Bench, Trial } from '../trial.ts';

const ENTRIES = 1_000_000;
const VERIFY_SECONDS = 30;
const SEARCH_P95_MS = 200;
/** Rounds over all searches; the first one also meets pages that are not in memory, and counts. */
const ROUNDS = 6;
const CLI = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

const person = AUDIT_PEOPLE[7]?.id ?? '';
/** What people look for: one person, one switch, one kind, words that occur often, seldom and never, and pages far back. */
const SEARCHES: readonly Record<string, string>[] = [
  {},
  { before: '500000' },
  { person },
  { person, before: '200000' },
  { kind: 'switch' },
  { kind: 'command.denied' },
  { kind: 'instance.isolated' },
  { switch: 'routing_mode' },
  { switch: 'routing_mode', person },
  { person: 'nobody' },
  { text: 'volatility' },
  { text: 'vol' },
  { text: 'hedge venue latency' },
  { text: 'OPS-4711' },
  { text: 'no-such-word' },
  { text: 'reserve', person },
  { text: 'canary', kind: 'switch', switch: 'normal_threshold' },
  { from: '2024-11-01T00:00:00Z', to: '2024-11-02T00:00:00Z' },
];

/** Seconds that `bulkhead audit verify` takes as a process, against the checkpoints outside; throws unless it finds the log sound. */
async function verify({ urls, data }: Installation): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [CLI, 'audit', 'verify', '--json'], {
    env: { ...process.env, DATABASE_URL: urls.app, BULKHEAD_DATA_DIR: data.path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  const verdict = JSON.parse(said) as { sound: boolean; entries: number };
  if (!verdict.sound || verdict.entries < ENTRIES) throw new Error(`audit verify said: ${said}`);
  return (performance.now() - begun) / 1_000;
}

async function search({ consoleUrl, account }: Installation, query: Record<string, string>): Promise<number> {
  const begun = performance.now();
  const answer = await fetch(`${consoleUrl}/api/v1/audit?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${account('auditor').token}` },
  });
  const text = await answer.text();
  // A search that the database gave up is one that took too long.
  if (answer.status === 503) return Number.POSITIVE_INFINITY;
  if (!answer.ok) throw new Error(`/api/v1/audit answered ${answer.status} ${text}`);
  (JSON.parse(text) as AuditBody).items.at(0);
  return performance.now() - begun;
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.anotherInstallation(async (urls) => {
    bench.say(`  filling the audit log to ${ENTRIES.toLocaleString('en-US')} entries`);
    await fillAuditLog(urls.owner, ENTRIES);
  });
  const seconds = await verify(installation);
  const times = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const query of SEARCHES) {
      const name = new URLSearchParams(query).toString() || '(all)';
      times.set(name, [...(times.get(name) ?? []), await search(installation, query)]);
    }
  }
  const all = distributionOf([...times.values()].flat());
  const slowest = [...times]
    .map(([name, values]) => ({ name, ...distributionOf(values) }))
    .reduce((worst, one) => (one.p50 > worst.p50 ? one : worst));
  return [
    {
      what: 'audit verify, 1,000,000 entries',
      measured: `${seconds.toFixed(1)} s`,
      budget: `< ${VERIFY_SECONDS} s`,
      bounds: [{ value: seconds, is: 'below', limit: VERIFY_SECONDS }],
      figures: { seconds },
    },
    {
      what: 'audit search on them, one page, p50 / p95',
      measured: milliseconds(all.p50, all.p95),
      budget: `p95 < ${SEARCH_P95_MS} ms`,
      bounds: [{ value: all.p95, is: 'below', limit: SEARCH_P95_MS }],
      note: `${SEARCHES.length} different searches; the slowest, ${slowest.name}, takes ${milliseconds(slowest.p50)} (p50).`,
      figures: { p50: all.p50, p95: all.p95, max: all.max, slowestP50: slowest.p50 },
    },
  ];
}

export const auditTrial: Trial = { name: 'audit', run };
