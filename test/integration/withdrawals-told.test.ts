// What the service that filed a withdrawal is told of it, on a real database and over real HTTP: each state, in order, signed, until it is taken.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { fileWithdrawal } from '#lib/commands/withdrawals/file-withdrawal.ts';
import { holdWithdrawal } from '#lib/commands/withdrawals/hold-withdrawal.ts';
import { rejectWithdrawal } from '#lib/commands/withdrawals/reject-withdrawal.ts';
import type { WithdrawalToldBody } from '#lib/contract/withdrawal-told.ts';
import type { WithdrawalAnswer, WithdrawalBody } from '#lib/contract/withdrawals.ts';
import { createLog } from '#lib/process/log.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawal } from '#lib/reads/withdrawals/read-withdrawal.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount, machine } from '#test/console-accounts.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { openReceiver, type Receiver } from '#test/receiver.ts';
import { aWithdrawal, aWithdrawalRow } from '#test/withdrawals.ts';
import { signatureOf } from '#worker/signature.ts';
import { noticeRound } from '#worker/withdrawal-notices.ts';

const SECRET = `whsec_${Buffer.from('a secret of this test and of nobody else').toString('base64')}`;
const log = createLog('test', { level: 'silent' });

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let ann: Actor;
let service: Actor;
let receiver: Receiver;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  ann = await actorOfBearer((await createAccount('operations')).token);
  service = await machine('withdrawals:write');
});
beforeEach(async () => {
  await owner.query('TRUNCATE withdrawal_notices');
  receiver = await openReceiver();
  return () => receiver.close();
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

async function filed(change: Record<string, unknown> = {}): Promise<WithdrawalAnswer> {
  const result = await execute(fileWithdrawal, aWithdrawal(change), service);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

async function decided(
  command: typeof holdWithdrawal,
  { withdrawalId }: WithdrawalAnswer,
  reason: string,
): Promise<void> {
  const result = await execute(command, { withdrawalId, reason }, ann);
  if (!result.ok) throw new Error(result.error.message);
}

const round = () =>
  noticeRound({ url: `${receiver.url}/status`, secret: SECRET }, log, new AbortController().signal);
/** As if the wait before the next attempt were over. */
const waitOver = () =>
  owner.query('UPDATE withdrawal_notices SET next_at = clock_timestamp() WHERE next_at IS NOT NULL');
const bodies = () => receiver.received.map(({ body }) => body as WithdrawalToldBody);
const states = () => bodies().map(({ data }) => data.state);

async function told({ withdrawalId }: WithdrawalAnswer): Promise<WithdrawalBody['told']> {
  const result = await ask(readWithdrawal, { withdrawalId }, service);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.told;
}

test('each state is told once and in order, signed, with the exact amount and the reason', async () => {
  const amount = '0.123456789012345678';
  const one = await filed({ asset: 'ETH', amount, usdValue: '420' });
  await decided(holdWithdrawal, one, 'The customer is asked');
  await decided(rejectWithdrawal, one, 'It was not the customer');
  await round();
  await round();
  expect(states()).toEqual(['pending', 'held', 'rejected']);
  expect(bodies()[2]).toMatchObject({
    type: 'withdrawal.rejected',
    data: { id: one.id, withdrawalId: one.withdrawalId, amount, reason: 'It was not the customer' },
  });
  const numbers = bodies().map(({ data }) => data.sequence);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  for (const { headers, body } of receiver.received) {
    const [id, at] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
    expect(headers['webhook-signature']).toBe(signatureOf(SECRET, id, at, JSON.stringify(body)));
  }
  expect((await told(one)).map(({ state, takenAt }) => [state, takenAt !== null])).toEqual([
    ['pending', true],
    ['held', true],
    ['rejected', true],
  ]);
});

test('what is not taken is sent again under the same id, and what follows it waits; other requests do not', async () => {
  const one = await filed();
  await decided(holdWithdrawal, one, 'The customer is asked');
  receiver.answer({ status: 500 }, { status: 200 });
  await round();
  expect(states()).toEqual(['pending']);
  expect(await told(one)).toMatchObject([
    { state: 'pending', attempts: 1, takenAt: null, problem: 'It answered 500.' },
    { state: 'held', attempts: 0 },
  ]);
  const other = await filed();
  await round();
  expect(bodies().at(-1)?.data.id).toBe(other.id);
  await waitOver();
  await round();
  const ofOne = receiver.received.filter(({ body }) => body.data.id === one.id);
  expect(ofOne.map(({ body }) => body.data.state)).toEqual(['pending', 'pending', 'held']);
  expect(ofOne[0]?.headers['webhook-id']).toBe(ofOne[1]?.headers['webhook-id']);
  expect(ofOne[1]?.headers['webhook-id']).not.toBe(ofOne[2]?.headers['webhook-id']);
});

test('a connection that is cut is tried again; a refusal is not, and the next one goes', async () => {
  const one = await filed();
  receiver.answer('cut', { status: 422 }, { status: 200 });
  await round();
  await decided(holdWithdrawal, one, 'The customer is asked');
  await waitOver();
  await round();
  expect(states()).toEqual(['pending', 'pending', 'held']);
  expect(await told(one)).toMatchObject([
    { state: 'pending', attempts: 2, takenAt: null, problem: 'It answered 422.' },
    { state: 'held', takenAt: expect.any(String), problem: null },
  ]);
});

test('a worker that died before it noted the answer is followed by one that sends the same again', async () => {
  await filed();
  const ended = new AbortController();
  receiver.answer('silent');
  const dying = noticeRound({ url: receiver.url, secret: SECRET }, log, ended.signal);
  await receiver.came(1);
  ended.abort();
  await dying;
  receiver.answer({ status: 200 });
  await round();
  expect(receiver.received, 'it is still the first worker’s').toHaveLength(1);
  await waitOver();
  await round();
  expect(states()).toEqual(['pending', 'pending']);
  const [first, second] = receiver.received;
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
});

test('ten workers at once send each state once', async () => {
  for (let count = 0; count < 5; count++)
    await decided(holdWithdrawal, await filed(), 'The customer is asked');
  await Promise.all(Array.from({ length: 10 }, round));
  await round();
  expect(receiver.received).toHaveLength(10);
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(10);
});

test('what is a day old is not told any more, and holds nothing up', async () => {
  const one = await filed();
  await owner.query('ALTER TABLE withdrawal_notices DISABLE TRIGGER withdrawal_notices_keep');
  await owner.query("UPDATE withdrawal_notices SET at = at - interval '25 hours'");
  await owner.query('ALTER TABLE withdrawal_notices ENABLE TRIGGER withdrawal_notices_keep');
  await decided(holdWithdrawal, one, 'The customer is asked');
  await round();
  expect(states()).toEqual(['held']);
});

test('whoever changes a state writes down what is told, also past the commands; a fact of it stays', async () => {
  await aWithdrawalRow(owner, 'held', { decidedBy: ann.kind === 'person' ? ann.id : '' });
  const { rows } = await owner.query<{ state: string }>('SELECT state FROM withdrawal_notices ORDER BY seq');
  expect(rows.map(({ state }) => state)).toEqual(['pending', 'held']);
  await expect(owner.query("UPDATE withdrawal_notices SET state = 'approved'")).rejects.toMatchObject({
    code: 'BH001',
  });
});
