// What the wallet service reported of the hot wallet, and what wants to leave it.
import type { Balance, Outflow } from '#lib/rules/withdrawals/hot-wallet.ts';
import type { Tx } from '#lib/store/client.ts';

/** The report of this moment; null when there is none. */
export async function reportOf(tx: Tx, observedAt: Date): Promise<Balance[] | null> {
  const report = await tx.walletReport.findUnique({ where: { observedAt }, include: { balances: true } });
  if (!report) return null;
  return report.balances.map(({ asset, network, amount, usdValue }) => ({
    ...{ asset, network, amount: amount.toFixed(), usdValue: usdValue.toFixed() },
  }));
}

/** The newest by the moment at which the wallet was looked at, in whatever order they came. */
export async function newestReport(tx: Tx): Promise<{ observedAt: Date; balances: Balance[] } | null> {
  const newest = await tx.walletReport.findFirst({ orderBy: { observedAt: 'desc' } });
  if (!newest) return null;
  const { observedAt } = newest;
  return { observedAt, balances: (await reportOf(tx, observedAt)) ?? [] };
}

/** False: another report of this moment came first. */
export async function keepReport(
  tx: Tx,
  { observedAt, by, balances }: { observedAt: Date; by: string; balances: readonly Balance[] },
): Promise<boolean> {
  const { count } = await tx.walletReport.createMany({
    data: [{ observedAt, reportedBy: by }],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await tx.walletBalance.createMany({ data: balances.map((balance) => ({ ...balance, observedAt })) });
  return true;
}

/** What the wallet was worth at its newest reports, oldest first. */
export async function walletHistory(tx: Tx, most: number): Promise<{ at: Date; usdValue: string }[]> {
  return tx.$queryRaw`
    SELECT r.observed_at AS at, coalesce(sum(b.usd_value), 0)::text AS "usdValue"
    FROM (SELECT observed_at FROM wallet_reports ORDER BY observed_at DESC LIMIT ${most}) r
    LEFT JOIN wallet_balances b ON b.observed_at = r.observed_at
    GROUP BY r.observed_at ORDER BY r.observed_at`;
}

/** What is approved and not sent, and what still waits for a decision, by asset and network. */
export async function pendingOutflow(tx: Tx): Promise<Outflow[]> {
  return tx.$queryRaw`
    WITH open AS (SELECT asset, network, amount, usd_value, state IN ('approved', 'releasing') AS approved FROM withdrawals
      WHERE state IN ('pending', 'held', 'expired', 'approved', 'releasing'))
    SELECT asset, network,
      coalesce(sum(amount) FILTER (WHERE approved), 0)::text AS approved,
      coalesce(sum(usd_value) FILTER (WHERE approved), 0)::text AS "approvedUsd",
      coalesce(sum(amount) FILTER (WHERE NOT approved), 0)::text AS awaiting,
      coalesce(sum(usd_value) FILTER (WHERE NOT approved), 0)::text AS "awaitingUsd"
    FROM open GROUP BY asset, network`;
}
