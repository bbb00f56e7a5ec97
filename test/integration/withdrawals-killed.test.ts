// kill -9 of a real worker between the payment of the wallet and its note: the next one asks with the same key, one payment.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createAccount } from '#test/console-accounts.ts';
import { aDueWithdrawal, openTestWallet, type TestWallet } from '#test/wallet-service.ts';
import type { WithdrawalRow } from '#test/withdrawals.ts';
import { openWorkshop, type Workshop } from './audit-workshop.ts';
import { endWorkers, PATIENCE, startWorker, workerEnvironment } from './worker-programs.ts';

let shop: Workshop;
let owner: pg.Client;
let wallet: TestWallet;
let ann: string;

beforeAll(async () => {
  shop = await openWorkshop();
  owner = new pg.Client({ connectionString: shop.database.owner });
  await owner.connect();
  ann = (await createAccount('operations')).personId;
  wallet = await openTestWallet();
});
afterEach(endWorkers);
afterAll(async () => {
  await wallet.close();
  await owner.end();
  await shop.close();
});

const aWorker = () =>
  startWorker({
    ...workerEnvironment(shop.database, shop.files),
    ...{ BULKHEAD_WALLET_URL: wallet.url, BULKHEAD_WALLET_SECRET: wallet.secret },
  });

async function stands({ id }: WithdrawalRow) {
  const { rows } = await owner.query(
    `SELECT w.state, r.asked, r.idempotency_key AS key FROM withdrawals w
     JOIN withdrawal_releases r ON r.withdrawal_id = w.id WHERE w.id = $1`,
    [id],
  );
  return rows;
}

test.each([
  ['answers', 'released'],
  ['silent', 'unknown'],
] as const)(
  'the wallet is slow, its worker is killed, then it %s: %s, paid once',
  {
    timeout: 90_000,
  },
  async (mode, state) => {
    await wallet.renew();
    const key = (row: WithdrawalRow) => `bulkhead-withdrawal-${row.id}`;
    const row = await aDueWithdrawal(owner, { approvedBy: [{ id: ann, role: 'operations' }] });
    wallet.service().setMode('slow');
    const first = aWorker();
    await vi.waitFor(() => expect(wallet.paymentsOf(row)).toBe(1), PATIENCE);
    first.child.kill('SIGKILL');
    expect(await first.exited).toBe('SIGKILL');
    // Paid, and nothing of it is written down.
    expect(await stands(row)).toEqual([{ state: 'releasing', asked: 1, key: key(row) }]);

    wallet.service().setMode(mode);
    // As if the time had passed after which what died is asked for again.
    await owner.query('UPDATE withdrawal_releases SET ask_at = clock_timestamp() WHERE withdrawal_id = $1', [
      row.id,
    ]);
    aWorker();
    await vi.waitFor(
      async () => expect(await stands(row)).toEqual([{ state, asked: 2, key: key(row) }]),
      PATIENCE,
    );
    expect([wallet.service().asked(), wallet.paymentsOf(row), wallet.service().payments().length]).toEqual([
      2, 1, 1,
    ]);
  },
);
