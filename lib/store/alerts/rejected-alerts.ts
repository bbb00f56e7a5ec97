// Parts of deliveries that made no sense, until somebody has looked at them.
import type { Tx } from '#lib/store/client.ts';

export interface RejectedPart {
  deliveryId: string;
  place: number;
}

/** As many as the log can name in one entry; a flood of them takes more than one press. */
const MOST = 1_000;

/** Those that nobody has seen, rejected by then, oldest first and locked. */
export async function lockRejected(tx: Tx, until: Date): Promise<RejectedPart[]> {
  return tx.$queryRaw<RejectedPart[]>`
    SELECT delivery_id::text AS "deliveryId", place FROM rejected_alerts
    WHERE seen_at IS NULL AND rejected_at <= ${until} ORDER BY rejected_at, delivery_id, place LIMIT ${MOST} FOR UPDATE`;
}

export async function noteSeen(
  tx: Tx,
  { parts, personId, at }: { parts: readonly RejectedPart[]; personId: string; at: Date },
): Promise<boolean> {
  const wanted = JSON.stringify(parts.map(({ deliveryId, place }) => ({ delivery_id: deliveryId, place })));
  const count = await tx.$executeRaw`
    UPDATE rejected_alerts r SET seen_at = ${at}, seen_by = ${personId}::uuid
    FROM jsonb_to_recordset(${wanted}::jsonb) AS w (delivery_id bigint, place int)
    WHERE r.delivery_id = w.delivery_id AND r.place = w.place AND r.seen_at IS NULL`;
  return count === parts.length;
}
