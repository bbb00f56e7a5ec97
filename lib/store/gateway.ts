// The gateway in the database: which side has the traffic, and what each server is to get of it.
import type { GatewayWeights, Side } from '#lib/contract/gateway.ts';
import type { Tx } from './client.ts';

export interface SideState {
  side: Side;
  version: string | null;
  live: boolean;
}

/** Locked: what is planned is planned for the side that has the traffic. */
export async function lockSides(tx: Tx): Promise<SideState[]> {
  return tx.$queryRaw<SideState[]>`SELECT side, version, live FROM gateway_sides ORDER BY side FOR UPDATE`;
}

export async function liveSide(tx: Tx): Promise<SideState> {
  const row = await tx.gatewaySide.findFirst({ where: { live: true } });
  if (!row) throw new Error('no side of the gateway is live');
  return { ...row, side: row.side as Side };
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
