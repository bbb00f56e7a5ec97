// What the emergency stop does (manual 2, part 8), as an edge has to know it that has no database to ask.

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
