// What the wallet service reports of the hot wallet, on a real database: kept once, ordered by its own time, never as newer than it is.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { reportWalletBalances } from '#lib/commands/withdrawals/report-wallet-balances.ts';
import type { WalletBody } from '#lib/contract/wallet.ts';
import { ask } from '#lib/reads/read.ts';
import { readWallet } from '#lib/reads/withdrawals/read-wallet.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount, machine } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { aWalletReport, aWithdrawalRow } from '#test/withdrawals.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let reader: Actor;
let service: Actor;
let personId: string;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  const ann = await createAccount('operations');
  personId = ann.personId;
  reader = await actorOfBearer(ann.token);
  service = await machine('wallet:report');
});
beforeEach(() => owner.query('TRUNCATE wallet_reports, wallet_balances, wallet_receipts'));
afterAll(async () => {
  await owner.end();
  await opened.close();
});

const ETHER = { asset: 'ETH', network: 'ethereum', amount: '12.000000000000000001', usdValue: '40800' };
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
const report = (change: Record<string, unknown> = {}) =>
  answered(() => execute(reportWalletBalances, aWalletReport(change), service));

async function wallet(): Promise<WalletBody> {
  const result = await ask(readWallet, {}, reader);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

test('18 digits come back as they were; the same report again is no news, other balances of that moment are refused', async () => {
  const observedAt = ago(5);
  const sent = { observedAt, balances: [ETHER] };
  expect(await report(sent)).toMatchObject({ ok: true, value: { changed: true, usdValue: '40800' } });
  expect(await report(sent)).toMatchObject({ ok: true, value: { changed: false } });
  expect(await report({ observedAt, balances: [{ ...ETHER, amount: '12' }] })).toMatchObject({
    ...{ ok: false, error: { code: 'conflict' } },
  });
  const { items, silent } = await wallet();
  expect(items.find(({ asset }) => asset === 'ETH')).toMatchObject({ amount: ETHER.amount });
  expect(silent).toBe(false);
});

test('the newest is what was looked at last, not what came last; without news it is silent and says since when', async () => {
  await report({ observedAt: ago(200), balances: [ETHER] });
  await report({ observedAt: ago(400), balances: [{ ...ETHER, usdValue: '1' }] });
  const shown = await wallet();
  expect(shown.total.usdValue).toBe('40800');
  expect(shown.silent).toBe(true);
  expect(shown.history.map(({ usdValue }) => usdValue)).toEqual(['1', '40800']);
});

test('what is approved is held against what is there, by its asset and network', async () => {
  const before = await wallet();
  expect(before).toMatchObject({ observedAt: null, silent: true, total: { usdValue: null, leftUsd: null } });
  await aWithdrawalRow(owner, 'approved', {
    usd: '412.5',
    approvedBy: [{ id: personId, role: 'operations' }],
  });
  await aWithdrawalRow(owner, 'pending', { usd: '1000' });
  await report({ balances: [{ asset: 'USDC', network: 'ethereum', amount: '400', usdValue: '400' }] });
  const { items, total } = await wallet();
  expect(items.find(({ asset, network }) => asset === 'USDC' && network === 'ethereum')).toMatchObject({
    ...{ amount: '400', approved: '412.5', awaiting: '1000', left: '-12.5' },
  });
  expect(total).toMatchObject({ usdValue: '400', approvedUsd: '412.5', leftUsd: '-12.5' });
});

test('a bad report is refused with a sentence for its field, and nothing of it is kept', async () => {
  const one = (change: Record<string, unknown>) => ({
    balances: [ETHER, { ...ETHER, network: 'arbitrum', ...change }],
  });
  const wrong: [Record<string, unknown>, RegExp][] = [
    [one({ amount: '-1' }), /less than zero/],
    [one({ amount: 5 }), /as text/],
    [one({ amount: '1e30' }), /exponent/],
    [one({ amount: '0.1234567890123456789' }), /19 digits/],
    [one({ asset: 'DOGE' }), /one of USDC/],
    [one({ network: 'bitcoin' }), /ETH leaves on/],
    [one({ usdValue: '1.005' }), /two digits/],
    [one({ network: 'ethereum' }), /named twice/],
    [one({ more: 1 }), /more/],
    [{ balances: [] }, /1 to 50/],
    [{ observedAt: new Date(Date.now() + 3_600_000).toISOString() }, /future/],
    [{ observedAt: 'yesterday' }, /ISO 8601/],
  ];
  for (const [change, says] of wrong) {
    const result = await report(change);
    expect(result, JSON.stringify(change)).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(JSON.stringify(result)).toMatch(says);
  }
  expect((await owner.query('SELECT FROM wallet_reports')).rowCount).toBe(0);
});

test('the database keeps a report as it was, also from its owner, and takes none from the future', async () => {
  await report();
  for (const statement of [
    'UPDATE wallet_balances SET amount = 1',
    'DELETE FROM wallet_balances',
    "UPDATE wallet_reports SET reported_by = 'x'",
  ])
    await expect(owner.query(statement)).rejects.toMatchObject({ code: 'BH001' });
  await expect(
    owner.query(
      "INSERT INTO wallet_reports (observed_at, reported_by) VALUES (now() + interval '1 hour', 'x')",
    ),
  ).rejects.toThrow(/wallet_reports_seen/);
});
