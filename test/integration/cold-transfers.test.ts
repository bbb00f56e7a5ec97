// Transfers from cold storage, on a real database: recorded once, followed until the wallet names their transaction or somebody says so.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { endColdTransfer } from '#lib/commands/withdrawals/end-cold-transfer.ts';
import { recordColdTransfer } from '#lib/commands/withdrawals/record-cold-transfer.ts';
import { reportWalletBalances } from '#lib/commands/withdrawals/report-wallet-balances.ts';
import type { ColdTransferAnswer, ColdTransferView } from '#lib/contract/wallet.ts';
import { ask } from '#lib/reads/read.ts';
import { readWallet } from '#lib/reads/withdrawals/read-wallet.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount, machine } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { aColdTransfer, aWalletReport } from '#test/withdrawals.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let ann: Actor;
let service: Actor;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  ann = await actorOfBearer((await createAccount('operations')).token);
  service = await machine('wallet:report');
});
beforeEach(() => owner.query('TRUNCATE wallet_reports, wallet_balances, wallet_receipts, cold_transfers'));
afterAll(async () => {
  await owner.end();
  await opened.close();
});

const TX = `0x${'5e'.repeat(32)}`;
const record = (change: Record<string, unknown> = {}) =>
  answered(() => execute(recordColdTransfer, aColdTransfer({ reference: TX, ...change }), ann));
const end = (transferId: string, as: string) =>
  answered(() => execute(endColdTransfer, { transferId, as, reason: 'Seen on the chain' }, ann));
const report = (received: readonly Record<string, unknown>[]) =>
  answered(() => execute(reportWalletBalances, aWalletReport({ received }), service));
const RECEIPT = { reference: TX, asset: 'USDC', network: 'ethereum', amount: '50000' };

async function recorded(change: Record<string, unknown> = {}): Promise<ColdTransferAnswer> {
  const result = await record(change);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function transfers(): Promise<readonly ColdTransferView[]> {
  const result = await ask(readWallet, {}, ann);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.transfers;
}

async function entries(transferId: string): Promise<string[]> {
  const { rows } = await owner.query<{ kind: string }>(
    `SELECT kind FROM audit_log WHERE details::json->>'transferId' = $1 ORDER BY seq`,
    [transferId],
  );
  return rows.map(({ kind }) => kind);
}

test('a transfer is under way until the wallet names its transaction, whoever writes that in capitals', async () => {
  const { transferId, number } = await recorded({ amount: '50000.000001' });
  expect((await report([])).ok).toBe(true);
  expect(await transfers()).toMatchObject([
    { transferId, state: 'under-way', amount: '50000.000001', overdue: false, ended: null },
  ]);
  const received = [{ ...RECEIPT, reference: TX.toUpperCase().replace('0X', '0x'), amount: '49990.5' }];
  expect(await report(received)).toMatchObject({ ok: true, value: { arrived: [`CT-${number}`] } });
  expect(await transfers()).toMatchObject([
    { transferId, state: 'arrived', arrivedAmount: '49990.5', ended: { reason: null } },
  ]);
  // Named again, as often as the wallet likes.
  expect(await report(received)).toMatchObject({ ok: true, value: { arrived: [] } });
  expect(await entries(transferId)).toEqual(['withdrawal.transfer-recorded', 'withdrawal.transfer-arrived']);
});

test('what had come in before somebody recorded it has arrived at once', async () => {
  await report([RECEIPT]);
  expect(await recorded()).toMatchObject({ state: 'arrived' });
  expect(await transfers()).toMatchObject([{ state: 'arrived', arrivedAmount: '50000' }]);
});

test('a transaction is recorded once, by however many at once; a cancelled one may be recorded anew', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, () => record()));
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  for (const result of results) if (!result.ok) expect(result.error.code).toBe('conflict');
  const [first] = await transfers();
  expect(await end(first?.transferId ?? '', 'cancelled')).toMatchObject({
    ok: true,
    value: { state: 'cancelled' },
  });
  expect(await record()).toMatchObject({ ok: true, value: { state: 'under-way' } });
});

test('somebody says why it is over, once; after its time it is overdue', async () => {
  const { transferId } = await recorded();
  await owner.query('ALTER TABLE cold_transfers DISABLE TRIGGER cold_transfers_keep');
  await owner.query(
    "UPDATE cold_transfers SET recorded_at = now() - interval '2 hours', due_at = now() - interval '1 hour'",
  );
  await owner.query('ALTER TABLE cold_transfers ENABLE TRIGGER cold_transfers_keep');
  expect(await transfers()).toMatchObject([{ overdue: true }]);
  expect(await end(transferId, 'arrived')).toMatchObject({ ok: true, value: { state: 'arrived' } });
  expect(await transfers()).toMatchObject([
    { state: 'arrived', overdue: false, arrivedAmount: null, ended: { reason: 'Seen on the chain' } },
  ]);
  expect(await end(transferId, 'cancelled')).toMatchObject({ ok: false, error: { code: 'conflict' } });
});

test('a receipt with another amount than before is refused whole, and names its field', async () => {
  await report([RECEIPT]);
  const before = await owner.query('SELECT FROM wallet_reports');
  expect(await report([{ ...RECEIPT, amount: '1' }])).toMatchObject({
    ...{
      ok: false,
      error: { code: 'conflict', details: { fields: { 'received.0.amount': /another amount/ } } },
    },
  });
  expect((await owner.query('SELECT FROM wallet_reports')).rowCount).toBe(before.rowCount);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['NaN', { amount: 'NaN' }, /digits/],
  ['a negative amount', { amount: '-5' }, /more than zero/],
  ['nothing', { amount: '0' }, /more than zero/],
  ['an exponent', { amount: '1e30' }, /exponent/],
  ['a number', { amount: 5 }, /as text/],
  ['too many digits for the asset', { amount: '1.0000001' }, /6 digits/],
  ['an asset that is not known', { asset: 'DOGE' }, /one of USDC/],
  ['a network it does not leave on', { network: 'bitcoin' }, /USDC leaves on/],
  ['a reference with spaces', { reference: 'two words' }, /without spaces/],
  ['no reason', { reason: '' }, /reason/i],
])('%s is refused with a sentence, and nothing is recorded', async (_, change, says) => {
  const result = await record(change);
  expect(result.ok).toBe(false);
  expect(JSON.stringify(result)).toMatch(says);
  expect(await transfers()).toEqual([]);
});

test('the database keeps what was recorded, also from its owner', async () => {
  const { transferId } = await recorded();
  await report([{ ...RECEIPT, reference: 'custody-17' }]);
  for (const statement of [
    'UPDATE cold_transfers SET amount = 1',
    'DELETE FROM cold_transfers',
    'UPDATE wallet_receipts SET amount = 1',
  ])
    await expect(owner.query(statement)).rejects.toMatchObject({ code: 'BH001' });
  await end(transferId, 'cancelled');
  await expect(owner.query("UPDATE cold_transfers SET state = 'under-way'")).rejects.toMatchObject({
    code: 'BH001',
  });
});
