// What services are told of their withdrawals: written by the database with each change of state, sent in order, each until it is taken.
import { NOTIFYING } from '#lib/catalog/on-call.ts';
import type { WithdrawalState } from '#lib/catalog/withdrawals.ts';
import type { NoticeOutcome } from '#lib/rules/alerts/notice-outcome.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';

export interface WithdrawalNotice {
  seq: number;
  id: string;
  withdrawalId: string;
  number: number;
  callerId: string;
  account: string;
  asset: string;
  network: string;
  amount: string;
  state: WithdrawalState;
  contentHash: string;
  reason: string | null;
  reference: string | null;
  at: Date;
  /** This one included. */
  attempts: number;
  ageSeconds: number;
  now: Date;
}

/** What is older would tell of something that is long over. */
const FRESH = Prisma.sql`clock_timestamp() - make_interval(secs => ${NOTIFYING.giveUpAfterSeconds}::int)`;

/**
 * Those that are due and the first of their withdrawal that is not taken yet, the oldest first. They are this worker's for
 * a while; if it dies before it has noted what came of them, they are sent again, under the same ids.
 */
export async function claimNotices(tx: Tx, most: number): Promise<WithdrawalNotice[]> {
  const rows = await tx.$queryRaw<
    (Omit<WithdrawalNotice, 'seq' | 'number'> & { seq: bigint; number: bigint })[]
  >`
    WITH due AS (
      SELECT n.seq FROM withdrawal_notices n
      WHERE n.next_at <= clock_timestamp() AND n.at > ${FRESH} AND NOT EXISTS (SELECT FROM withdrawal_notices earlier
        WHERE earlier.withdrawal_id = n.withdrawal_id AND earlier.seq < n.seq AND earlier.next_at IS NOT NULL
          AND earlier.at > ${FRESH})
      ORDER BY n.at LIMIT ${most} FOR UPDATE OF n SKIP LOCKED
    ), begun AS (
      UPDATE withdrawal_notices n SET attempts = n.attempts + 1,
        next_at = clock_timestamp() + make_interval(secs => ${NOTIFYING.leaseSeconds}::int)
      FROM due WHERE n.seq = due.seq RETURNING n.*
    )
    SELECT b.seq, b.id, b.withdrawal_id AS "withdrawalId", w.number, w.caller_id AS "callerId", w.account, w.asset, w.network,
      trim_scale(b.amount)::text AS amount, b.state, b.content_hash AS "contentHash", b.reason, b.reference, b.at, b.attempts,
      extract(epoch FROM clock_timestamp() - b.at)::float8 AS "ageSeconds", clock_timestamp() AS now
    FROM begun b JOIN withdrawals w ON w.id = b.withdrawal_id ORDER BY b.seq`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq), number: Number(row.number) }));
}

/** What came of an attempt: taken, to be sent again later, or never. */
export async function noteNotice(
  tx: Tx,
  { seq, attempts }: Pick<WithdrawalNotice, 'seq' | 'attempts'>,
  outcome: NoticeOutcome,
): Promise<void> {
  const problem = outcome.state === 'delivered' ? null : outcome.problem;
  const wait = outcome.state === 'waiting' ? outcome.afterSeconds : null;
  await tx.$executeRaw`
    UPDATE withdrawal_notices SET problem = ${problem},
      next_at = clock_timestamp() + make_interval(secs => ${wait}::float8),
      done_at = CASE WHEN ${wait}::float8 IS NULL THEN clock_timestamp() END
    WHERE seq = ${seq}::bigint AND attempts = ${attempts}::int AND next_at IS NOT NULL`;
}

export interface ToldState {
  state: WithdrawalState;
  at: Date;
  attempts: number;
  takenAt: Date | null;
  problem: string | null;
}

/** What its service was told, or is to be told, in order. */
export async function toldOf(tx: Tx, withdrawalId: string): Promise<ToldState[]> {
  const rows = await tx.withdrawalNotice.findMany({ where: { withdrawalId }, orderBy: { seq: 'asc' } });
  return rows.map(({ state, at, attempts, doneAt, problem }) => ({
    ...{ state: state as WithdrawalState, at, attempts, problem },
    takenAt: problem === null ? doneAt : null,
  }));
}
