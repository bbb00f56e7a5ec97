// One instance of the order gateway: decides orders by the switches, takes them with the latency and outcome of its version, counts them.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { COMPONENT_NAMES } from '#lib/catalog/releases.ts';
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';
import { type MarketState, type Order, type Routing, routeOrder } from '#lib/rules/venue/route-order.ts';
import type { Random } from '../models/random.ts';
import { CATALOGUE_DEFAULTS } from './switches.ts';

/** What is broken on purpose in a version. */
export interface VersionFault {
  /** Times its usual latency. */
  slowness: number;
  /** Of its requests, 0 to 1, that fail. */
  errors: number;
  /** Positions that do not match. */
  mismatches: number;
  /** Parts that are down. */
  down: readonly string[];
  /** Of its trades, 0 to 1, that are won. */
  winRate: number;
  /** It answers nothing any more. */
  halted: boolean;
  /** It takes orders and makes no trades. */
  noTrades: boolean;
}

export const WELL: VersionFault = {
  ...{ slowness: 1, errors: 0, mismatches: 0, down: [], winRate: 0.57, halted: false, noTrades: false },
};

/** Latency of a healthy version, ms: 8 to 12, so that its 99th percentile is near 12. */
const LATENCY_MS = { least: 8, most: 12 };
/** A millisecond apart where releases are told from one another, coarser above. */
const BUCKETS = [
  ...Array.from({ length: 36 }, (_, at) => (at + 5) / 1_000),
  ...[0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5],
];

/** About HL, which the router of the venue measures; here it is well. */
const CALM: MarketState = { volatilityPct: 0, hlLatencyMs: 20 };

export interface OrderOutcome extends Routing {
  /** False: the version failed. A refused order is none of its doing. */
  ok: boolean;
  latencyMs: number;
}

export class OrderGatewayInstance {
  readonly name: string;
  readonly #random: Random;
  readonly #values: () => SwitchReader;
  #version: string;
  #fault: VersionFault = WELL;
  #measures: ReturnType<typeof measuresOf>;

  constructor(
    name: string,
    version: string,
    random: Random,
    values: () => SwitchReader = () => CATALOGUE_DEFAULTS,
  ) {
    this.name = name;
    this.#random = random;
    this.#values = values;
    this.#version = version;
    this.#measures = measuresOf(version);
    this.breaks({});
  }

  get version(): string {
    return this.#version;
  }

  get fault(): VersionFault {
    return this.#fault;
  }

  get healthy(): boolean {
    return !this.#fault.halted && this.#fault.down.length === 0;
  }

  /** Another version in its place, in good order: what a deployment leaves. Counts begin anew, as with any restart. */
  deploy(version: string): void {
    this.#version = version;
    this.#measures = measuresOf(version);
    this.#fault = WELL;
    this.breaks({});
  }

  breaks(fault: Partial<VersionFault>): void {
    this.#fault = { ...this.#fault, ...fault };
    this.#measures.mismatches.set(this.#fault.mismatches);
    for (const component of COMPONENT_NAMES)
      this.#measures.components.set({ component }, this.#fault.down.includes(component) ? 0 : 1);
  }

  /**
   * Decides where an order goes, draws what becomes of it and counts it. The latency that is measured is the version's
   * own: a machine that is busy with other things is not taken for a slow release.
   */
  take(order: Order): OrderOutcome {
    const { route, because } = routeOrder(this.#values(), order, CALM);
    this.#measures.routed.inc({ route });
    if (route === 'refused') {
      this.#measures.requests.inc({ outcome: 'refused' });
      return { route, because, ok: true, latencyMs: 0 };
    }
    const { least, most } = LATENCY_MS;
    const latencyMs = (least + this.#random() * (most - least)) * this.#fault.slowness;
    const ok = this.#random() >= this.#fault.errors;
    this.#measures.requests.inc({ outcome: ok ? 'ok' : 'error' });
    this.#measures.latency.observe(latencyMs / 1_000);
    const result = !ok ? 'failed' : this.#random() < this.#fault.winRate ? 'won' : 'lost';
    if (!this.#fault.noTrades) this.#measures.trades.inc({ result });
    return { route, because, ok, latencyMs };
  }

  metrics(): Promise<string> {
    return this.#measures.registry.metrics();
  }
}

function measuresOf(version: string) {
  const registry = new Registry();
  const registers = [registry];
  const name = (what: string) => `order_gateway_${what}`;
  const requests = new Counter({
    ...{ name: name('requests_total'), help: 'Orders by outcome.', labelNames: ['outcome'], registers },
  });
  const routed = new Counter({
    ...{ name: name('orders_routed_total'), help: 'Orders by where the switches let them go.' },
    ...{ labelNames: ['route'], registers },
  });
  const trades = new Counter({
    ...{ name: name('trades_total'), help: 'Trades by result.', labelNames: ['result'], registers },
  });
  const latency = new Histogram({
    ...{ name: name('latency_seconds'), help: 'From an order to its answer.', buckets: BUCKETS, registers },
  });
  const mismatches = new Gauge({
    ...{ name: name('position_mismatches'), help: 'Positions that do not match.', registers },
  });
  const components = new Gauge({
    ...{ name: name('component_up'), help: '1 while this part works.', labelNames: ['component'], registers },
  });
  const build = new Gauge({
    ...{ name: name('build_info'), help: 'Which version this is.', labelNames: ['version'], registers },
  });
  const started = new Gauge({
    ...{ name: name('started_seconds'), help: 'When it started, seconds since 1970.', registers },
  });
  build.set({ version }, 1);
  started.set(Date.now() / 1_000);
  // A count that was never seen at zero has no increase: what happens before the first scrape would be lost.
  for (const outcome of ['ok', 'error', 'refused']) requests.inc({ outcome }, 0);
  for (const route of ['internal', 'hl', 'refused']) routed.inc({ route }, 0);
  for (const result of ['won', 'lost', 'failed']) trades.inc({ result }, 0);
  return { registry, requests, routed, trades, latency, mismatches, components };
}
