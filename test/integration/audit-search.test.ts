// The search of the audit log finds what is there, wherever it stands: near the end, far back, and page by page.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NextBefore } from '#lib/contract/console.ts';
import { readAudit } from '#lib/reads/audit/read-audit.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { database } from '#lib/store/client.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { AUDIT_PEOPLE, fillAuditLog } from '../../bench/audit-log.ts';

/** More than the search looks at one by one, so that its index of words is needed too. */
const ENTRIES = 24_000;

let console_: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;

beforeAll(async () => {
  console_ = await openConsoleDatabase();
  await fillAuditLog(console_.owner, ENTRIES);
  owner = new pg.Client({ connectionString: console_.owner });
  await owner.connect();
}, 120_000);

afterAll(async () => {
  await owner?.end();
  await console_?.close();
});

async function everyPage(query: Record<string, string>): Promise<{ seqs: number[]; total: number }> {
  const seqs: number[] = [];
  let total = 0;
  for (let before: NextBefore | undefined; before !== null; ) {
    const input = readAudit.input.parse({
      limit: '200',
      ...query,
      ...(before ? { before } : {}),
    });
    const page = await readAudit.run(database(), input, SYSTEM);
    if (!page.ok) throw new Error(page.error.message);
    seqs.push(...page.value.items.map((item) => item.seq));
    total = page.value.total;
    before = page.value.nextBefore;
  }
  return { seqs, total };
}

async function entriesWhere(condition: string): Promise<number[]> {
  const { rows } = await owner.query<{ seq: string }>(
    `SELECT seq FROM audit_log WHERE ${condition} ORDER BY seq DESC`,
  );
  return rows.map((row) => Number(row.seq));
}

const person = AUDIT_PEOPLE[3]?.id ?? '';

/** What the index of words itself would find. */
const words = (query: string) => `search @@ to_tsquery('simple', '${query}')`;

test.each([
  ['rare words, most of them far back', { text: 'OPS-1' }, words('ops & 1:*')],
  ['words in any order and case', { text: 'latency VENUE, hedg' }, words('latency & venue & hedg:*')],
  ['the beginning of a word', { text: 'Volat' }, words('volat:*')],
  ['a word that never occurs', { text: 'nothing-like-this' }, 'false'],
  ['words of one person', { text: 'reserve', person }, `${words('reserve:*')} AND actor_id = '${person}'`],
  [
    'words until a day',
    { text: 'canary', to: '2024-02-01T00:00:00Z' },
    `${words('canary:*')} AND at <= '2024-02-01Z'`,
  ],
  ['words before all time', { text: 'canary', to: '2001-01-01T00:00:00Z' }, 'false'],
  ['everything below a kind', { kind: 'session' }, "kind IN ('session.opened', 'session.closed')"],
  ['a kind that only looks like a pattern', { kind: 'sess%' }, 'false'],
  ['a kind with a wildcard of one letter', { kind: 'sessio_' }, 'false'],
  ['a kind that ends in an escape', { kind: 'session\\' }, 'false'],
] as const)('%s', async (_, query, condition) => {
  const expected = await entriesWhere(condition);
  const found = await everyPage(query);
  expect(found.seqs).toEqual(expected);
  expect(found.total).toBe(Math.min(expected.length, 10_000));
});

test('what is found when nothing is asked for is everything', async () => {
  const { seqs, total } = await everyPage({ before: '500' });
  expect(seqs).toEqual(Array.from({ length: 499 }, (_, index) => 499 - index));
  expect(total).toBe(ENTRIES);
});
