// Withdrawals in the database: their rows, the approvals of their present round, and what a decision changes of them.
import type { Role } from '#lib/catalog/roles.ts';
import type { Asset, Network, WithdrawalState } from '#lib/catalog/withdrawals.ts';
import { effectiveRoles } from '#lib/rules/actor.ts';
import type { ApprovalStanding } from '#lib/rules/withdrawals/withdrawal.ts';
import { asRoles } from '#lib/store/access/people.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';
import { environmentOf } from '#lib/store/installation.ts';

/** What a service says of a withdrawal. */
export interface WithdrawalContent {
  account: string;
  accountSince: Date;
  asset: Asset;
  network: Network;
  amount: string;
  usdValue: string;
  pricedAt: Date;
  address: string;
  destinationSince: Date;
  memo: string | null;
  riskScore: number;
  riskNotes: readonly string[];
  requestedAt: Date;
}

export interface StoredApproval extends ApprovalStanding {
  at: Date;
}

export interface StoredWithdrawal extends WithdrawalContent {
  id: string;
  number: number;
  callerId: string;
  contentHash: string;
  filedAt: Date;
  filedName: string;
  requestedBy: string | null;
  amendedAt: Date | null;
  amendedBy: string | null;
  state: WithdrawalState;
  round: number;
  rule: string;
  people: number | null;
  oneOf: Role | null;
  approvedAt: Date | null;
  sendAfter: Date | null;
  expiresAt: Date | null;
  decidedAt: Date | null;
  decidedName: string | null;
  decisionReason: string | null;
  version: number;
  /** Why the wallet was not reached the last time, and what it calls its payment. */
  problem: string | null;
  reference: string | null;
  walletKey: string | null;
  /** Of the present round, oldest first. */
  approvals: readonly StoredApproval[];
}

const WITH_APPROVALS = {
  release: { select: { problem: true, reference: true, idempotencyKey: true } },
  approvals: {
    orderBy: { at: 'asc' },
    include: { person: { select: { disabledAt: true, roles: { select: { role: true } } } } },
  },
} as const satisfies Prisma.WithdrawalInclude;

type Row = Prisma.WithdrawalGetPayload<{ include: typeof WITH_APPROVALS }>;

function stored(row: Row, rolesOf: (names: readonly string[]) => readonly Role[]): StoredWithdrawal {
  const { approvals, release, filedBy: _, decidedBy: __, ...rest } = row;
  return {
    ...rest,
    number: Number(row.number),
    asset: row.asset as Asset,
    network: row.network as Network,
    amount: row.amount.toFixed(),
    usdValue: row.usdValue.toFixed(),
    state: row.state as WithdrawalState,
    oneOf: row.oneOf as Role | null,
    ...{ problem: release?.problem ?? null, reference: release?.reference ?? null },
    walletKey: release?.idempotencyKey ?? null,
    approvals: approvals
      .filter(({ round }) => round === row.round)
      .map(({ personId, personName, roles, at, person }) => ({
        ...{ personId, name: personName, roles, at },
        rolesNow: person.disabledAt === null ? rolesOf(person.roles.map(({ role }) => role)) : [],
      })),
  };
}

/** In the order of the ids; those that are not there are left out. */
export async function withdrawalsById(tx: Tx, ids: readonly string[]): Promise<StoredWithdrawal[]> {
  if (ids.length === 0) return [];
  const rows = await tx.withdrawal.findMany({ where: { id: { in: [...ids] } }, include: WITH_APPROVALS });
  const environment = await environmentOf(tx);
  const rolesOf = (names: readonly string[]) => effectiveRoles(asRoles(names), environment);
  const byId = new Map(rows.map((row) => [row.id, stored(row, rolesOf)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function withdrawalId(
  tx: Tx,
  where: { id: string } | { number: number } | { callerId: string },
): Promise<string | undefined> {
  return (await tx.withdrawal.findUnique({ where, select: { id: true } }))?.id;
}

/** Locks the withdrawals until the transaction ends, always in the order of their ids; those that are not there are left out. */
export async function lockWithdrawals(tx: Tx, ids: readonly string[]): Promise<StoredWithdrawal[]> {
  await tx.$queryRaw`SELECT 1 FROM withdrawals WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
  return withdrawalsById(tx, ids);
}

/** Whoever files or changes the request with this id waits here for the others who do. */
export async function lockCallerId(tx: Tx, callerId: string): Promise<StoredWithdrawal | undefined> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`withdrawal ${callerId}`}, 0))`;
  const id = await withdrawalId(tx, { callerId });
  return id === undefined ? undefined : (await lockWithdrawals(tx, [id]))[0];
}

export async function nextWithdrawalNumber(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ number: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('withdrawals', 'number')) AS number`;
  if (!row) throw new Error('the sequence gave no number');
  return Number(row.number);
}

/** The hash of a content, as the database will have it. */
export async function contentHashOf(
  tx: Tx,
  { amount, asset, network, address, memo }: WithdrawalContent,
): Promise<string> {
  const [row] = await tx.$queryRaw<{ hash: string }[]>`
    SELECT withdrawal_content_hash(${amount}::numeric, ${asset}, ${network}, ${address}, ${memo}) AS hash`;
  if (!row) throw new Error('the database made no hash');
  return row.hash;
}

/** What the policy asks of it. */
export interface RuleFacts {
  rule: string;
  people: number | null;
  oneOf: Role | null;
}

export interface NewWithdrawal extends WithdrawalContent, RuleFacts {
  id: string;
  number: number;
  callerId: string;
  filedAt: Date;
  filedBy: string;
  filedName: string;
  requestedBy: string | null;
}

export async function insertWithdrawal(tx: Tx, withdrawal: NewWithdrawal): Promise<boolean> {
  const { riskNotes, ...rest } = withdrawal;
  await tx.withdrawal.create({
    // The trigger makes the hash.
    data: { ...rest, riskNotes: [...riskNotes], state: 'pending', contentHash: '' },
  });
  return true;
}

export interface WithdrawalChange {
  state: WithdrawalState;
  /** Its approvals do not count any more. */
  startsAgain?: true;
  rule?: RuleFacts;
  content?: { is: WithdrawalContent; at: Date; by: string | null };
  approval?: { by: { id: string; name: string }; roles: readonly string[]; provenBy: string | null };
  /** Null takes them away. */
  approvedAt?: Date | null;
  sendAfter?: Date | null;
  expiresAt?: Date | null;
  /** Who holds or rejects it, nobody's id where the wallet refused; null when it goes on. */
  decided?: { at: Date; by: { id: string | null; name: string }; reason: string } | null;
}

/** Writes the change when nobody changed the withdrawal since it was read; false when somebody did. */
export async function changeWithdrawal(
  tx: Tx,
  withdrawal: StoredWithdrawal,
  change: WithdrawalChange,
): Promise<boolean> {
  const { approval, content, decided, rule } = change;
  if (approval) {
    const { by, roles, provenBy } = approval;
    await tx.withdrawalApproval.create({
      data: {
        ...{ withdrawalId: withdrawal.id, round: withdrawal.round, contentHash: withdrawal.contentHash },
        ...{ personId: by.id, personName: by.name, roles: [...roles], provenBy },
      },
    });
  }
  const { count } = await tx.withdrawal.updateMany({
    where: { id: withdrawal.id, version: withdrawal.version },
    data: {
      version: { increment: 1 },
      state: change.state,
      ...(change.startsAgain && { round: { increment: 1 } }),
      ...rule,
      ...(content && {
        ...content.is,
        riskNotes: [...content.is.riskNotes],
        ...{ amendedAt: content.at, amendedBy: content.by },
      }),
      ...(change.approvedAt !== undefined && { approvedAt: change.approvedAt }),
      ...(change.sendAfter !== undefined && { sendAfter: change.sendAfter }),
      ...(change.expiresAt !== undefined && { expiresAt: change.expiresAt }),
      ...(decided !== undefined && {
        ...{ decidedAt: decided?.at ?? null, decidedBy: decided?.by.id ?? null },
        ...{ decidedName: decided?.by.name ?? null, decisionReason: decided?.reason ?? null },
      }),
    },
  });
  return count === 1;
}
