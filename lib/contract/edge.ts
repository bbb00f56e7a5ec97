// Bodies and events spoken between the edge and the instances that read switches; depends on nothing else.
import type { Snapshot, SwitchEntry } from './snapshot.ts';
import type { WireValue } from './values.ts';

/** `GET /config/switch/{name}?symbol=`. `symbol` is present when the caller asked for one. */
export interface SwitchBody {
  name: string;
  value: WireValue;
  symbol?: string;
  epoch: number;
  revision: number;
}

/** `GET /config/switches` and the SSE event `snapshot`. */
export type SnapshotBody = Snapshot;

/** The SSE event `change`: only the switches that changed since the event before it, each entry whole. */
export interface ChangeEvent {
  epoch: number;
  revision: number;
  publishedAt: string;
  switches: Readonly<Record<string, SwitchEntry>>;
}

/** The SSE event `heartbeat`, every HEARTBEAT_MS: the edge's clock and where it stands. */
export interface HeartbeatEvent {
  epoch: number;
  revision: number;
  at: string;
  /** Age in ms of the edge's last successful look at the database; grows while the database is away. */
  dataAgeMs: number;
}

/**
 * What an instance measures about itself: counters (only ever grow while it runs) and gauges, at most
 * MAX_FIGURES names each. Known names are in FIGURES. Money gauges are USD numbers for charts, never for accounting.
 */
export interface Figures {
  counters?: Readonly<Record<string, number>>;
  gauges?: Readonly<Record<string, number>>;
}

/** `POST /config/instances/{id}/applied`: receipt and heartbeat in one. Answer 202 `{ epoch, revision }` of the edge. */
export interface AppliedReport {
  service: string;
  version?: string;
  /** ISO 8601 UTC start of the process: a new start is a new life of the instance. */
  startedAt: string;
  /** Where the instance stands; 0.0 when it has no snapshot. */
  epoch: number;
  revision: number;
  /** `live`: fed by the edge. `holding`: no contact, last values kept. `fallen`: no contact for so long that some switches hold their safe value. `empty`: never had a snapshot. */
  mode: InstanceMode;
  /** Switches that now hold their safe value because contact is lost (mode `fallen`). */
  fallen?: readonly string[];
  /** True in the last report of an orderly stop: the instance is no longer expected to apply changes. */
  leaving?: boolean;
  /** Id of the emergency stop whose latch lies over the values of this instance. */
  latch?: string;
  figures?: Figures;
}

export type InstanceMode = 'live' | 'holding' | 'fallen' | 'empty';

/** Every instance reports this often (product.md section 2). */
export const HEARTBEAT_MS = 2_000;
/** An instance not heard for this long is silent. */
export const SILENT_AFTER_MS = 6_000;
export const MAX_FIGURES = 32;

/** Scope an API key needs for every read and report on the edge. */
export const EDGE_SCOPE = 'switches:read';

/** Figures the console draws. Counters end in `_total`; the console shows their rate per second over all instances. */
export const FIGURES = {
  ordersInternal: 'orders_internal_total',
  ordersHl: 'orders_hl_total',
  ordersRefused: 'orders_refused_total',
  netExposureBtc: 'net_exposure_btc_usd',
  netExposureEth: 'net_exposure_eth_usd',
  reserve: 'reserve_usd',
  dailyPnl: 'daily_pnl_usd',
  hlLatency: 'hl_latency_ms',
  volatility: 'volatility_pct',
  hotWallet: 'hot_wallet_usd',
  // Failure detection (manual 1): 1 is up or healthy; ratios and shares are not percent; ages and waits are seconds.
  hlUp: 'hl_up',
  hlTries: 'hl_reconnect_attempts',
  hlNextTry: 'hl_next_attempt_in_seconds',
  hlMargin: 'hl_margin_ratio',
  hedgeMargin: 'hedge_margin_ratio',
  liquidationHealthy: 'liquidation_healthy',
  liquidationCheckAge: 'liquidation_check_age_seconds',
  accountsUnderMargin: 'accounts_under_margin',
  assetMismatch: 'asset_mismatch_ratio',
  reconciliationAge: 'reconciliation_age_seconds',
  streamAge: 'stream_age_seconds',
  largestDeviation: 'order_deviation_ratio',
  drawdown: 'drawdown_ratio',
  databaseUp: 'exchange_database_up',
} as const;

/**
 * One row of summed figures from an edge: `rates` per second by counter name over the sample's span
 * (sum over its instances), `gauges` the latest value of each gauge.
 */
export interface FigureSample {
  rates: Readonly<Record<string, number>>;
  gauges: Readonly<Record<string, number>>;
}
