// What came in through the intake and has not been taken yet, in order.
import { LARGE_BYTES } from '#lib/rules/alerts/cut-delivery.ts';
import type { DeliverySource } from '#lib/rules/alerts/delivery.ts';
import type { StoredDelivery, Taken } from '#lib/rules/alerts/take-deliveries.ts';
import type { Tx } from '#lib/store/client.ts';

/** 'dlvr': one worker takes deliveries at a time, or two would begin the same firing. */
const TAKING = 0x646c7672;

/** Becomes the one who takes, for this transaction; false while another does. */
export async function lockTaking(tx: Tx): Promise<boolean> {
  const [row] = await tx.$queryRaw<
    { got: boolean }[]
  >`SELECT pg_try_advisory_xact_lock(${TAKING}::bigint) AS got`;
  return row?.got === true;
}

/** The oldest that wait, at most `count` and about `bytes` of them. Large ones are cut first (worker/large-deliveries.ts). */
export async function waitingDeliveries(tx: Tx, count: number, bytes: number): Promise<StoredDelivery[]> {
  return tx.$queryRaw<(StoredDelivery & { source: DeliverySource })[]>`
    SELECT id, source, body, received_at AS "receivedAt" FROM (
      SELECT *, sum(octet_length(body)) OVER (ORDER BY id) - octet_length(body) AS before
      FROM (SELECT id, source, body, received_at FROM deliveries WHERE taken_at IS NULL AND octet_length(body) <= ${LARGE_BYTES} ORDER BY id LIMIT ${count}) oldest
    ) summed WHERE before < ${bytes} ORDER BY id`;
}

/** For how long the oldest has waited, ms; null when nothing does. */
export async function oldestWaitMs(tx: Tx): Promise<number | null> {
  const [row] = await tx.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM clock_timestamp() - min(received_at)) * 1000)::float8 AS ms
    FROM deliveries WHERE taken_at IS NULL`;
  return row?.ms ?? null;
}

export async function noteTaken(
  tx: Tx,
  ids: readonly bigint[],
  at: Date,
  { rejected, heartbeats }: Pick<Taken, 'rejected' | 'heartbeats'>,
): Promise<void> {
  await tx.$executeRaw`UPDATE deliveries SET taken_at = ${at} WHERE id = ANY(${[...ids]}::bigint[])`;
  if (rejected.length > 0) {
    await tx.rejectedAlert.createMany({
      data: rejected.map(({ deliveryId, place, why }) => ({ deliveryId, place, why, rejectedAt: at })),
    });
  }
  for (const [name, heardAt] of heartbeats) {
    await tx.$executeRaw`
      INSERT INTO pipelines (name, heard_at) VALUES (${name}, ${heardAt})
      ON CONFLICT (name) DO UPDATE SET heard_at = greatest(pipelines.heard_at, excluded.heard_at)`;
  }
}
