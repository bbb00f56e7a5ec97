// Filing on a real database: exact to the last digit, once whatever is repeated, and nothing stored of what is refused.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { amendWithdrawal } from '#lib/commands/withdrawals/amend-withdrawal.ts';
import { fileWithdrawal } from '#lib/commands/withdrawals/file-withdrawal.ts';
import type { WithdrawalAnswer } from '#lib/contract/withdrawals.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawal } from '#lib/reads/withdrawals/read-withdrawal.ts';
import { readWithdrawalPolicy } from '#lib/reads/withdrawals/read-withdrawal-policy.ts';
import { readWithdrawals } from '#lib/reads/withdrawals/read-withdrawals.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { createAccount, machine } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { tracesOf } from '#test/console-traces.ts';
import { aWithdrawal, aWithdrawalRow, BITCOIN, EVM } from '#test/withdrawals.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let service: Actor;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  service = await machine('withdrawals:write');
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

const file = (input: Record<string, unknown>): Promise<Executed<WithdrawalAnswer>> =>
  answered(() => execute(fileWithdrawal, input, service));

async function filed(input: Record<string, unknown>): Promise<WithdrawalAnswer> {
  const result = await file(input);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function shown(id: unknown) {
  const result = await ask(readWithdrawal, { id }, service);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.withdrawal;
}

async function stored(): Promise<number> {
  return (await owner.query('SELECT count(*)::int AS count FROM withdrawals')).rows[0].count;
}

describe('what is filed', () => {
  test('waits for approval, with the rule that it meets, and stands in the log', async () => {
    const input = aWithdrawal({ amount: '12000', usdValue: '12000' });
    const answer = await filed(input);
    expect(answer).toMatchObject({ changed: true, state: 'pending', rule: 'large', people: 2, approvals: 0 });
    expect(await shown(input.id)).toMatchObject({
      ...{ id: input.id, account: 'u_40917', amount: '12000', usdValue: '12000', address: EVM },
      rule: { key: 'large', asks: '2 different people' },
      causes: [{ key: 'approval', text: 'Needs 2 approvals' }],
    });
    const { rows } = await owner.query(
      'SELECT kind, subject, details FROM audit_log ORDER BY seq DESC LIMIT 1',
    );
    expect(rows[0]).toMatchObject({ kind: 'withdrawal.filed', subject: `W-${answer.number}` });
  });

  test.each([
    ['ETH', 'arbitrum', '123456789012.123456789012345678', EVM],
    ['ETH', 'ethereum', '0.000000000000000001', EVM],
    ['BTC', 'bitcoin', '20999999.99999999', BITCOIN],
  ])('%s on %s: %s is the same digits everywhere', async (asset, network, amount, address) => {
    const input = aWithdrawal({ asset, network, amount, address, usdValue: '9999.99' });
    await filed(input);
    expect((await shown(input.id)).amount).toBe(amount);
    const { rows } = await owner.query('SELECT amount::text FROM withdrawals WHERE caller_id = $1', [
      input.id,
    ]);
    expect(rows[0].amount).toBe(amount);
    const list = await ask(readWithdrawals, { text: input.id }, service);
    expect(list.ok && list.value.items[0]?.amount).toBe(amount);
  });

  test('again with the same id and content: the same request', async () => {
    const input = aWithdrawal({ amount: '412.5' });
    const first = await filed(input);
    const before = await tracesOf(owner);
    const again = await filed({ ...input, amount: '412.500' });
    expect(again).toEqual({ ...first, changed: false });
    const after = await tracesOf(owner);
    // The answer itself is remembered; nothing else is there that was not.
    expect(JSON.parse(after.state).slice(0, 6)).toEqual(JSON.parse(before.state).slice(0, 6));
  });

  test('the same id with another content is refused, and says which field differs', async () => {
    const input = aWithdrawal();
    await filed(input);
    const count = await stored();
    const other = await file({ ...input, amount: '413', usdValue: '413' });
    expect(other).toMatchObject({
      ok: false,
      error: {
        code: 'conflict',
        details: { fields: { amount: 'Filed as 412.5.', usdValue: 'Filed as 412.5.' } },
      },
    });
    expect(await stored()).toBe(count);
    expect((await shown(input.id)).amount).toBe('412.5');
  });

  test('twenty times at once: one request', async () => {
    const input = aWithdrawal();
    const results = await Promise.all(Array.from({ length: 20 }, () => file(input)));
    const answers = results.flatMap((one) => (one.ok ? [one.value] : []));
    expect(answers.filter(({ changed }) => changed).length).toBeLessThanOrEqual(1);
    expect(new Set(answers.map(({ number }) => number)).size).toBe(1);
    const { rows } = await owner.query(
      'SELECT count(*)::int AS count FROM withdrawals WHERE caller_id = $1',
      [input.id],
    );
    expect(rows[0].count).toBe(1);
  });

  test('what the policy blocks is filed, and nobody may approve it', async () => {
    const input = aWithdrawal({
      amount: '250000',
      usdValue: '250000',
      destinationSince: new Date().toISOString(),
    });
    expect(await filed(input)).toMatchObject({ rule: 'block', people: null });
    expect((await shown(input.id)).causes).toEqual([{ key: 'policy', text: 'The policy blocks it' }]);
  });
});

describe('what is refused by a field', () => {
  const hour = 3_600_000;
  test.each([
    ['amount', 'NaN'],
    ['amount', '-1'],
    ['amount', '0'],
    ['amount', '0.0000000000000000001'],
    ['amount', '0.1234567'],
    ['amount', '1e30'],
    ['amount', '1000000000000000000000000000000'],
    ['amount', 412.5],
    ['amount', null],
    ['usdValue', '412.505'],
    ['usdValue', '9000'],
    ['usdValue', '1e3'],
    ['asset', 'DOGE'],
    ['asset', 'usdc'],
    ['network', 'bitcoin'],
    ['network', 'mainnet'],
    ['address', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD'],
    ['address', BITCOIN],
    ['address', ''],
    ['id', 'with a space'],
    ['id', ''],
    ['account', '=cmd|x'],
    ['riskScore', 101],
    ['riskScore', 1.5],
    ['riskScore', '4'],
    ['riskNotes', ['']],
    ['memo', 'a\u0000b'],
    ['pricedAt', new Date(Date.now() - hour).toISOString()],
    ['pricedAt', new Date(Date.now() + hour).toISOString()],
    ['requestedAt', 'yesterday'],
    ['requestedAt', new Date(Date.now() + hour).toISOString()],
    ['accountSince', new Date(Date.now() + hour).toISOString()],
    ['destinationSince', new Date(Date.now() + hour).toISOString()],
    ['surplus', 1],
  ])('%s: %j', async (field, value) => {
    const count = await stored();
    const result = await file(aWithdrawal({ [field]: value }));
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    const { fields = {} } = (result.ok ? {} : (result.error.details ?? {})) as {
      fields?: Record<string, string>;
    };
    const named = Object.keys(fields).some((one) => one === field || one.startsWith(`${field}.`));
    expect([field, named || JSON.stringify(fields).includes(field)]).toEqual([field, true]);
    expect(await stored()).toBe(count);
  });

  test('a bad checksum of Bitcoin', async () => {
    const input = { asset: 'BTC', network: 'bitcoin', amount: '0.1', usdValue: '9000' };
    const result = await file(aWithdrawal({ ...input, address: BITCOIN.replace('v8f3t4', 'v8f3t5') }));
    expect(result).toMatchObject({
      ok: false,
      error: { details: { fields: { address: expect.stringMatching(/checksum/) } } },
    });
    expect((await file(aWithdrawal({ ...input, address: BITCOIN }))).ok).toBe(true);
  });
});

describe('a change of a request', () => {
  test('begins its approvals anew, with the rule that it meets now', async () => {
    const { personId: ann } = await createAccount('operations');
    const row = await aWithdrawalRow(owner, 'approved', { approvedBy: [{ id: ann, role: 'operations' }] });
    const input = aWithdrawal({ id: row.callerId, amount: '20000', usdValue: '20000' });
    const result = await answered(() => execute(amendWithdrawal, input, service));
    expect(result).toMatchObject({
      ok: true,
      value: { state: 'pending', approvals: 0, people: 2, rule: 'large' },
    });
    expect(await shown(row.callerId)).toMatchObject({
      state: 'pending',
      approvals: [],
      sendAfter: null,
      amount: '20000',
    });
    const hash = result.ok ? result.value.contentHash : '';
    expect((await shown(row.callerId)).contentHash).toBe(hash);
    expect(hash).not.toBe(row.contentHash);
  });

  test('keeps a held one held, leaves its account alone, and ends where it was rejected', async () => {
    const { personId: ann } = await createAccount('operations');
    const held = await aWithdrawalRow(owner, 'held', { decidedBy: ann });
    const amend = (change: Record<string, unknown>) =>
      answered(() => execute(amendWithdrawal, aWithdrawal(change), service));
    expect(await amend({ id: held.callerId, amount: '413', usdValue: '413' })).toMatchObject({
      ok: true,
      value: { state: 'held' },
    });
    expect(await amend({ id: held.callerId, account: 'u_2' })).toMatchObject({
      ok: false,
      error: { code: 'conflict' },
    });
    const rejected = await aWithdrawalRow(owner, 'rejected', { decidedBy: ann });
    expect(await amend({ id: rejected.callerId })).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await amend({ id: `none-${randomUUID()}` })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
  });
});

test('the simulator says which rule a request would meet, and why', async () => {
  const asked = { usdValue: '4200', destinationHours: '3' };
  expect(await ask(readWithdrawalPolicy, asked, service)).toMatchObject({
    ok: true,
    value: {
      match: { rule: { key: 'young-destination' }, steps: [{ met: false }, { met: false }, { met: true }] },
    },
  });
  expect(await ask(readWithdrawalPolicy, {}, service)).toMatchObject({ ok: true, value: { match: null } });
  for (const wrong of [{ accountDays: '3' }, { usdValue: '-1' }, { usdValue: '1', destinationHours: '1.5' }])
    expect(await ask(readWithdrawalPolicy, wrong, service)).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    });
});
