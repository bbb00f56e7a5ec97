// The venue's own figures for Prometheus, venue_*: what the rules of the alerts ask for, and how failures are detected.
import { Counter, Gauge, type Registry } from 'prom-client';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { FAULT_NAMES } from '../faults.ts';
import type { CanaryTerms } from '../models/canary-terms.ts';
import { largestDeviation } from '../models/deviation.ts';
import { CHANNELS } from '../models/hl-link.ts';
import { drawdownOf } from '../models/loss-watch.ts';
import { MARGIN_ACCOUNTS, marginRatio } from '../models/margin.ts';
import type { Outbox } from '../outbox.ts';
import type { Venue } from '../venue.ts';

const QUALITY_FIGURES: Readonly<Record<string, string>> = {
  api_available: '1 while the API answers.',
  hl_receipt_deviation_bp: 'Largest difference of a receipt from its fill lately, basis points.',
  hedge_price_deviation_pct: 'Largest difference of the price of a hedge from the market, percent.',
  pnl_error_pct: 'Difference of the ledger from the book, percent of the reserve.',
  pnl_against_hl_error_pct: 'Difference of the book from the same at prices of HL, percent of the reserve.',
  reserve_usd: 'Risk reserve, USD.',
  asset_loss_usd: 'What users are owed beyond what is held, USD.',
  demo_running_seconds: 'How long the demo bot has been running.',
  demo_stream_up: '1 while the demo bot has its stream.',
  canary_positions: 'Open positions of the canary.',
  canary_stream_down_seconds: 'How long the canary has been without its stream.',
  canary_twin_age_gap_seconds: 'Difference in age of the canary and the demo that began with it.',
};

export function addVenueMetrics(registry: Registry, venue: Venue, outbox: Outbox | undefined): void {
  const registers = [registry];
  for (const measure of Object.values(venue.measures)) registry.registerMetric(measure);
  for (const measure of Object.values(venue.quality.measures)) registry.registerMetric(measure);

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `venue_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }

  /** A value for each of `of`, under this label. */
  function gauges<Of extends string>(
    name: string,
    help: string,
    label: string,
    of: readonly Of[],
    read: (one: Of) => number,
  ): void {
    new Gauge({
      name: `venue_${name}`,
      help,
      labelNames: [label],
      registers,
      collect() {
        for (const one of of) this.set({ [label]: one }, read(one));
      },
    });
  }

  function total(name: string, help: string, read: () => number): void {
    new Counter({
      name: `venue_${name}_total`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }

  const state = () => venue.state();
  const seconds = (ms: number | null) => (ms ?? 0) / 1_000;

  gauges('hl_up', '1 while HL is connected.', 'channel', CHANNELS, (channel) =>
    Number(state().hl[channel].up),
  );
  gauges(
    'hl_reconnect_attempts',
    'Tries to reconnect since the connection was lost, 0 while it is up.',
    'channel',
    CHANNELS,
    (channel) => state().hl[channel].attempts,
  );
  gauges(
    'hl_next_attempt_timestamp_seconds',
    'When HL is tried again, 0 while it is connected.',
    'channel',
    CHANNELS,
    (channel) => seconds(state().hl[channel].nextTryAt),
  );
  gauges(
    'hl_lost_timestamp_seconds',
    'When the connection was lost, 0 while it is up.',
    'channel',
    CHANNELS,
    (channel) => seconds(state().hl[channel].lostAt),
  );
  total('hl_reconnects', 'How often a lost connection to HL came back.', () =>
    CHANNELS.reduce((sum, channel) => sum + state().hl[channel].reconnects, 0),
  );
  gauges(
    'margin_ratio',
    'Equity over the margin that is needed; 1 is liquidation.',
    'account',
    MARGIN_ACCOUNTS,
    (account) => marginRatio(state().margin, account),
  );
  gauge('liquidation_healthy', '1 when the last health check found the liquidation engine detecting.', () =>
    Number(state().liquidation.healthy),
  );
  gauge('liquidation_last_check_timestamp_seconds', 'When the liquidation engine was last looked at.', () =>
    seconds(state().liquidation.checkedAt),
  );
  gauge(
    'accounts_under_margin',
    'Accounts under margin that nobody has closed yet.',
    () => state().liquidation.waiting,
  );
  gauge('hot_wallet_available_usd', 'Available in the hot wallet.', () => state().wallet.hotUsd);
  gauges(
    'order_deviation_ratio',
    'Largest share by which an order was filled away from the reference price, over the last 10 to 20 seconds.',
    'symbol',
    SYMBOLS,
    (symbol) => largestDeviation(state().deviations, symbol),
  );
  gauge(
    'asset_mismatch_ratio',
    "Difference between users' assets and what is held, at the last reconciliation.",
    () => state().reconciliation.mismatch,
  );
  gauge('reconciliation_timestamp_seconds', "When users' assets were last compared.", () =>
    seconds(state().reconciliation.at),
  );
  gauge('pnl_usd', 'Profit and loss since midnight UTC.', () => state().book.dailyPnl);
  gauge('drawdown_ratio', 'Share of the highest equity that is lost.', () =>
    drawdownOf(state().lossWatch, state().book.reserve),
  );
  gauge('circuit_breaker_tripped', '1 while the circuit breaker halts new orders.', () =>
    Number(state().accounts.breaker.state !== 'clear'),
  );
  gauge('database_up', "1 while the exchange's database answers.", () => Number(state().database.up));
  gauges(
    'stream_last_message_timestamp_seconds',
    'When the stream last brought something.',
    'stream',
    ['market-data'],
    () => seconds(state().streamAt),
  );
  for (const [name, help] of Object.entries(QUALITY_FIGURES))
    gauge(name, help, () => venue.quality.figures(state(), Date.now())[name] ?? Number.NaN);
  gauge('canary_active', '1 while a canary runs.', () => Number(state().canary !== null));
  gauge('canary_pnl_usd', 'Profit and loss of the running canary.', () => state().canary?.pnlUsd ?? 0);
  const term = (name: string, help: string, read: (terms: CanaryTerms) => number) =>
    gauge(`canary_${name}`, help, () => read(state().canaryTerms));
  term('max_loss_usd', 'Loss at which a canary ends, USD.', (terms) => terms.maxLossUsd);
  term(
    'max_error_pct',
    'Share of failed requests at which a canary ends, percent.',
    (terms) => terms.maxErrorPct,
  );
  term('max_p95_seconds', 'Latency, P95, at which a canary ends.', (terms) => terms.maxP95Ms / 1_000);
  term(
    'max_stream_down_seconds',
    'How long a canary may be without its stream.',
    (terms) => terms.maxStreamDownS,
  );
  gauge('canary_stream_up', '1 unless the running canary has lost its WebSocket.', () =>
    Number(state().canary?.streamUp ?? true),
  );
  gauges(
    'fault_active',
    '1 while the venue is broken on purpose in this way.',
    'fault',
    FAULT_NAMES,
    (name) => Number(venue.faults.isOn(name)),
  );
  if (!outbox) return;
  gauge('pushes_waiting', 'Pushed alerts that the intake has not taken yet.', outbox.waiting);
  total('pushes_taken', 'Pushed alerts that the intake has taken.', () => outbox.counts.taken);
  total('push_tries', 'Tries to push an alert.', () => outbox.counts.tries);
  total('pushes_refused', 'Pushed alerts that the intake refused for good.', () => outbox.counts.refused);
}
