// The connection to HL: two channels, each tried again with growing waits after it was lost (manual 1).
import { FAILURE_DETECTION } from '#lib/catalog/failure-detection.ts';

export const CHANNELS = ['ws', 'rest'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Moments are milliseconds since 1970. */
export interface ChannelState {
  readonly up: boolean;
  readonly lostAt: number | null;
  /** Tries since it was lost. */
  readonly attempts: number;
  readonly nextTryAt: number | null;
  /** How often it came back since the start. */
  readonly reconnects: number;
}

export type HlLink = Readonly<Record<Channel, ChannelState>>;

const UP: ChannelState = { up: true, lostAt: null, attempts: 0, nextTryAt: null, reconnects: 0 };

export const openHlLink = (): HlLink => ({ ws: UP, rest: UP });

/** Wait before the next try after `attempts` of them failed: 1, 2, 4, 8 s and on, up to the most. */
export function backOffMs(attempts: number, mostMs: number): number {
  return Math.min(FAILURE_DETECTION.firstReconnectSeconds * 1_000 * 2 ** attempts, mostMs);
}

export function stepChannel(
  channel: ChannelState,
  now: number,
  reachable: boolean,
  mostMs: number,
): ChannelState {
  if (channel.up) {
    if (reachable) return channel;
    return { ...channel, up: false, lostAt: now, attempts: 0, nextTryAt: now + backOffMs(0, mostMs) };
  }
  if (channel.nextTryAt !== null && now < channel.nextTryAt) return channel;
  if (reachable) return { ...UP, reconnects: channel.reconnects + 1 };
  const attempts = channel.attempts + 1;
  return { ...channel, attempts, nextTryAt: now + backOffMs(attempts, mostMs) };
}

/** `cut` says which channels HL cannot be reached on. */
export function stepHlLink(
  link: HlLink,
  now: number,
  cut: (channel: Channel) => boolean,
  mostMs: number,
): HlLink {
  return {
    ws: stepChannel(link.ws, now, !cut('ws'), mostMs),
    rest: stepChannel(link.rest, now, !cut('rest'), mostMs),
  };
}

/** Orders go to HL only over both. */
export const isUp = (link: HlLink): boolean => CHANNELS.every((channel) => link[channel].up);

/** The channel that is longest without contact, or undefined while both are up. */
export function lostChannel(link: HlLink): ChannelState | undefined {
  return CHANNELS.map((channel) => link[channel])
    .filter(({ up }) => !up)
    .sort((a, b) => (a.lostAt ?? 0) - (b.lostAt ?? 0))[0];
}
