// Exports of withdrawals through their door: exact to the cent, as filtered, on record first, and never a part that looks whole.
import { NextRequest } from 'next/server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET, HEAD } from '#app/api/v1/withdrawals-export/route.ts';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import { fileWithdrawal } from '#lib/commands/withdrawals/file-withdrawal.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { isAllowed } from '#test/authority.ts';
import { type Account, createAccount, machine } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { csvRecords, exactSum } from '#test/csv.ts';
import { aWithdrawal, aWithdrawalRow } from '#test/withdrawals.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let service: Actor;
let auditor: Account;
const WEI = ['0.000000000000000001', '123456789012.999999999999999999', '0.1', '1.000000000000000009'];

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  service = await machine('withdrawals:write');
  auditor = await createAccount('auditor');
  for (const [index, amount] of WEI.entries())
    await filed({
      asset: 'ETH',
      amount,
      usdValue: `${index}.0${index + 1}`,
      memo: '=HYPERLINK("x")',
      id: `eth-${index}`,
    });
  for (const usd of ['0.01', '412.5', '99999999.99', '1150.1'])
    await aWithdrawalRow(owner, 'rejected', { usd, decidedBy: auditor.personId });
  // More than one stretch of the reading.
  await owner.query(
    `INSERT INTO withdrawals (id, caller_id, account, account_since, asset, network, amount, usd_value, priced_at, address,
       destination_since, risk_score, risk_notes, requested_at, content_hash, filed_at, filed_by, filed_name, state, rule, people)
     SELECT gen_random_uuid(), 'many-' || g, 'u_many', now(), 'USDC', 'ethereum', g + 0.37, g + 0.37, now(),
       '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', now(), 4, '{}', now(), '', '2026-03-19T12:00:00Z', 'key', 'Service',
       'pending', 'routine', 1 FROM generate_series(1, 1200) g`,
  );
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

async function filed(change: Record<string, unknown>): Promise<void> {
  const result = await answered(() => execute(fileWithdrawal, aWithdrawal(change), service));
  if (!result.ok) throw new Error(result.error.message);
}

const ask = (query: string, account: Account = auditor): Promise<Response> =>
  GET(
    new NextRequest(`http://console.test/api/v1/withdrawals-export?${query}`, {
      headers: { authorization: `Bearer ${account.token}` },
    }),
  );
/** `text()` would take the byte order mark away. */
const textOf = async (response: Response) => Buffer.from(await response.arrayBuffer()).toString('utf8');
const recordsOf = async (query: string) => csvRecords(await textOf(await ask(query)));
async function lastEntry() {
  const { rows } = await owner.query(
    'SELECT kind, actor_id, new_value, details::json AS details FROM audit_log ORDER BY seq DESC LIMIT 1',
  );
  return rows[0];
}

test.each(ROLE_NAMES)('%s', async (role) => {
  const response = await ask('tab=done', await createAccount(role));
  if (isAllowed(role, 'export-withdrawals')) return expect(response.status).toBe(200);
  expect(response.status).toBe(403);
  expect(await lastEntry()).toMatchObject({ kind: 'command.denied' });
});

describe('the file', () => {
  test('adds up exactly, in dollars and in each asset, with the database, its head and the log', async () => {
    const response = await ask('');
    const text = await textOf(response);
    expect(text.startsWith('\uFEFF"request","id",')).toBe(true);
    const records = csvRecords(text);
    const { rows } = await owner.query(
      'SELECT count(*)::int AS count, sum(usd_value)::text AS usd FROM withdrawals',
    );
    const usd = exactSum(records.map(({ usd_value }) => usd_value ?? ''));
    expect(records).toHaveLength(rows[0].count);
    expect(usd).toBe(exactSum([rows[0].usd]));
    expect(response.headers.get('bulkhead-export-entries')).toBe(String(records.length));
    expect(exactSum([response.headers.get('bulkhead-export-usd') ?? ''])).toBe(usd);
    expect(response.headers.get('content-disposition')).toContain(`-${records.length}-requests.csv`);
    expect(await lastEntry()).toMatchObject({
      ...{ kind: 'withdrawal.exported', actor_id: auditor.personId },
      details: { requests: records.length, usd: rows[0].usd, sort: 'oldest' },
    });
    const sums = await owner.query('SELECT asset, sum(amount)::text AS sum FROM withdrawals GROUP BY asset');
    for (const { asset, sum } of sums.rows)
      expect(exactSum(records.filter((one) => one.asset === asset).map(({ amount }) => amount ?? ''))).toBe(
        exactSum([sum]),
      );
  });

  test('holds every digit as it was filed, and no cell that a spreadsheet would run', async () => {
    const records = await recordsOf('asset=ETH');
    expect(records.map(({ amount }) => amount)).toEqual(WEI);
    expect(records.map(({ memo }) => memo)).toEqual(Array(WEI.length).fill(`'=HYPERLINK("x")`));
    expect(records[0]).toMatchObject({ id: 'eth-0', usd_value: '0.01', state: 'pending', rule: 'routine' });
    expect(records[0]?.what_keeps_it_here).toBe('Needs one approval');
  });

  test('is filtered and ordered as the queue is', async () => {
    const done = await recordsOf('tab=done&sort=largest');
    expect(done.map(({ usd_value }) => usd_value)).toEqual(['99999999.99', '1150.10', '412.50', '0.01']);
    expect(done[0]).toMatchObject({ decided_by: 'Decider', decision_reason: 'Looked at by a test' });
    expect(await recordsOf('from=2026-03-19&to=2026-03-19')).toHaveLength(1_200);
    expect(await recordsOf('to=2026-03-18')).toHaveLength(0);
    expect(await recordsOf('text=u_many&from=2026-03-20')).toHaveLength(0);
  });

  test('breaks off when a value is changed while it goes out', async () => {
    const response = await ask('text=u_many');
    const reader = response.body?.getReader();
    await reader?.read();
    await owner.query(
      "UPDATE withdrawals SET usd_value = 9, round = round + 1 WHERE caller_id = 'many-1190'",
    );
    const rest = async () => {
      while (!(await reader?.read())?.done);
    };
    await expect(rest()).rejects.toThrow(/on record/);
  });
});

test.each([
  'tab=nowhere',
  'from=2026-02-31',
  'from=yesterday',
  'from=2026-03-19&to=2026-03-18',
  'from=0000-01-01',
  'asset=DOGE',
  'text=%00',
  'limit=5',
  'tab=done&tab=open',
])('nothing for %j, which is refused with a sentence and without a record', async (query) => {
  const before = await lastEntry();
  const response = await ask(query);
  expect(response.status).toBe(400);
  expect(((await response.json()) as ErrorBody).error.code).toBe('invalid_input');
  expect(await lastEntry()).toEqual(before);
});

test('asking for the head alone starts no export', async () => {
  const before = await lastEntry();
  expect((await HEAD()).status).toBe(405);
  expect(await lastEntry()).toEqual(before);
});
