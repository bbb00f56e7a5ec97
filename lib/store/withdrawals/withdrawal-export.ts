// The rows of an export of withdrawals, a bounded stretch at a time, each with what became of its release.
import type { Tx } from '#lib/store/client.ts';
import { type StoredWithdrawal, withdrawalsById } from './withdrawals.ts';

/** Read by one statement: milliseconds for whoever else works here, a megabyte at most. */
const STRETCH = 500;

export interface ExportedWithdrawal extends StoredWithdrawal {
  /** When it was given to the wallet, and when the wallet answered first. */
  releasedAt: Date | null;
  answeredAt: Date | null;
}

async function stretch(tx: Tx, numbers: readonly number[]): Promise<ExportedWithdrawal[]> {
  const rows = await tx.$queryRaw<{ id: string; released: Date | null; answered: Date | null }[]>`
    SELECT w.id, r.released_at AS released, r.answered_at AS answered
    FROM withdrawals w LEFT JOIN withdrawal_releases r ON r.withdrawal_id = w.id WHERE w.number = ANY (${[...numbers]}::bigint[])`;
  const releases = new Map(rows.map((row) => [row.id, row]));
  const found = await withdrawalsById(tx, [...releases.keys()]);
  const byNumber = new Map(found.map((withdrawal) => [withdrawal.number, withdrawal]));
  return numbers.flatMap((number) => {
    const withdrawal = byNumber.get(number);
    if (withdrawal === undefined) return [];
    const release = releases.get(withdrawal.id);
    return { ...withdrawal, releasedAt: release?.released ?? null, answeredAt: release?.answered ?? null };
  });
}

/** In the order of the numbers, in portions. Throws what the database throws. */
export async function* exportWithdrawalRows(
  tx: Tx,
  numbers: readonly number[],
): AsyncGenerator<ExportedWithdrawal[]> {
  for (let from = 0; from < numbers.length; from += STRETCH)
    yield await stretch(tx, numbers.slice(from, from + STRETCH));
}
