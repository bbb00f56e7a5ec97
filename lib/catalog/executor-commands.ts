// Commands to the platform's executors: orders to do something once, unlike a switch, which holds a value.

export interface ExecutorCommandDefinition {
  label: string;
  /** Completes "... asks every executor to". */
  sentence: string;
  /** The progress it reports counts these. */
  counts: string;
  /** What it is about besides the whole platform. */
  about?: 'position' | 'breaker';
  /** It leads back to trading, or takes a protection away: never on a stale picture, and with a reason of one's own. */
  raises?: true;
}

export const EXECUTOR_COMMANDS = {
  cancel_all_orders: {
    label: 'Cancel all open orders',
    sentence: 'cancel every open order',
    counts: 'orders cancelled',
  },
  close_all_positions: {
    label: 'Close all positions at market',
    sentence: 'close every open position at market',
    counts: 'positions closed',
  },
  close_position: {
    label: 'Close one position at market',
    sentence: 'close one position at market',
    counts: 'positions closed',
    about: 'position',
  },
  disconnect: {
    label: 'Disconnect from the exchange',
    sentence: 'disconnect from the exchange',
    counts: 'connections closed',
  },
  reconnect: {
    label: 'Connect to the exchange again',
    sentence: 'connect to the exchange again',
    counts: 'connections opened',
    raises: true,
  },
  reset_breaker: {
    label: 'Reset a circuit breaker',
    sentence: 'reset one circuit breaker',
    counts: 'breakers reset',
    about: 'breaker',
    raises: true,
  },
  resume_trading: {
    label: 'Resume trading',
    sentence: 'resume trading after a reset breaker',
    counts: 'engines resumed',
    about: 'breaker',
    raises: true,
  },
} as const satisfies Record<string, ExecutorCommandDefinition>;

export type ExecutorCommandName = keyof typeof EXECUTOR_COMMANDS;

/** Those that only take exposure away: operations may send them too. */
export const COMMANDS_FOR_OPERATIONS: ReadonlySet<ExecutorCommandName> = new Set([
  'cancel_all_orders',
  'close_all_positions',
  'close_position',
]);

/** Those that lead back to trading: held while an emergency stop is open. */
export const COMMANDS_HELD_BY_STOP: ReadonlySet<ExecutorCommandName> = new Set([
  'reconnect',
  'resume_trading',
]);
