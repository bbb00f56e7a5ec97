// From approval to the wallet, on a real database and over real HTTP: once, stopped by a switch, unknown when nobody answers.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { noteWalletAnswer } from '#lib/commands/withdrawals/note-wallet-answer.ts';
import { reconcileWithdrawal } from '#lib/commands/withdrawals/reconcile-withdrawal.ts';
import { releaseWithdrawal } from '#lib/commands/withdrawals/release-withdrawal.ts';
import { reportWithdrawal } from '#lib/commands/withdrawals/report-withdrawal.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawal } from '#lib/reads/withdrawals/read-withdrawal.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { tellOwnAlerts } from '#lib/store/alerts/own-alerts.ts';
import { execute } from '#lib/write/execute.ts';
import { type Account, codeOf, createAccount, machine } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { aDueWithdrawal, openTestWallet, type TestWallet } from '#test/wallet-service.ts';
import { aWithdrawalRow, type WithdrawalRow } from '#test/withdrawals.ts';
import { signatureOf } from '#worker/signature.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let ann: Account;
let admin: Actor;
let reporter: Actor;
let wallet: TestWallet;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  ann = await createAccount('operations');
  admin = await actorOfBearer((await createAccount('super_admin')).token);
  reporter = await machine('wallet:report');
  wallet = await openTestWallet();
});
afterAll(async () => {
  await wallet.close();
  await owner.end();
  await opened.close();
});
beforeEach(() => wallet.renew());

const aDueOne = (usd = '412.5') =>
  aDueWithdrawal(owner, { usd, approvedBy: [{ id: ann.personId, role: 'operations' }] });

async function shown({ id }: WithdrawalRow) {
  const result = await ask(readWithdrawal, { withdrawalId: id }, admin);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.withdrawal;
}
const stateOf = async (row: WithdrawalRow) => (await shown(row)).state;
const again = (row: WithdrawalRow) =>
  owner.query('UPDATE withdrawal_releases SET ask_at = clock_timestamp() WHERE withdrawal_id = $1', [row.id]);
const report = (row: WithdrawalRow, outcome: string) =>
  answered(() =>
    execute(reportWithdrawal, { idempotencyKey: `bulkhead-withdrawal-${row.id}`, outcome }, reporter),
  );

test('what is approved is sent once with its exact amount; the wallet confirms it, also twice', async () => {
  const row = await aDueOne();
  await wallet.round();
  await wallet.round();
  expect(await stateOf(row)).toBe('released');
  expect(wallet.service().payments()).toMatchObject([
    { amount: '412.5', asset: 'USDC', network: 'ethereum' },
  ]);
  expect(wallet.service().asked()).toBe(1);
  expect(await report(row, 'confirmed')).toMatchObject({
    ok: true,
    value: { changed: true, state: 'confirmed' },
  });
  expect(await report(row, 'confirmed')).toMatchObject({ ok: true, value: { changed: false } });
  expect(await report(row, 'sent')).toMatchObject({ ok: true, value: { changed: false } });
  expect(await report(row, 'refused')).toMatchObject({ ok: false, error: { code: 'conflict' } });
});

test('not before its minute is over', async () => {
  const row = await aWithdrawalRow(owner, 'approved', {
    approvedBy: [{ id: ann.personId, role: 'operations' }],
  });
  await wallet.round();
  expect([await stateOf(row), wallet.service().asked()]).toEqual(['approved', 0]);
});

test('a worker that died between sending and writing it down asks again with the same key: one payment', async () => {
  const row = await aDueOne();
  await execute(releaseWithdrawal, { withdrawalId: row.id }, SYSTEM);
  // The request of the one that died.
  const key = `bulkhead-withdrawal-${row.id}`;
  const body = JSON.stringify({
    idempotencyKey: key,
    asset: 'USDC',
    network: 'ethereum',
    amount: '412.5',
    address: 'x',
  });
  const headers = {
    'webhook-id': key,
    'webhook-timestamp': '1',
    'webhook-signature': signatureOf(wallet.secret, key, '1', body),
  };
  expect((await fetch(wallet.url, { method: 'POST', headers, body })).status).toBe(200);
  await wallet.round();
  expect([await stateOf(row), wallet.paymentsOf(row), wallet.service().asked()]).toEqual(['released', 1, 2]);
});

test('ten workers at once: it is sent once', async () => {
  const row = await aDueOne();
  await Promise.all(Array.from({ length: 10 }, () => wallet.round()));
  expect([await stateOf(row), wallet.paymentsOf(row), wallet.service().asked()]).toEqual(['released', 1, 1]);
});

describe('a wallet that does not answer as it should', () => {
  test.each(['silent', 'fails'] as const)('%s: unknown, never asked again by itself', async (mode) => {
    wallet.service().setMode(mode);
    const row = await aDueOne();
    await wallet.round();
    expect(await stateOf(row)).toBe('unknown');
    wallet.service().setMode('answers');
    await wallet.round();
    expect([await stateOf(row), wallet.service().asked()]).toEqual(['unknown', 1]);
    const { causes, walletKey, walletProblem } = await shown(row);
    expect(causes.map(({ key }) => key)).toEqual(['unknown']);
    // What a person needs to look there.
    expect([walletKey, walletProblem]).toEqual([
      `bulkhead-withdrawal-${row.id}`,
      expect.stringMatching(/It may have been sent\.$/),
    ]);
  });

  test('cannot be reached, or is busy: nothing was sent, so it is asked again', async () => {
    const row = await aDueOne();
    await wallet.round({ ...wallet, url: 'http://127.0.0.1:9/payments' });
    expect(await stateOf(row)).toBe('releasing');
    wallet.service().setMode('busy');
    await again(row);
    await wallet.round();
    expect(await stateOf(row)).toBe('releasing');
    wallet.service().setMode('answers');
    await again(row);
    await wallet.round();
    expect([await stateOf(row), wallet.paymentsOf(row)]).toEqual(['released', 1]);
  });

  test('refuses: it is over, with the wallet named', async () => {
    wallet.service().setMode('refuses');
    const row = await aDueOne();
    await wallet.round();
    expect(await shown(row)).toMatchObject({ state: 'rejected', decision: { by: 'Wallet service' } });
  });

  test('a wrong signature is no payment', async () => {
    const row = await aDueOne();
    await wallet.round({ ...wallet, secret: 'whsec_b3RoZXI=' });
    expect([await stateOf(row), wallet.service().payments().length]).toEqual(['releasing', 0]);
    expect((await shown(row)).causes[0]?.text).toMatch(/answered 401/);
    await again(row);
    await wallet.round();
    expect([await stateOf(row), wallet.paymentsOf(row)]).toEqual(['released', 1]);
  });

  test('its own word comes before the answer is noted: nothing is said twice', async () => {
    const row = await aDueOne();
    await execute(releaseWithdrawal, { withdrawalId: row.id }, SYSTEM);
    expect(await report(row, 'confirmed')).toMatchObject({ ok: true, value: { state: 'confirmed' } });
    const late = { withdrawalId: row.id, outcome: 'lost', reference: null, problem: 'It did not answer.' };
    expect(await execute(noteWalletAnswer, late, SYSTEM)).toMatchObject({
      ok: true,
      value: { changed: false },
    });
    await wallet.round();
    expect([await stateOf(row), wallet.service().asked()]).toEqual(['confirmed', 0]);
  });
});

describe('an unknown one', () => {
  const reconcile = async (row: WithdrawalRow, paid: boolean, account?: Account) => {
    const person = account ?? (await createAccount('operations'));
    const actor = await actorOfBearer(person.token);
    const stepUp = { kind: 'totp' as const, code: codeOf(person) };
    const input = { withdrawalId: row.id, paid, reason: 'Seen in the explorer of the network' };
    return answered(() => execute(reconcileWithdrawal, input, actor, { stepUp }));
  };
  const anUnknown = async () => {
    wallet.service().setMode('silent');
    const row = await aDueOne();
    await wallet.round();
    return row;
  };

  test('is reconciled by a person with a proof: it was sent, and can still be confirmed', async () => {
    const row = await anUnknown();
    expect(await reconcile(row, true)).toMatchObject({ ok: true, value: { state: 'released' } });
    expect(await reconcile(row, false)).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await report(row, 'confirmed')).toMatchObject({ ok: true, value: { state: 'confirmed' } });
  });

  test('or it was not: it is over, and is never sent', async () => {
    const row = await anUnknown();
    expect(await reconcile(row, false)).toMatchObject({ ok: true, value: { state: 'rejected' } });
    await wallet.round();
    expect([await stateOf(row), wallet.service().asked()]).toEqual(['rejected', 1]);
  });

  test('what the wallet says against what is known is refused, kept once, shown, and calls somebody', async () => {
    const row = await anUnknown();
    expect(await reconcile(row, false)).toMatchObject({ ok: true });
    expect(await stateOf(row)).toBe('rejected');
    for (const outcome of ['sent', 'sent', 'confirmed'])
      expect(await report(row, outcome)).toMatchObject({
        ok: false,
        error: {
          code: 'conflict',
          message: expect.stringMatching(/is known as rejected: that it was \w+ contradicts it/),
        },
      });
    expect(await stateOf(row)).toBe('rejected');
    expect((await shown(row)).walletProblem).toMatch(/^The wallet says that it was sent, which contradicts/);
    const { rows: kept } = await owner.query(
      `SELECT r.contradicted_as, (SELECT count(*)::int FROM audit_log WHERE kind = 'withdrawal.contradicted' AND subject = $2) AS entries
     FROM withdrawal_releases r WHERE withdrawal_id = $1`,
      [row.id, `W-${(await shown(row)).number}`],
    );
    expect(kept).toEqual([{ contradicted_as: 'sent', entries: 1 }]);
    await expect(
      owner.query(
        'UPDATE withdrawal_releases SET contradicted_as = NULL, contradicted_at = NULL WHERE withdrawal_id = $1',
        [row.id],
      ),
    ).rejects.toThrow(/set once/);
    expect(await tellOwnAlerts(new Set(['withdrawal-contradicted']))).toBeGreaterThan(0);
    const { rows: told } = await owner.query(
      "SELECT convert_from(body, 'UTF8') AS body FROM deliveries WHERE source = 'bulkhead' ORDER BY id DESC LIMIT 1",
    );
    expect(told[0].body).toContain(`withdrawal-contradicted:${row.id}`);
  });

  test('the wallet may still say what it did', async () => {
    const row = await anUnknown();
    expect(await report(row, 'sent')).toMatchObject({ ok: true, value: { state: 'released' } });
  });
});

describe('what stops it', () => {
  const set = async (name: string, value: unknown) => {
    const result = await answered(() =>
      execute(setSwitch, { switch: name, value, reason: 'The wallet is looked at by a test' }, admin),
    );
    if (!result.ok) throw new Error(result.error.message);
  };

  test('an approver who may not approve any more', async () => {
    const row = await aDueOne();
    await owner.query('UPDATE people SET disabled_at = now() WHERE id = $1', [ann.personId]);
    await wallet.round();
    expect([await stateOf(row), wallet.service().asked()]).toEqual(['approved', 0]);
    await owner.query('UPDATE people SET disabled_at = NULL WHERE id = $1', [ann.personId]);
  });

  test('an approval that ran out, also while nobody has said so yet', async () => {
    const row = await aDueOne();
    await owner.query('UPDATE withdrawals SET expires_at = clock_timestamp() WHERE id = $1', [row.id]);
    await wallet.round();
    expect(await execute(releaseWithdrawal, { withdrawalId: row.id }, SYSTEM)).toMatchObject({
      ok: true,
      value: { changed: false },
    });
    expect([await stateOf(row), wallet.service().asked()]).toEqual(['approved', 0]);
    const insert =
      'INSERT INTO withdrawal_releases (withdrawal_id, idempotency_key, content_hash) VALUES ($1, $2, $3)';
    expect(
      await owner.query(insert, [row.id, 'k0', row.contentHash]).then(String, ({ message }) => message),
    ).toMatch(/whose time has come/);
  });

  test('plain SQL writes no second release, none too early, and none without its row', async () => {
    const row = await aDueOne();
    const early = await aWithdrawalRow(owner, 'approved', {
      approvedBy: [{ id: ann.personId, role: 'operations' }],
    });
    const app = new pg.Client({ connectionString: opened.app });
    await app.connect();
    const insert =
      'INSERT INTO withdrawal_releases (withdrawal_id, idempotency_key, content_hash) VALUES ($1, $2, $3)';
    const refused = (sql: string, values: unknown[]) =>
      app.query(sql, values).then(String, ({ message }) => message);
    expect(await refused("UPDATE withdrawals SET state = 'releasing' WHERE id = $1", [row.id])).toMatch(
      /leaves with its release/,
    );
    expect(await refused(insert, [early.id, 'k1', early.contentHash])).toMatch(/whose time has come/);
    expect(await refused(insert, [row.id, 'k2', '0'.repeat(64)])).toMatch(/whose time has come/);
    await app.query(insert, [row.id, 'k3', row.contentHash]);
    expect(await refused(insert, [row.id, 'k4', row.contentHash])).toMatch(/duplicate key/);
    await app.end();
  });

  test('withdrawals are turned off: what is approved does not leave, by no way', async () => {
    const row = await aDueOne();
    await set('withdrawal_enabled', false);
    await wallet.round();
    expect([await stateOf(row), wallet.service().asked()]).toEqual(['approved', 0]);
    const insert =
      'INSERT INTO withdrawal_releases (withdrawal_id, idempotency_key, content_hash) VALUES ($1, $2, $3)';
    expect(
      await owner.query(insert, [row.id, 'k5', row.contentHash]).then(String, ({ message }) => message),
    ).toMatch(/are off/);
  });
});
