// How the venue finds its own failures and comes back (manual 1, "Failure Detection & Auto-Recovery").

export const FAILURE_DETECTION = {
  /** The liquidation engine is asked whether it detects. */
  liquidationCheckSeconds: 30,
  /** What users own is compared with what is held. */
  reconciliationSeconds: 300,
  /** HL is tried again after one second, then after twice as long each time. */
  firstReconnectSeconds: 1,
  mostReconnectSeconds: 300,
} as const;

/** Drawdown from the highest equity at which the circuit breaker trips (manual 3). */
export const BREAKER_DRAWDOWN = 0.03;
