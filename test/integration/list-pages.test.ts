// Lists page by page: every row once and in order, also where a page ends inside one revision or one epoch.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { readAudit } from '#lib/reads/audit/read-audit.ts';
import { readChanges } from '#lib/reads/changes/read-changes.ts';
import { readSwitchHistory } from '#lib/reads/changes/read-switch-history.ts';
import { type AnyRead, ask } from '#lib/reads/read.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, openConsoleDatabase, person } from '#test/console-database.ts';

const risk = person('risk_manager');
const SYMBOLS = ['BTC', 'ETH', 'SOL'] as const;
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;

/** One revision with a change for each symbol. */
async function change(value: string): Promise<void> {
  const changes = SYMBOLS.map((symbol) => ({ switch: 'normal_threshold', symbol, value }));
  const made = await answered(() => execute(setSwitches, { changes, reason: 'Lower for all three' }, risk));
  if (!made.ok) throw new Error(made.error.message);
}

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  for (const value of ['9000', '8000', '7000']) await change(value);
  // A restored database starts a new epoch, and its revisions may begin again below those of the old one.
  await owner.query('UPDATE matrix_head SET epoch = 2, revision = 1');
  for (const value of ['6000', '5000']) await change(value);
});

afterAll(async () => {
  await owner?.end();
  await opened?.close();
});

interface Page {
  items: readonly Record<string, unknown>[];
  nextBefore: string | null;
}

/** Every row, read in pages of this size; no page but the last is short, and the last is not empty. */
async function everyRow(read: AnyRead, query: Record<string, string>, size: number): Promise<Page['items']> {
  const rows: Record<string, unknown>[] = [];
  for (let before: string | null | undefined; before !== null; ) {
    const input = { ...query, limit: String(size), ...(before ? { before } : {}) };
    const page = await ask(read, input, risk);
    if (!page.ok) throw new Error(page.error.message);
    const { items, nextBefore } = page.value as Page;
    expect(items.length).toBe(nextBefore === null ? Math.min(items.length, size) : size);
    expect(items.length).toBeGreaterThan(0);
    rows.push(...items);
    before = nextBefore;
  }
  return rows;
}

const place = (row: Record<string, unknown>) =>
  [row.epoch, row.revision, row.symbol].filter((part) => part !== undefined).join('.');

test.each([1, 2, 3, 4, 5, 15, 200])('a history in pages of %d', async (size) => {
  const rows = await everyRow(readSwitchHistory, { switch: 'normal_threshold' }, size);
  const expected = ['2.3', '2.2', '1.4', '1.3', '1.2'].flatMap((revision) =>
    SYMBOLS.map((symbol) => `${revision}.${symbol}`),
  );
  // The first start gave every switch its default, in revision 1.
  expect(rows.map(place)).toEqual([...expected, '1.1.']);
});

test.each([1, 2, 5, 200])('change sets in pages of %d', async (size) => {
  const rows = await everyRow(readChanges, {}, size);
  expect(rows.map(place)).toEqual(['2.3', '2.2', '1.4', '1.3', '1.2', '1.1']);
});

test.each([1, 7, 15, 200])('the audit log in pages of %d', async (size) => {
  const rows = await everyRow(readAudit, { kind: 'switch.changed', person: risk.id }, size);
  const seqs = rows.map((row) => Number(row.seq));
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => b - a));
  expect(rows).toHaveLength(15);
});
