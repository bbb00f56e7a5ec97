// Filing through the door itself: one request or a list, each refused field with its sentence, and how each stands by GET.
import { NextRequest } from 'next/server';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET } from '#app/api/v1/[read]/route.ts';
import { POST } from '#app/api/v1/withdrawals/route.ts';
import { MOST_FILED_AT_ONCE } from '#lib/catalog/withdrawals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { FiledBatch, WithdrawalAnswer, WithdrawalBody } from '#lib/contract/withdrawals.ts';
import { createAccount, keyOf } from '#test/console-accounts.ts';
import { openConsoleDatabase } from '#test/console-database.ts';
import { aWithdrawal, BITCOIN, EVM } from '#test/withdrawals.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let key: string;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  key = await keyOf('withdrawals:write');
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

/** `text`: the body as it stands on the wire. */
const post = (text: string, headers: Record<string, string> = {}): Promise<Response> =>
  POST(
    new NextRequest('http://console.test/api/v1/withdrawals', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: text,
    }),
  );
const file = (body: unknown, headers?: Record<string, string>) => post(JSON.stringify(body), headers);

async function stands(id: unknown): Promise<Response> {
  const url = `http://console.test/api/v1/withdrawal?id=${id}`;
  const request = new NextRequest(url, { headers: { authorization: `Bearer ${key}` } });
  return GET(request, { params: Promise.resolve({ read: 'withdrawal' }) });
}

/** Rows, and entries of the log about them. */
async function stored(): Promise<[rows: number, entries: number]> {
  const { rows } = await owner.query(
    `SELECT (SELECT count(*)::int FROM withdrawals) AS rows,
       (SELECT count(*)::int FROM audit_log WHERE kind LIKE 'withdrawal.%') AS entries`,
  );
  return [rows[0].rows, rows[0].entries];
}

type Refused = ErrorBody['error'] & { details: { fields: Record<string, string> } };
const errorOf = async (response: Response) => ((await response.json()) as { error: Refused }).error;

describe('one request', () => {
  test('is stored with everything that was said of it, and GET says how it stands', async () => {
    const input = aWithdrawal({
      ...{ asset: 'ETH', amount: '0.123456789012345678', usdValue: '420.07', memo: 'Rent & <b>more</b>' },
      ...{ riskScore: 61, riskNotes: ['Sign-in from a new device', 'Address of last week'] },
    });
    const response = await file(input);
    expect(response.status).toBe(200);
    const answer = (await response.json()) as WithdrawalAnswer;
    const { withdrawal } = (await (await stands(input.id)).json()) as WithdrawalBody;
    expect(withdrawal).toMatchObject({ ...input, state: 'pending', withdrawalId: answer.withdrawalId });
    expect((await stands('never-filed')).status).toBe(404);
  });

  test('every wrong field has its own sentence, and nothing is stored', async () => {
    const before = await stored();
    const response = await file(
      aWithdrawal({
        amount: '-1',
        asset: 'DOGE',
        riskScore: 101,
        id: 'with a space',
        requestedAt: 'yesterday',
      }),
    );
    expect(response.status).toBe(400);
    const { fields } = (await errorOf(response)).details;
    expect(fields).toMatchObject({
      amount: 'The amount has to be more than zero.',
      asset: expect.stringMatching(/one of USDC/),
      riskScore: expect.stringMatching(/from 0 to 100/),
      id: expect.stringMatching(/Send your id/),
      requestedAt: expect.stringMatching(/ISO 8601/),
    });
    expect(Object.keys(fields)).toHaveLength(5);
    expect(await stored()).toEqual(before);
  });

  // As only the wire can say it: a value of JSON.stringify is a number that JavaScript has.
  test.each(['NaN', 'Infinity', '1e30', '412.5', '"1e30"', '"412.5", "amount": "413"'])(
    'an amount of %s is refused, and nothing is stored',
    async (amount) => {
      const before = await stored();
      const response = await post(JSON.stringify(aWithdrawal()).replace('"412.5"', amount));
      expect(response.status).toBe(400);
      expect(await stored()).toEqual(before);
    },
  );
});

describe('a list', () => {
  test('is filed in its order; the same list again is the same requests', async () => {
    const items = ['1', '2', '3'].map((amount) => aWithdrawal({ amount, usdValue: amount }));
    const response = await file({ items });
    const first = (await response.json()) as FiledBatch;
    expect([response.status, first.filed, first.refused]).toEqual([200, 3, 0]);
    expect(first.items.map(({ withdrawal }) => withdrawal?.id)).toEqual(items.map(({ id }) => id));
    const before = await stored();
    const again = (await (await file({ items })).json()) as FiledBatch;
    expect(again.items.map(({ withdrawal }) => [withdrawal?.withdrawalId, withdrawal?.changed])).toEqual(
      first.items.map(({ withdrawal }) => [withdrawal?.withdrawalId, false]),
    );
    expect(await stored()).toEqual(before);
  });

  test('each wrong one is refused by itself with its fields; the others are filed', async () => {
    const good = aWithdrawal();
    const before = await stored();
    const response = await file({
      items: [
        good,
        aWithdrawal({ amount: '0.1234567890123456789' }),
        aWithdrawal({ address: EVM.replace('aA', 'AA') }),
        { ...good, amount: '413', usdValue: '413' },
        'nothing',
        aWithdrawal({ asset: 'BTC', network: 'bitcoin', amount: '0.5', usdValue: '46000', address: BITCOIN }),
      ],
    });
    const { filed, refused, items } = (await response.json()) as FiledBatch;
    expect([response.status, filed, refused]).toEqual([207, 2, 4]);
    expect(items.map(({ status }) => status)).toEqual([200, 400, 400, 409, 400, 200]);
    const said = items.map(({ error }) => (error?.details?.fields ?? {}) as Record<string, string>);
    expect(said[1]?.amount).toMatch(/19 digits after the point/);
    expect(said[2]?.address).toMatch(/checksum/);
    expect(said[3]).toEqual({ amount: 'Filed as 412.5.', usdValue: 'Filed as 412.5.' });
    expect(await stored()).toEqual([before[0] + 2, before[1] + 2]);
  });

  test.each<[string, unknown, RegExp]>([
    ['an empty one', { items: [] }, /1 to 100/],
    ['too many', { items: Array(MOST_FILED_AT_ONCE + 1).fill({}) }, /1 to 100/],
    ['no list', { items: { length: 1 } }, /1 to 100/],
    ['something beside it', { items: [{}], more: 1 }, /nothing stands beside it/],
  ])('%s is refused whole', async (_what, body, why) => {
    const before = await stored();
    const response = await file(body);
    expect(response.status).toBe(400);
    expect((await errorOf(response)).details.fields.items).toMatch(why);
    expect(await stored()).toEqual(before);
  });

  test('with an Idempotency-Key is refused: each request has its id', async () => {
    const before = await stored();
    const response = await file({ items: [aWithdrawal()] }, { 'idempotency-key': 'a-key-of-this-list' });
    expect(response.status).toBe(400);
    expect((await errorOf(response)).message).toMatch(/id of its own/);
    expect(await stored()).toEqual(before);
  });
});

test('a key of another scope, a person and nobody file nothing, by neither way', async () => {
  const other = await keyOf('wallet:report');
  const { token } = await createAccount('super_admin');
  const before = (await stored())[0];
  for (const [authorization, status] of [
    [`Bearer ${other}`, 403],
    [`Bearer ${token}`, 403],
    ['', 401],
  ] as const)
    for (const body of [aWithdrawal(), { items: [aWithdrawal()] }])
      expect((await file(body, { authorization })).status).toBe(status);
  expect((await stored())[0]).toBe(before);
});
