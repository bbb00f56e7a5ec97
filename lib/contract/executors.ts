// What edges and the platform's executors say to each other: commands one way, reports the other; depends on nothing else.

/** Scope a key needs to receive commands and report. */
export const EXECUTOR_SCOPE = 'executors:act';

/** Executors report this often, and at once when something changes. */
export const EXECUTOR_REPORT_MS = 2_000;
/** An executor not heard for this long is silent. */
export const EXECUTOR_SILENT_MS = 6_000;

/** The SSE event `command` of `GET /config/commands/{id}`. Its event id is the command's id. */
export interface CommandEvent {
  id: string;
  /** A name of lib/catalog/executor-commands.ts. */
  command: string;
  /** The position's symbol or the breaker's name, where the command is about one. */
  argument?: string;
  reason: string;
  issuedAt: string;
  /** Not begun after this. */
  expiresAt: string;
}

/** What an executor has made of a command. `done` and `failed` are the last word. */
export interface CommandProgress {
  id: string;
  state: 'acknowledged' | 'running' | 'done' | 'failed';
  /** So many of `total`: orders cancelled, positions closed. */
  done: number;
  total: number;
  note?: string;
}

/** Amounts are decimal text: USD, and the instrument's own unit for `size`. */
export interface PositionReport {
  symbol: string;
  side: 'long' | 'short';
  size: string;
  notionalUsd: string;
  entryPrice: string;
  unrealisedPnlUsd: string;
}

/** `tripped` halts trading; `reset` is validated and waits for trading to be resumed. */
export interface BreakerReport {
  name: string;
  state: 'clear' | 'tripped' | 'reset';
  reason?: string;
  trippedAt?: string;
}

/**
 * `POST /config/executors/{id}/report`: the whole state of one executor, so that only the newest report counts. Answer
 * 202 `{}`. `commands` holds what it has made of every command it knows and that is not older than a day.
 */
export interface ExecutorReport {
  startedAt: string;
  /** Whether it is connected to the exchange. */
  connected: boolean;
  openOrders: number;
  commands: readonly CommandProgress[];
  positions: readonly PositionReport[];
  breakers: readonly BreakerReport[];
  /** True in the last report of an orderly stop. */
  leaving?: boolean;
}
