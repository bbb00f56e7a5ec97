// Releases of withdrawals: one for each, when the wallet is to be asked, and what it answered.
import { WITHDRAWAL_TIMES } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalSwitches } from '#lib/rules/withdrawals/withdrawal.ts';
import type { Tx } from '#lib/store/client.ts';

export interface StoredRelease {
  withdrawalId: string;
  idempotencyKey: string;
  asked: number;
  problem: string | null;
  reference: string | null;
  /** When the wallet first said what contradicts what is known. */
  contradictedAt: Date | null;
}

/**
 * The switches that stop withdrawals, kept as they are until the transaction ends: whoever turns one off waits for it, or
 * was before it. The head of the matrix comes first in the order of locks.
 */
export async function holdWithdrawalSwitches(tx: Tx): Promise<WithdrawalSwitches> {
  await tx.$queryRaw`SELECT 1 FROM matrix_head FOR SHARE`;
  const rows = await tx.switchValue.findMany({
    where: {
      symbol: '',
      switch: { in: ['withdrawal_enabled', 'large_withdrawals_enabled', 'large_withdrawal_usd'] },
    },
  });
  const value = (name: string) => rows.find((row) => row.switch === name)?.value;
  return {
    // A switch without a value is no reason to let money out.
    enabled: value('withdrawal_enabled') === true,
    largeEnabled: value('large_withdrawals_enabled') === true,
    largeUsd: String(value('large_withdrawal_usd') ?? '0'),
  };
}

/** Approved ones whose time to be sent has come, oldest first. */
export async function withdrawalsToRelease(tx: Tx, most: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM withdrawals WHERE state = 'approved' AND send_after <= clock_timestamp() AND expires_at > clock_timestamp()
    ORDER BY send_after LIMIT ${most}`;
  return rows.map(({ id }) => id);
}

export async function releaseOf(tx: Tx, withdrawalId: string): Promise<StoredRelease | undefined> {
  return (await tx.withdrawalRelease.findUnique({ where: { withdrawalId } })) ?? undefined;
}

export async function withdrawalOfKey(tx: Tx, idempotencyKey: string): Promise<string | undefined> {
  const row = await tx.withdrawalRelease.findUnique({ where: { idempotencyKey } });
  return row?.withdrawalId;
}

export async function insertRelease(
  tx: Tx,
  release: { withdrawalId: string; idempotencyKey: string; contentHash: string },
): Promise<void> {
  await tx.withdrawalRelease.create({ data: release });
}

/**
 * The one for which the wallet is to be asked next. It is asked by one worker; if that dies before the answer is written
 * down, it is asked again, with the same key. `tx` holds the switches: what they stop is not asked for, so that nothing
 * that waits for a wallet out of reach leaves after withdrawals were turned off.
 */
export async function claimRelease(
  tx: Tx,
  { enabled, largeEnabled, largeUsd }: WithdrawalSwitches,
): Promise<string | undefined> {
  if (!enabled) return undefined;
  const rows = await tx.$queryRaw<{ withdrawal_id: string }[]>`
    UPDATE withdrawal_releases SET asked = asked + 1,
      ask_at = clock_timestamp() + make_interval(secs => ${WITHDRAWAL_TIMES.walletClaim}::int)
    WHERE withdrawal_id = (SELECT r.withdrawal_id FROM withdrawal_releases r JOIN withdrawals w ON w.id = r.withdrawal_id
      WHERE r.ask_at <= clock_timestamp() AND (${largeEnabled}::boolean OR w.usd_value <= ${largeUsd}::numeric)
      ORDER BY r.ask_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
    RETURNING withdrawal_id`;
  return rows[0]?.withdrawal_id;
}

/** The wallet was not reached: it has not sent, and is asked again later. */
export async function askAgain(
  tx: Tx,
  withdrawalId: string,
  problem: string,
  seconds: number,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE withdrawal_releases SET problem = ${problem}, ask_at = clock_timestamp() + make_interval(secs => ${seconds}::int)
    WHERE withdrawal_id = ${withdrawalId}::uuid AND ask_at IS NOT NULL`;
}

/** Nobody asks the wallet any more: it has answered, or what it did is not known. */
export async function endAsking(
  tx: Tx,
  withdrawalId: string,
  told: { reference?: string | null; problem?: string | null; answeredAt?: Date },
): Promise<void> {
  const { reference, problem, answeredAt } = told;
  await tx.$executeRaw`
    UPDATE withdrawal_releases SET ask_at = NULL, reference = coalesce(${reference ?? null}, reference),
      problem = ${problem ?? null}, answered_at = coalesce(answered_at, ${answeredAt ?? null}::timestamptz)
    WHERE withdrawal_id = ${withdrawalId}::uuid`;
}

/** The wallet says what contradicts what is known. Kept once; false: it was kept already. */
export async function noteContradiction(
  tx: Tx,
  withdrawalId: string,
  { outcome, at, problem }: { outcome: string; at: Date; problem: string },
): Promise<boolean> {
  const kept = await tx.$executeRaw`
    UPDATE withdrawal_releases SET contradicted_at = ${at}, contradicted_as = ${outcome}, problem = ${problem}
    WHERE withdrawal_id = ${withdrawalId}::uuid AND contradicted_at IS NULL`;
  return kept === 1;
}
