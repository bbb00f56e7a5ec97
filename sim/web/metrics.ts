// What Prometheus reads from the venue; every figure is taken at the moment of the scrape.
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { netExposure } from '../models/book.ts';
import type { Outbox } from '../outbox.ts';
import type { Venue } from '../venue.ts';
import { addVenueMetrics } from './venue-metrics.ts';

export function createMetrics(venue: Venue, fleet: Fleet, outbox?: Outbox): Registry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  // Sums of gauges that are named like counters: Prometheus's own checks refuse them.
  for (const what of ['handles', 'requests', 'resources'])
    registry.removeSingleMetric(`nodejs_active_${what}_total`);

  /** A counter whose values are counted elsewhere, by `a b` keys. */
  function counts(
    name: string,
    help: string,
    labelNames: readonly [string, string],
    read: () => ReadonlyMap<string, number>,
  ): void {
    const [first, second] = labelNames;
    new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        this.reset();
        for (const [key, count] of read()) {
          const cut = key.indexOf(' ');
          this.inc({ [first]: key.slice(0, cut), [second]: key.slice(cut + 1) }, count);
        }
      },
    });
  }

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }

  counts(
    'bulkhead_sim_orders_total',
    'Orders by route and symbol',
    ['route', 'symbol'],
    () => venue.desk.orders,
  );
  counts(
    'bulkhead_sim_decisions_total',
    'Orders by route and the switch that decided',
    ['route', 'because'],
    () => venue.desk.decisions,
  );
  gauge(
    'bulkhead_sim_hl_latency_seconds',
    'How fast HL answers',
    () => venue.state().market.hlLatencyMs / 1_000,
  );
  gauge('bulkhead_sim_volatility_pct', 'Volatility, percent a day', () => venue.state().market.volatilityPct);
  gauge('bulkhead_sim_reserve_usd', 'Risk reserve', () => venue.state().book.reserve);
  gauge(
    'bulkhead_sim_daily_pnl_usd',
    'Profit and loss since midnight UTC',
    () => venue.state().book.dailyPnl,
  );
  gauge('bulkhead_sim_hot_wallet_usd', 'Available in the hot wallet', () => venue.state().wallet.hotUsd);
  gauge(
    'bulkhead_sim_withdrawals_waiting_usd',
    'Withdrawals held by a switch',
    () => venue.state().wallet.waitingUsd,
  );
  gauge(
    'bulkhead_sim_hedges_logged',
    'Hedge instructions written down instead of carried out',
    () => venue.state().book.hedgesLogged,
  );

  new Gauge({
    name: 'bulkhead_sim_net_exposure_usd',
    help: 'Internal positions and their hedge together; positive is long',
    labelNames: ['symbol'],
    registers,
    collect() {
      for (const symbol of SYMBOLS) this.set({ symbol }, netExposure(venue.state().book, symbol));
    },
  });
  const perInstance = { labelNames: ['instance'], registers };
  new Gauge({
    name: 'bulkhead_sim_instance_epoch',
    help: 'Epoch of the values the instance holds, 0 without any',
    ...perInstance,
    collect() {
      for (const { id, bulkhead } of fleet.instances) this.set({ instance: id }, bulkhead.status().epoch);
    },
  });
  new Gauge({
    name: 'bulkhead_sim_instance_revision',
    help: 'Revision of the values the instance holds',
    ...perInstance,
    collect() {
      for (const { id, bulkhead } of fleet.instances) this.set({ instance: id }, bulkhead.status().revision);
    },
  });
  new Gauge({
    name: 'bulkhead_sim_instance_mode',
    help: '1 for the mode the instance is in',
    labelNames: ['instance', 'mode'],
    registers,
    collect() {
      this.reset();
      for (const { id, bulkhead } of fleet.instances) this.set({ instance: id, mode: bulkhead.mode() }, 1);
    },
  });
  addVenueMetrics(registry, venue, outbox);
  return registry;
}
