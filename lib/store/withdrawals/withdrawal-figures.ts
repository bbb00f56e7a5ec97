// Withdrawals in figures, by day of filing and asset: one pass over the index of a span of days.
import type { Asset } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalFigure, WithdrawalRejections } from '#lib/contract/withdrawal-figures.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';

export interface FigureSpan {
  since: Date;
  until: Date;
  asset?: Asset | undefined;
}

/** Null: of every day, or of every asset. */
export interface FigureGroup extends WithdrawalFigure {
  day: string | null;
  asset: string | null;
  amount: string;
}

interface Row {
  day: string | null;
  asset: string | null;
  count: bigint;
  usd: string | null;
  amount: string | null;
  sent: bigint;
  sent_usd: string | null;
  rejected: bigint;
  rejected_usd: string | null;
  open: bigint;
  open_usd: string | null;
  approved: bigint;
  p50: number | null;
  p95: number | null;
}

function within({ since, until, asset }: FigureSpan): Prisma.Sql {
  const span = Prisma.sql`filed_at >= ${since} AND filed_at < ${until}`;
  return asset === undefined ? span : Prisma.sql`${span} AND asset = ${asset}`;
}

const sum = (count: bigint, usd: string | null) => ({ count: Number(count), usd: usd ?? '0' });

/** All together, each day, each asset, and each asset of each day; the first of them is there also when nothing was filed. */
export async function withdrawalFigures(tx: Tx, span: FigureSpan): Promise<FigureGroup[]> {
  const rows = await tx.$queryRaw<Row[]>`
    WITH filed AS MATERIALIZED (
      SELECT (filed_at AT TIME ZONE 'UTC')::date AS day, asset, usd_value, amount,
        CASE WHEN state IN ('released', 'confirmed') THEN 'sent' WHEN state = 'rejected' THEN 'rejected' ELSE 'open' END AS became,
        CASE WHEN approved_at IS NOT NULL THEN greatest(0, round(extract(epoch FROM approved_at - requested_at)))::int END AS took
      FROM withdrawals WHERE ${within(span)}
    )
    SELECT to_char(day, 'YYYY-MM-DD') AS day, asset, count(*) AS count, sum(usd_value)::text AS usd,
      trim_scale(sum(amount))::text AS amount,
      count(*) FILTER (WHERE became = 'sent') AS sent, sum(usd_value) FILTER (WHERE became = 'sent')::text AS sent_usd,
      count(*) FILTER (WHERE became = 'rejected') AS rejected,
      sum(usd_value) FILTER (WHERE became = 'rejected')::text AS rejected_usd,
      count(*) FILTER (WHERE became = 'open') AS open, sum(usd_value) FILTER (WHERE became = 'open')::text AS open_usd,
      count(took) AS approved,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY took) AS p50,
      percentile_disc(0.95) WITHIN GROUP (ORDER BY took) AS p95
    FROM filed GROUP BY GROUPING SETS ((), (day), (asset), (day, asset))
    ORDER BY day NULLS FIRST, asset NULLS FIRST`;
  return rows.map((row) => ({
    ...{ day: row.day, asset: row.asset, amount: row.amount ?? '0', ...sum(row.count, row.usd) },
    ...{ sent: sum(row.sent, row.sent_usd), rejected: sum(row.rejected, row.rejected_usd) },
    open: sum(row.open, row.open_usd),
    approval: { count: Number(row.approved), p50Seconds: row.p50, p95Seconds: row.p95 },
  }));
}

/** Why requests were rejected, the most frequent reasons first; at most so many, the others together. */
export async function withdrawalRejections(
  tx: Tx,
  span: FigureSpan,
  most: number,
): Promise<WithdrawalRejections[]> {
  const rows = await tx.$queryRaw<{ reason: string | null; count: bigint; usd: string }[]>`
    WITH reasons AS (
      SELECT decision_reason AS reason, count(*) AS count, sum(usd_value) AS usd,
        nullif(least(row_number() OVER (ORDER BY count(*) DESC, decision_reason), ${most + 1}::int), ${most + 1}::int) AS place
      FROM withdrawals WHERE state = 'rejected' AND ${within(span)} GROUP BY decision_reason
    )
    SELECT CASE WHEN place IS NOT NULL THEN min(reason) END AS reason, sum(count)::bigint AS count, sum(usd)::text AS usd
    FROM reasons GROUP BY place ORDER BY place NULLS LAST`;
  return rows.map(({ reason, ...row }) => ({ reason, ...sum(row.count, row.usd) }));
}
