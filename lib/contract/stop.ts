// What the emergency stop does (manual 2, part 8), as an edge has to know it that has no database to ask.
import { createHash } from 'node:crypto';

/** The values it sets. */
export const STOP_VALUES = {
  trading_enabled: false,
  new_orders_enabled: false,
  strategies_enabled: false,
  global_betting_enabled: false,
  routing_mode: 'HL_MODE',
} as const;

/** The commands it sends to every executor, carried out in this order. */
export const STOP_COMMANDS = ['cancel_all_orders', 'close_all_positions', 'disconnect'] as const;

/** A command that no executor began by then is not begun any more. */
export const COMMAND_EXPIRES_MINUTES = 60;

/** Id of a stop's command: the same at every edge and in the database, so that it is carried out once. */
export function stopCommandId(stopId: string, command: string): string {
  const hex = createHash('sha256').update(`${stopId} ${command}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
