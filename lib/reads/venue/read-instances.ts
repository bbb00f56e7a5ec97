// Every instance that reads switches: where it stands, when it was last heard, and the fail mode it is in.
import { z } from 'zod';
import type { InstancesBody, InstanceView } from '#lib/contract/console.ts';
import { SILENT_AFTER_MS } from '#lib/contract/edge.ts';
import { type Position, positionId } from '#lib/contract/snapshot.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import type { Tx } from '#lib/store/client.ts';

const input = z.strictObject({});

interface Row {
  id: string;
  service: string;
  version: string | null;
  edge_id: string;
  mode: InstanceView['mode'];
  fallen: string[];
  epoch: number;
  revision: bigint;
  started_at: Date;
  last_seen_at: Date;
  silent_ms: number;
  left_at: Date | null;
  isolated_at: Date | null;
  isolated_by: string | null;
  isolated_reason: string | null;
}

function stateOf(row: Row, head: Position): InstanceView['state'] {
  if (row.left_at) return 'left';
  if (row.isolated_at) return 'isolated';
  if (row.silent_ms > SILENT_AFTER_MS) return 'silent';
  return positionId({ epoch: row.epoch, revision: Number(row.revision) }) === positionId(head)
    ? 'in_step'
    : 'behind';
}

/** All instances, by name; those that left in order stay visible for an hour. */
export async function instanceViews(tx: Tx, head: Position): Promise<InstanceView[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, service, version, edge_id, mode, fallen, epoch, revision, started_at, last_seen_at, left_at,
      isolated_at, isolated_by, isolated_reason,
      greatest(0, extract(epoch FROM clock_timestamp() - last_seen_at) * 1000)::float8 AS silent_ms
    FROM instances WHERE left_at IS NULL OR left_at > clock_timestamp() - interval '1 hour' ORDER BY id`;
  return rows.map((row) => ({
    id: row.id,
    service: row.service,
    version: row.version,
    edgeId: row.edge_id,
    mode: row.mode,
    fallen: row.fallen,
    epoch: row.epoch,
    revision: Number(row.revision),
    startedAt: row.started_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    silentForMs: Math.round(row.silent_ms),
    state: stateOf(row, head),
    isolatedBy: row.isolated_by,
    isolatedReason: row.isolated_reason,
  }));
}

export const readInstances: Read<z.output<typeof input>, InstancesBody> = {
  action: 'read-instances',
  body: 'InstancesBody',
  input,
  run: async (tx) => {
    const row = await tx.matrixHead.findFirstOrThrow();
    const head = { epoch: row.epoch, revision: Number(row.revision) };
    return ok({ ...head, items: await instanceViews(tx, head), nextBefore: null });
  },
};
