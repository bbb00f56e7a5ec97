// Instances: what is decided on and changed by a person; heartbeats and receipts arrive by the edge's own role.
import type { Tx } from '#lib/store/client.ts';

export interface StoredInstance {
  id: string;
  isolated: boolean;
  left: boolean;
}

/** Locks one instance row, or undefined. */
export async function lockInstance(tx: Tx, id: string): Promise<StoredInstance | undefined> {
  const [row] = await tx.$queryRaw<{ id: string; isolated: boolean; left: boolean }[]>`
    SELECT id, isolated_at IS NOT NULL AS isolated, left_at IS NOT NULL AS "left" FROM instances WHERE id = ${id} FOR UPDATE`;
  return row;
}

/** Takes an instance out of the count; false when it already is. */
export async function isolate(tx: Tx, id: string, by: string, reason: string): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE instances SET isolated_at = clock_timestamp(), isolated_by = ${by}, isolated_reason = ${reason}
    WHERE id = ${id} AND isolated_at IS NULL`;
  return rows === 1;
}

/** Takes an isolated instance back into the count; false when it is not isolated. */
export async function restore(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE instances SET isolated_at = NULL, isolated_by = NULL, isolated_reason = NULL
    WHERE id = ${id} AND isolated_at IS NOT NULL`;
  return rows === 1;
}
