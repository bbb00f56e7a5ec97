// The queue on a real database: its tabs, orders, pages, searches and filters name every request that fits, once, and no other.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { WITHDRAWAL_TAB_NAMES } from '#lib/catalog/withdrawals.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { fileWithdrawal } from '#lib/commands/withdrawals/file-withdrawal.ts';
import type { WithdrawalsBody, WithdrawalView } from '#lib/contract/withdrawals.ts';
import { ask } from '#lib/reads/read.ts';
import { readWithdrawal } from '#lib/reads/withdrawals/read-withdrawal.ts';
import { readWithdrawals } from '#lib/reads/withdrawals/read-withdrawals.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { type Account, createAccount, machine } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { exactSum } from '#test/csv.ts';
import { aWithdrawal, aWithdrawalRow, BITCOIN, EVM } from '#test/withdrawals.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;
let admin: Actor;
let ann: Account;
let sam: Account;

const OTHER_EVM = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const by = (account: Account, role: string) => ({ id: account.personId, role });

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  [ann, sam] = [await createAccount('operations'), await createAccount('super_admin')];
  admin = await actorOfBearer((await createAccount('super_admin')).token);
  const service = await machine('withdrawals:write');
  const filed = async (change: Record<string, unknown>): Promise<void> => {
    const result = await answered(() => execute(fileWithdrawal, aWithdrawal(change), service));
    if (!result.ok) throw new Error(result.error.message);
  };
  // The same values and risks several times: a page may end within them.
  for (const usdValue of ['100', '100', '100', '250.5', '250.5', '9999.99'])
    await filed({ account: 'u_same', amount: usdValue, usdValue, riskScore: usdValue === '100' ? 7 : 50 });
  const bitcoin = { asset: 'BTC', network: 'bitcoin', address: BITCOIN, amount: '0.2', usdValue: '18000' };
  await filed({ ...bitcoin, account: 'u_50', id: 'venue:1_2' });
  await filed({ account: 'uX50', address: OTHER_EVM, requestedAt: ago(11) });
  await filed({ account: 'u_late', requestedAt: ago(16) });
  await filed({ account: 'u_block', amount: '250000', usdValue: '250000', destinationSince: ago(5) });
  await aWithdrawalRow(owner, 'pending', { usd: '50000', people: 2, approvedBy: [by(ann, 'operations')] });
  for (const state of ['held', 'rejected'] as const)
    await aWithdrawalRow(owner, state, { decidedBy: ann.personId });
  for (const state of ['approved', 'expired'] as const)
    await aWithdrawalRow(owner, state, { usd: '12000', approvedBy: [by(ann, 'operations')] });
});
afterAll(async () => {
  await owner.end();
  await opened.close();
});

async function queue(query: Record<string, string>): Promise<WithdrawalsBody> {
  const result = await ask(readWithdrawals, query, admin);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
const found = async (query: Record<string, string>) => (await queue({ limit: '200', ...query })).items;
const accounts = async (query: Record<string, string>) =>
  [...new Set((await found(query)).map(({ account }) => account))].sort();

/** All pages of it, three rows each. */
async function pages(query: Record<string, string>): Promise<WithdrawalView[]> {
  const rows: WithdrawalView[] = [];
  for (let before: Record<string, string> = {}; ; ) {
    const { items, nextBefore } = await queue({ ...query, ...before, limit: '3' });
    rows.push(...items);
    if (nextBefore === null) return rows;
    before = { before: String(nextBefore) };
  }
}

const ORDERS: Record<string, (one: WithdrawalView, other: WithdrawalView) => number> = {
  oldest: (one, other) => one.number - other.number,
  newest: (one, other) => other.number - one.number,
  largest: (one, other) => Number(other.usdValue) - Number(one.usdValue) || other.number - one.number,
  riskiest: (one, other) => other.riskScore - one.riskScore || other.number - one.number,
};

test.each(Object.keys(ORDERS))(
  'page by page, %s first, every row comes once and in its place',
  async (sort) => {
    const all = await found({ tab: 'open' });
    expect(all.length).toBeGreaterThan(12);
    const wanted = all.toSorted(ORDERS[sort]).map(({ number }) => number);
    expect((await pages({ tab: 'open', sort })).map(({ number }) => number)).toEqual(wanted);
  },
);

test('what stands on a tab is what is in it, and its sum', async () => {
  const { tabs } = await queue({});
  for (const tab of WITHDRAWAL_TAB_NAMES) {
    const rows = await found({ tab });
    expect([tab, rows.length], tab).toEqual([tab, tabs[tab]?.count]);
    expect(exactSum(rows.map(({ usdValue }) => usdValue)), tab).toBe(exactSum([tabs[tab]?.usd ?? '']));
  }
  const states = async (tab: string) => [...new Set((await found({ tab })).map(({ state }) => state))].sort();
  expect(await states('pending')).toEqual(['pending']);
  expect((await found({ tab: 'second' })).map(({ approvals }) => approvals.length)).toEqual([1]);
  expect(await states('held')).toEqual(['expired', 'held']);
  expect(await states('approved')).toEqual(['approved']);
  expect(await states('done')).toEqual(['rejected']);
});

describe('a search', () => {
  test('by number, the service’s id, and how an account or address begins; it looks in every tab', async () => {
    const [one] = await found({ tab: 'done' });
    for (const text of [`W-${one?.number}`, `w-${one?.number}`, String(one?.number), one?.id ?? ''])
      expect((await found({ tab: 'open', text })).map(({ number }) => number)).toEqual([one?.number]);
    expect(await accounts({ text: BITCOIN.slice(0, 8) })).toEqual(['u_50']);
    expect(await accounts({ text: OTHER_EVM.slice(0, 9) })).toEqual(['uX50']);
    expect(await accounts({ text: 'nobody' })).toEqual([]);
  });

  test('takes the signs of LIKE as they are written', async () => {
    expect(await accounts({ text: 'u_50' })).toEqual(['u_50']);
    expect(await accounts({ text: 'u%' })).toEqual([]);
    expect(await accounts({ text: 'u\\' })).toEqual([]);
  });
});

test('a filter names an asset or a rule', async () => {
  expect(await accounts({ asset: 'BTC' })).toEqual(['u_50']);
  expect((await found({ rule: 'block' })).map(({ account }) => account)).toEqual(['u_block']);
  expect(await found({ asset: 'BTC', rule: 'routine' })).toEqual([]);
});

test('its wait is coloured by the minutes since the customer asked, and stops with the decision', async () => {
  const sla = async (text: string) => (await found({ text })).map((one) => one.sla);
  expect([await sla('u_50'), await sla('uX50'), await sla('u_late')]).toEqual([['fine'], ['soon'], ['late']]);
});

test('beside a request stand the others of its account or to its address, the newest first', async () => {
  const related = async (text: string) => {
    const [one] = await found({ text });
    const result = await ask(readWithdrawal, { withdrawalId: one?.withdrawalId ?? '' }, admin);
    if (!result.ok) throw new Error(result.error.message);
    return { one, others: result.value.related };
  };
  const { one, others } = await related('u_same');
  expect(others.length).toBe(10);
  for (const other of others) {
    expect(other.withdrawalId).not.toBe(one?.withdrawalId);
    expect(other.account === 'u_same' || other.address === EVM).toBe(true);
  }
  expect(others.map(({ number }) => number)).toEqual(
    others.map(({ number }) => number).toSorted((a, b) => b - a),
  );
  expect((await related('u_50')).others).toEqual([]);
});

describe('blocked are exactly those that their causes hold up', () => {
  const STOPS = new Set(['policy', 'withdrawal_enabled', 'large_withdrawals_enabled', 'approver']);
  const same = async () => {
    const stopped = (await found({ tab: 'open' })).filter(
      ({ state, causes }) =>
        ['pending', 'approved'].includes(state) && causes.some((cause) => STOPS.has(cause.key)),
    );
    const shown = await found({ tab: 'blocked' });
    expect(shown.map(({ number }) => number)).toEqual(stopped.map(({ number }) => number));
    return shown.map(({ account, usdValue }) => `${account} ${usdValue}`);
  };
  const set = async (name: string): Promise<void> => {
    const input = { switch: name, value: false, reason: 'Withdrawals are looked at by a test' };
    const result = await answered(() => execute(setSwitch, input, admin));
    if (!result.ok) throw new Error(result.error.message);
  };

  test('by the policy, and by an approver whose role another one has meanwhile', async () => {
    expect(await same()).toEqual(['u_block 250000']);
    await aWithdrawalRow(owner, 'approved', {
      ...{ usd: '150000', people: 2, oneOf: 'super_admin', rule: 'largest' },
      approvedBy: [by(ann, 'operations'), by(sam, 'super_admin')],
    });
    expect(await same()).toHaveLength(1);
    // A role that came later does not stand for the one that was there.
    await owner.query("UPDATE person_roles SET role = 'operations' WHERE person_id = $1", [sam.personId]);
    await owner.query("UPDATE person_roles SET role = 'super_admin' WHERE person_id = $1", [ann.personId]);
    expect(await same()).toEqual(['u_block 250000', 'u_40917 150000']);
  });

  test('by each switch', async () => {
    await set('large_withdrawals_enabled');
    expect(await same()).toContain('u_50 18000');
    expect(await same()).not.toContain('u_late 412.5');
    await set('withdrawal_enabled');
    expect(await same()).toContain('u_late 412.5');
  });
});
