// The gateway in the database: which side has the traffic, and what each server is to get of it.
import type { GatewayWeights, Side } from '#lib/contract/gateway.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';

export interface SideState {
  side: Side;
  version: string | null;
  live: boolean;
}

/**
 * Before a first release has succeeded, no side names its version. Once a release was rolled back, it is known all the same:
 * what the traffic went back to is what two people started and approved that release from.
 */
const VERSION = Prisma.sql`coalesce(s.version, CASE WHEN s.live THEN (SELECT r.from_version FROM releases r
  WHERE r.state = 'rolled_back' AND r.from_side = s.side ORDER BY r.number DESC LIMIT 1) END) AS version`;

/** Locked: what is planned is planned for the side that has the traffic. */
export async function lockSides(tx: Tx): Promise<SideState[]> {
  return tx.$queryRaw<SideState[]>`
    SELECT s.side, ${VERSION}, s.live FROM gateway_sides s ORDER BY s.side FOR UPDATE OF s`;
}

export async function liveSide(tx: Tx): Promise<SideState> {
  const [row] = await tx.$queryRaw<
    SideState[]
  >`SELECT s.side, ${VERSION}, s.live FROM gateway_sides s WHERE s.live`;
  if (!row) throw new Error('no side of the gateway is live');
  return row;
}

export async function wantedWeights(tx: Tx): Promise<{ name: string; side: Side; weight: number }[]> {
  const rows = await tx.gatewayServer.findMany({ orderBy: { name: 'asc' } });
  return rows.map(({ name, side, weight }) => ({ name, side: side as Side, weight }));
}

/** All of them in one statement: an edge never sees a part of a step. */
export async function setWeights(tx: Tx, weights: GatewayWeights): Promise<void> {
  const rows = JSON.stringify(Object.entries(weights).map(([name, weight]) => ({ name, weight })));
  await tx.$executeRaw`
    UPDATE gateway_servers s SET weight = w.weight, set_at = clock_timestamp()
    FROM jsonb_to_recordset(${rows}::jsonb) AS w (name text, weight smallint) WHERE s.name = w.name`;
}
