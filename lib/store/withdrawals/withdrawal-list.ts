// The queue of withdrawals: which requests a tab, a search and a filter name, in their order, and how many there are.
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import { APPROVERS, type Asset, type WithdrawalSort, type WithdrawalTab } from '#lib/catalog/withdrawals.ts';
import type { Environment } from '#lib/contract/console.ts';
import { effectiveRoles } from '#lib/rules/actor.ts';
import type { WithdrawalSwitches } from '#lib/rules/withdrawals/withdrawal.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';
import { environmentOf } from '#lib/store/installation.ts';
import { type StoredWithdrawal, withdrawalsById } from './withdrawals.ts';

export interface WithdrawalFilter {
  /** Absent: requests of every state. */
  tab?: WithdrawalTab | undefined;
  sort: WithdrawalSort;
  text?: string | undefined;
  asset?: Asset | undefined;
  rule?: string | undefined;
  /** Filed from the first moment on, and before the second. */
  filed?: { since?: Date; until?: Date } | undefined;
  /** Account, or address, that other requests share. */
  alike?: { account: string; address: string; not: string } | undefined;
  /** Place of the last row of the page before. */
  after?: { key: string; number: number } | undefined;
}

/** OFFSET 0 has each one looked up by itself: left alone, the planner hashes the approvals of all that ever was for a few open requests. */
const HAS_APPROVAL = Prisma.sql`EXISTS (SELECT FROM withdrawal_approvals a WHERE a.withdrawal_id = w.id AND a.round = w.round OFFSET 0)`;
const OPEN = Prisma.sql`w.state IN ('pending', 'held', 'approved', 'expired', 'releasing', 'released', 'unknown')`;
/** Nobody has to do anything about it any more, unless the wallet is silent. */
const WITH_WALLET = Prisma.sql`w.state IN ('releasing', 'released')`;
/** In the words of the indexes over what is over. */
const OVER = Prisma.sql`w.state IN ('confirmed', 'rejected')`;

/** Roles by which somebody may approve here: in staging, some roles hold others too. */
function approverRoles(environment: Environment): Role[] {
  return ROLE_NAMES.filter((role) =>
    effectiveRoles([role], environment).some((held) => APPROVERS.includes(held)),
  );
}

/** How many of its approvals are of people who may still approve; `named`: who had the role that the rule names, and have it. */
function standing(roles: readonly Role[], named = false): Prisma.Sql {
  const enough = named
    ? Prisma.sql`r.role = w.one_of AND w.one_of = ANY (a.roles)`
    : Prisma.sql`r.role = ANY (${[...roles]}::text[])`;
  return Prisma.sql`(SELECT count(*) FROM withdrawal_approvals a JOIN people p ON p.id = a.person_id
    WHERE a.withdrawal_id = w.id AND a.round = w.round AND p.disabled_at IS NULL
      AND EXISTS (SELECT FROM person_roles r WHERE r.person_id = p.id AND ${enough}))`;
}

function blocked(
  { enabled, largeEnabled, largeUsd }: WithdrawalSwitches,
  roles: readonly Role[],
): Prisma.Sql {
  return Prisma.sql`(w.state IN ('pending', 'approved', 'releasing') AND (w.people IS NULL OR NOT ${enabled}::boolean
    OR (NOT ${largeEnabled}::boolean AND w.usd_value > ${largeUsd}::numeric)
    OR (w.state = 'approved' AND (${standing(roles)} < w.people
      OR (w.one_of IS NOT NULL AND ${standing(roles, true)} = 0)))))`;
}

function inTab(tab: WithdrawalTab, stopped: Prisma.Sql): Prisma.Sql {
  switch (tab) {
    case 'open':
      return Prisma.sql`(${OPEN} AND NOT ${WITH_WALLET})`;
    case 'pending':
      return Prisma.sql`(w.state = 'pending' AND NOT ${HAS_APPROVAL})`;
    case 'second':
      return Prisma.sql`(w.state = 'pending' AND ${HAS_APPROVAL})`;
    case 'held':
      return Prisma.sql`w.state IN ('held', 'expired')`;
    case 'blocked':
      return stopped;
    case 'approved':
      return Prisma.sql`w.state = 'approved'`;
    case 'leaving':
      return WITH_WALLET;
    case 'unknown':
      return Prisma.sql`w.state = 'unknown'`;
    case 'done':
      return OVER;
  }
}

const prefix = (text: string) => `${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;

/** A number as it is shown or said, the caller's id, or how an account or address begins. */
function searched(text: string): Prisma.Sql {
  const number = /^(?:W-)?([1-9]\d{0,14})$/i.exec(text)?.[1];
  return Prisma.sql`(w.account LIKE ${prefix(text)} OR w.address LIKE ${prefix(text)} OR w.caller_id = ${text}
    OR w.number = ${number === undefined ? null : BigInt(number)}::bigint)`;
}

interface Order {
  by: Prisma.Sql;
  from(after: { key: string; number: number }): Prisma.Sql;
  placeOf(withdrawal: StoredWithdrawal): string;
}

const ORDERS: Record<WithdrawalSort, Order> = {
  oldest: {
    by: Prisma.sql`w.number`,
    from: ({ number }) => Prisma.sql`w.number > ${number}`,
    placeOf: ({ number }) => `0_${number}`,
  },
  newest: {
    by: Prisma.sql`w.number DESC`,
    from: ({ number }) => Prisma.sql`w.number < ${number}`,
    placeOf: ({ number }) => `0_${number}`,
  },
  largest: {
    by: Prisma.sql`w.usd_value DESC, w.number DESC`,
    from: ({ key, number }) => Prisma.sql`(w.usd_value, w.number) < (${key}::numeric, ${number})`,
    placeOf: ({ usdValue, number }) => `${usdValue}_${number}`,
  },
  riskiest: {
    by: Prisma.sql`w.risk_score DESC, w.number DESC`,
    from: ({ key, number }) => Prisma.sql`(w.risk_score, w.number) < (${key}::numeric, ${number})`,
    placeOf: ({ riskScore, number }) => `${riskScore}_${number}`,
  },
};

export const placeIn = (sort: WithdrawalSort, withdrawal: StoredWithdrawal): string =>
  ORDERS[sort].placeOf(withdrawal);

/** Which requests the filter names, `w`, and their order. */
async function chosen(
  tx: Tx,
  filter: WithdrawalFilter,
  switches: WithdrawalSwitches,
): Promise<{ where: Prisma.Sql; by: Prisma.Sql }> {
  const order = ORDERS[filter.sort];
  const { tab, alike, after, text, asset, rule, filed } = filter;
  const stopped = blocked(switches, approverRoles(await environmentOf(tx)));
  const conditions = [
    // A search looks everywhere, also among what is over; so does the look at an account.
    text !== undefined || alike !== undefined || tab === undefined ? Prisma.sql`true` : inTab(tab, stopped),
    ...(text === undefined ? [] : [searched(text)]),
    ...(asset === undefined ? [] : [Prisma.sql`w.asset = ${asset}`]),
    ...(rule === undefined ? [] : [Prisma.sql`w.rule = ${rule}`]),
    ...(filed?.since === undefined ? [] : [Prisma.sql`w.filed_at >= ${filed.since}`]),
    ...(filed?.until === undefined ? [] : [Prisma.sql`w.filed_at < ${filed.until}`]),
    ...(alike === undefined
      ? []
      : [
          Prisma.sql`(w.account = ${alike.account} OR w.address = ${alike.address}) AND w.id <> ${alike.not}::uuid`,
        ]),
    ...(after === undefined ? [] : [order.from(after)]),
  ];
  return { where: Prisma.join(conditions, ' AND '), by: order.by };
}

export async function findWithdrawals(
  tx: Tx,
  filter: WithdrawalFilter,
  switches: WithdrawalSwitches,
  most: number,
): Promise<StoredWithdrawal[]> {
  const { where, by } = await chosen(tx, filter, switches);
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT w.id FROM withdrawals w WHERE ${where} ORDER BY ${by} LIMIT ${most}`;
  return withdrawalsById(
    tx,
    found.map(({ id }) => id),
  );
}

/** All that the filter names at one moment, in its order, and their exact sum, as one statement sees them. */
export async function countWithdrawals(
  tx: Tx,
  filter: WithdrawalFilter,
  switches: WithdrawalSwitches,
): Promise<{ numbers: readonly number[]; usd: string }> {
  const { where, by } = await chosen(tx, filter, switches);
  const [row] = await tx.$queryRaw<{ numbers: bigint[]; usd: string }[]>`
    SELECT coalesce(array_agg(w.number ORDER BY ${by}), '{}') AS numbers, coalesce(sum(w.usd_value), 0)::text AS usd
    FROM withdrawals w WHERE ${where}`;
  return { numbers: (row?.numbers ?? []).map(Number), usd: row?.usd ?? '0' };
}

export type Totals = Readonly<Record<WithdrawalTab, { count: number; usd: string }>>;

/** Every tab with how many and how much; and when the one that waits longest for an approval was asked for. */
export async function withdrawalTotals(
  tx: Tx,
  switches: WithdrawalSwitches,
): Promise<{ tabs: Totals; oldestAt: Date | null }> {
  const stopped = blocked(switches, approverRoles(await environmentOf(tx)));
  const rows = await tx.$queryRaw<{ tab: WithdrawalTab; count: bigint; usd: string; oldest: Date | null }[]>`
    WITH open AS MATERIALIZED (
      SELECT w.state, w.usd_value, w.requested_at, w.state = 'pending' AND ${HAS_APPROVAL} AS approved_once, ${stopped} AS blocked
      FROM withdrawals w WHERE ${OPEN}
    ), tabs AS (
      SELECT 'open' AS tab, usd_value, requested_at FROM open WHERE state NOT IN ('releasing', 'released')
      UNION ALL SELECT 'pending', usd_value, requested_at FROM open WHERE state = 'pending' AND NOT approved_once
      UNION ALL SELECT 'second', usd_value, requested_at FROM open WHERE state = 'pending' AND approved_once
      UNION ALL SELECT 'held', usd_value, requested_at FROM open WHERE state IN ('held', 'expired')
      UNION ALL SELECT 'blocked', usd_value, requested_at FROM open WHERE blocked
      UNION ALL SELECT 'approved', usd_value, requested_at FROM open WHERE state = 'approved'
      UNION ALL SELECT 'leaving', usd_value, requested_at FROM open WHERE state IN ('releasing', 'released')
      UNION ALL SELECT 'unknown', usd_value, requested_at FROM open WHERE state = 'unknown'
    )
    SELECT tab, count(*) AS count, sum(usd_value)::text AS usd, min(requested_at) AS oldest FROM tabs GROUP BY tab
    UNION ALL SELECT 'done', count(*), coalesce(sum(w.usd_value), 0)::text, NULL FROM withdrawals w WHERE ${OVER}`;
  const none = { count: 0, usd: '0' };
  const of = (tab: WithdrawalTab) => {
    const row = rows.find((one) => one.tab === tab);
    return row ? { count: Number(row.count), usd: row.usd } : none;
  };
  const waiting = rows
    .filter(({ tab }) => tab === 'pending' || tab === 'second')
    .flatMap(({ oldest }) => oldest ?? []);
  return {
    tabs: {
      ...{ open: of('open'), pending: of('pending'), second: of('second'), held: of('held') },
      ...{ blocked: of('blocked'), approved: of('approved') },
      ...{ leaving: of('leaving'), unknown: of('unknown'), done: of('done') },
    },
    oldestAt: waiting.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
  };
}
