// Many at once, on a real database and over real HTTP: one release however many approve, and nothing after withdrawals are off.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { approveWithdrawals } from '#lib/commands/withdrawals/approve-withdrawals.ts';
import { releaseWithdrawal } from '#lib/commands/withdrawals/release-withdrawal.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawal } from '#lib/reads/withdrawals/read-withdrawal.ts';
import { readWithdrawals } from '#lib/reads/withdrawals/read-withdrawals.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { type Account, createAccount } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { aDueWithdrawal, openTestWallet, type TestWallet } from '#test/wallet-service.ts';
import { aWithdrawalRow, type WithdrawalRow } from '#test/withdrawals.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let ann: Account;
let admin: Actor;
let wallet: TestWallet;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  ann = await createAccount('operations');
  admin = await actorOfBearer((await createAccount('super_admin')).token);
  wallet = await openTestWallet();
});
afterAll(async () => {
  await wallet.close();
  await owner.end();
  await opened.close();
});
beforeEach(() => wallet.renew());

async function shown({ id }: WithdrawalRow) {
  const result = await ask(readWithdrawal, { withdrawalId: id }, admin);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.withdrawal;
}
const causes = async (row: WithdrawalRow) => (await shown(row)).causes.map(({ text }) => text);

async function set(name: string, value: boolean, actor: Actor = admin): Promise<void> {
  const input = { switch: name, value, reason: 'Withdrawals are looked at by a test' };
  const result = await answered(() => execute(setSwitch, input, actor));
  if (!result.ok) throw new Error(result.error.message);
}

/** How often the wallet was asked for withdrawals, as it stands in the database. */
async function askedFor(): Promise<number> {
  const { rows } = await owner.query('SELECT coalesce(sum(asked), 0)::int AS asked FROM withdrawal_releases');
  return rows[0].asked;
}
const due = (usd = '412.5') =>
  aDueWithdrawal(owner, { usd, approvedBy: [{ id: ann.personId, role: 'operations' }] });

describe('a hundred final approvals of one request at once', () => {
  test('are one approval and one release, and the wallet pays once', async () => {
    const people = await Promise.all(
      Array.from({ length: 10 }, async () => actorOfBearer((await createAccount('operations')).token)),
    );
    const row = await aWithdrawalRow(owner, 'pending', {
      ...{ usd: '4200', people: 2, rule: 'young-destination' },
      approvedBy: [{ id: ann.personId, role: 'operations' }],
    });
    const items = [{ withdrawalId: row.id, contentHash: row.contentHash, usdValue: row.usdValue }];
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        execute(approveWithdrawals, { items }, people[at % people.length] as Actor),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await shown(row)).approvals).toHaveLength(2);
    await owner.query(
      `UPDATE withdrawals SET approved_at = now() - interval '2 minutes', send_after = now() - interval '1 minute'
       WHERE id = $1`,
      [row.id],
    );
    await Promise.all(Array.from({ length: 10 }, () => wallet.round()));
    const { rows: entries } = await owner.query(
      "SELECT kind FROM audit_log WHERE subject = $1 AND kind IN ('withdrawal.approved', 'withdrawal.releasing') ORDER BY seq",
      [`W-${row.number}`],
    );
    expect(entries.map(({ kind }) => kind)).toEqual(['withdrawal.approved', 'withdrawal.releasing']);
    expect([(await shown(row)).state, wallet.paymentsOf(row), wallet.service().asked()]).toEqual([
      'released',
      1,
      1,
    ]);
  });
});

describe('a switch that is thrown in the moment of a release', () => {
  const RACES = 6;

  test.each([
    ['withdrawal_enabled', '412.5'],
    ['large_withdrawals_enabled', '250000'],
  ])('%s: nothing is asked for once it is in force', { timeout: 60_000 }, async (name, usd) => {
    let [left, stayed] = [0, 0];
    for (let race = 0; race < RACES; race++) {
      const rows = [await due(usd), await due(usd), await due(usd)];
      const rounds = Promise.all([wallet.round(), wallet.round()]);
      // Ever a little later in the round.
      for (let turn = 0; turn < race * 8; turn++) await owner.query('SELECT 1');
      await set(name, false);
      const before = await askedFor();
      await rounds;
      await wallet.round();
      expect(await askedFor()).toBe(before);
      for (const row of rows) {
        const { state } = await shown(row);
        if (state === 'released') left += 1;
        else {
          stayed += 1;
          expect(['approved', 'releasing']).toContain(state);
          expect([wallet.paymentsOf(row), (await causes(row))[0]]).toEqual([
            0,
            expect.stringMatching(/ are off$/),
          ]);
        }
      }
      await set(name, true, SYSTEM);
      await wallet.round();
      for (const row of rows)
        expect([(await shown(row)).state, wallet.paymentsOf(row)]).toEqual(['released', 1]);
    }
    // Else nothing was raced.
    expect(left).toBeGreaterThan(0);
    expect(stayed).toBeGreaterThan(0);
  });
});

describe('released, and the wallet out of reach', () => {
  const inBlocked = async (row: WithdrawalRow) => {
    const body = await ask(readWithdrawals, { tab: 'blocked', limit: '200' }, admin);
    return body.ok && body.value.items.some(({ withdrawalId }) => withdrawalId === row.id);
  };
  const again = (row: WithdrawalRow) =>
    owner.query('UPDATE withdrawal_releases SET ask_at = clock_timestamp() WHERE withdrawal_id = $1', [
      row.id,
    ]);

  test.each([
    ['withdrawal_enabled', '412.5'],
    ['large_withdrawals_enabled', '250000'],
  ])(
    'it does not leave when the wallet is back and %s is off; it does when that is on',
    async (name, usd) => {
      const row = await due(usd);
      await wallet.round({ ...wallet, url: 'http://127.0.0.1:9/payments' });
      expect((await shown(row)).state).toBe('releasing');
      await set(name, false);
      await again(row);
      await wallet.round();
      expect([wallet.service().asked(), (await shown(row)).state]).toEqual([0, 'releasing']);
      expect(await causes(row)).toEqual([
        expect.stringMatching(/ are off$/),
        'The wallet is not asked again meanwhile',
      ]);
      expect(await inBlocked(row)).toBe(true);
      const asks = 'UPDATE withdrawal_releases SET asked = asked + 1 WHERE withdrawal_id = $1';
      expect(await owner.query(asks, [row.id]).then(String, ({ message }) => message)).toMatch(/are off/);

      await set(name, true, SYSTEM);
      await wallet.round();
      expect([(await shown(row)).state, wallet.paymentsOf(row)]).toEqual(['released', 1]);
    },
  );

  test('large ones are off: the others are asked for meanwhile', async () => {
    const [large, small] = [await due('250000'), await due()];
    await wallet.round({ ...wallet, url: 'http://127.0.0.1:9/payments' });
    await set('large_withdrawals_enabled', false);
    for (const row of [large, small]) await again(row);
    await wallet.round();
    expect([wallet.paymentsOf(large), wallet.paymentsOf(small)]).toEqual([0, 1]);
    await set('large_withdrawals_enabled', true, SYSTEM);
    await wallet.round();
    expect(wallet.paymentsOf(large)).toBe(1);
  });
});

test('an approver who is demoted before the release: it stays, and its row says who', async () => {
  const cay = await createAccount('operations');
  const row = await aDueWithdrawal(owner, {
    approvedBy: [{ id: cay.personId, role: 'operations' }],
  });
  await owner.query("UPDATE person_roles SET role = 'auditor' WHERE person_id = $1", [cay.personId]);
  await wallet.round();
  expect([(await shown(row)).state, wallet.service().asked()]).toEqual(['approved', 0]);
  expect(await causes(row)).toEqual([expect.stringMatching(/approved it and may not any more$/)]);
  expect(await execute(releaseWithdrawal, { withdrawalId: row.id }, SYSTEM)).toMatchObject({
    ok: true,
    value: { changed: false },
  });
  await owner.query("UPDATE person_roles SET role = 'operations' WHERE person_id = $1", [cay.personId]);
  await wallet.round();
  expect([(await shown(row)).state, wallet.paymentsOf(row)]).toEqual(['released', 1]);
});
