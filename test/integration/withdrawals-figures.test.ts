// Figures of withdrawals on a real database: equal to its rows and to the export of the same days, to the cent and to the last digit.
import { NextRequest } from 'next/server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET } from '#app/api/v1/withdrawals-export/route.ts';
import type { WithdrawalFiguresBody } from '#lib/contract/withdrawal-figures.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawalFigures } from '#lib/reads/withdrawals/read-withdrawal-figures.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { type Account, createAccount, signedIn } from '#test/console-accounts.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { csvRecords, exactSum } from '#test/csv.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let auditor: Account;
let reader: Actor;

/** One row as it ended: the way there is the commands' and tested with them. */
const COLUMNS = `id, caller_id, account, account_since, asset, network, amount, usd_value, priced_at, address, destination_since,
  risk_score, risk_notes, requested_at, content_hash, filed_at, filed_by, filed_name, state, rule, people, approved_at, send_after,
  expires_at, decided_at, decided_name, decision_reason`;

async function ended(rows: string): Promise<void> {
  // The triggers keep rows from being born in such a state; nothing else writes without them.
  await owner.query('ALTER TABLE withdrawals DISABLE TRIGGER withdrawals_keep');
  await owner.query(
    `INSERT INTO withdrawals (${COLUMNS})
     SELECT gen_random_uuid(), 'c' || n || '-' || asset || '-' || state || '-' || extract(epoch FROM filed), 'u_1', filed, asset,
       'ethereum', amount, usd, filed, '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', filed, 4, '{}', filed - interval '5 seconds',
       '', filed, 'key', 'Service', state, 'routine', 1, approved, approved + interval '1 minute',
       approved + interval '2 hours', CASE WHEN reason IS NOT NULL THEN filed END,
       CASE WHEN reason IS NOT NULL THEN 'The wallet' END, reason
     FROM (${rows}) AS r (n, filed, asset, amount, usd, state, approved, reason)`,
  );
  await owner.query('ALTER TABLE withdrawals ENABLE TRIGGER withdrawals_keep');
}

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  auditor = await createAccount('auditor');
  reader = await signedIn(owner, auditor.personId);
  // A hundred that left on one day, approved after 1 to 100 seconds; the next day others, one second before and after midnight.
  await ended(`SELECT n, timestamptz '2026-03-19T12:00:00Z', 'USDC', n + 0.000001, n + 0.07, 'confirmed',
    timestamptz '2026-03-19T11:59:55Z' + make_interval(secs => n), NULL::text FROM generate_series(1, 100) n`);
  await ended(`SELECT n, timestamptz '2026-03-19T23:59:59.999Z', 'ETH', 0.000000000000000001 * n, 0.01, 'pending',
    NULL::timestamptz, NULL::text FROM generate_series(1, 3) n`);
  await ended(`SELECT n, timestamptz '2026-03-20T00:00:00Z', 'ETH', 1.5, 2500.55, 'rejected', NULL::timestamptz,
    CASE WHEN n <= 4 THEN 'Wrong address' ELSE 'Reason ' || n END FROM generate_series(1, 20) n`);
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

async function figures(query: Record<string, string>): Promise<WithdrawalFiguresBody> {
  const result = await ask(readWithdrawalFigures, query, reader);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function exported(query: string): Promise<Record<string, string>[]> {
  const headers = { authorization: `Bearer ${auditor.token}` };
  const response = await GET(
    new NextRequest(`http://console.test/api/v1/withdrawals-export?${query}`, { headers }),
  );
  return csvRecords(Buffer.from(await response.arrayBuffer()).toString('utf8'));
}

const usdOf = (rows: readonly Record<string, string>[]) =>
  exactSum(rows.map(({ usd_value }) => usd_value ?? ''));

describe('the figures', () => {
  test('add up with the export of the same days and with the database', async () => {
    const body = await figures({ from: '2026-03-19', to: '2026-03-20' });
    const rows = await exported('from=2026-03-19&to=2026-03-20');
    expect(body.total.count).toBe(123);
    expect(rows).toHaveLength(123);
    expect(exactSum([body.total.usd])).toBe(usdOf(rows));
    const { rows: stored } = await owner.query('SELECT sum(usd_value)::text AS usd FROM withdrawals');
    expect(exactSum([body.total.usd])).toBe(exactSum([stored[0].usd]));
    for (const parts of [body.days, body.assets, body.cells]) {
      expect(exactSum(parts.map(({ usd }) => usd))).toBe(usdOf(rows));
      expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(123);
    }
    for (const { usd, sent, rejected, open } of [body.total, ...body.cells])
      expect(exactSum([sent.usd, rejected.usd, open.usd])).toBe(exactSum([usd]));
    for (const { asset, amount } of body.assets)
      expect(exactSum([amount])).toBe(
        exactSum(rows.filter((one) => one.asset === asset).map((one) => one.amount ?? '')),
      );
    const done = rows.filter(({ state }) => state === 'rejected');
    expect(exactSum(body.rejections.map(({ usd }) => usd))).toBe(usdOf(done));
  });

  test('know a day from midnight to midnight, UTC', async () => {
    const body = await figures({ from: '2026-03-18', to: '2026-03-21' });
    expect(body.days.map(({ day, count }) => [day, count])).toEqual([
      ['2026-03-19', 103],
      ['2026-03-20', 20],
    ]);
    expect(body.cells.map(({ day, asset, amount }) => [day, asset, amount])).toEqual([
      ['2026-03-19', 'ETH', '0.000000000000000006'],
      ['2026-03-19', 'USDC', '5050.0001'],
      ['2026-03-20', 'ETH', '30'],
    ]);
  });

  test('time approvals from the request of the customer on', async () => {
    const { total, days } = await figures({ from: '2026-03-19', to: '2026-03-20' });
    expect(total.approval).toEqual({ count: 100, p50Seconds: 50, p95Seconds: 95 });
    expect(days[1]?.approval).toEqual({ count: 0, p50Seconds: null, p95Seconds: null });
  });

  test('name the most frequent reasons, and the others together', async () => {
    const { rejections } = await figures({ from: '2026-03-20', to: '2026-03-20' });
    expect(rejections[0]).toEqual({ reason: 'Wrong address', count: 4, usd: '10002.20' });
    expect(rejections).toHaveLength(13);
    expect(rejections.at(-1)).toEqual({ reason: null, count: 5, usd: '12502.75' });
  });

  test('of an asset, and of days without any', async () => {
    expect((await figures({ from: '2026-03-19', to: '2026-03-19', asset: 'ETH' })).total).toMatchObject({
      ...{ count: 3, usd: '0.03' },
      open: { count: 3, usd: '0.03' },
    });
    const none = await figures({ from: '2026-03-01', to: '2026-03-02' });
    expect(none).toMatchObject({ total: { count: 0, usd: '0' }, days: [], cells: [], rejections: [] });
    expect((await figures({})).days).toEqual([]);
  });
});

test.each([
  { from: '2026-03-20', to: '2026-03-19' },
  { from: '2025-03-18', to: '2026-03-19' },
  { to: '2026-02-30' },
  { from: '9999-12-31' },
  { asset: 'DOGE' },
  { tab: 'open' },
])('%j is refused with a sentence', async (query) => {
  expect(await ask(readWithdrawalFigures, query, reader)).toMatchObject({
    ok: false,
    error: { code: 'invalid_input' },
  });
});

test('to the last day that there is', async () => {
  expect((await figures({ from: '9999-12-31', to: '9999-12-31' })).days).toEqual([]);
});
