// The gateway in front of the order gateway: its two sides, what each server of them gets of the traffic, and the agent's line.
import type { WireValue } from './values.ts';

/** The side with the traffic and the side that a new version is deployed to; a release swaps them. */
export const SIDES = ['blue', 'green'] as const;
export type Side = (typeof SIDES)[number];

/** Instances of each side (manual 2, rolling update: one after the other). */
export const SERVERS_PER_SIDE = 2;

export const otherSide = (side: Side): Side => (side === 'blue' ? 'green' : 'blue');

/** `blue-1`, `blue-2`: how the gateway's configuration names them. */
export function serversOf(side: Side): string[] {
  return Array.from({ length: SERVERS_PER_SIDE }, (_, at) => `${side}-${at + 1}`);
}

export const SERVERS: readonly string[] = SIDES.flatMap(serversOf);

/** Percent of its configured weight (100) that each server gets; 0 takes no new requests and finishes what it has. */
export type GatewayWeights = Readonly<Record<string, number>>;

/** These values hold at level 3: every customer gets the maintenance page (the catalogue's level 3, compared by a test). */
export const MAINTENANCE_SETTINGS: readonly { switch: string; value: WireValue }[] = [
  { switch: 'global_api_enabled', value: false },
];

/** What the gateway is told when weights or levels change. */
export const GATEWAY_CHANNEL = 'bulkhead_gateway';

/** A server's name as the gateway's agent-send says it, on one line. */
export const AGENT_QUESTION = /^([A-Za-z0-9][A-Za-z0-9._-]{0,59})\r?\n/;

/**
 * The one line a gateway reads. `up ready` and never plain `up`: only `ready` ends a maintenance (HAProxy 2.6).
 * Throws for a weight outside 0 to 100.
 */
export function agentLine(weight: number, maintenance: boolean): string {
  if (!Number.isInteger(weight) || weight < 0 || weight > 100)
    throw new RangeError(`A weight is a whole number from 0 to 100, not ${weight}.`);
  return maintenance ? 'maint\n' : `up ready ${weight}%\n`;
}
