// Sums what the instances count and measure into one sample a second.
import type { FigureSample, Figures } from '#lib/contract/edge.ts';
import { HEARTBEAT_MS } from '#lib/contract/edge.ts';

export interface FigureReport {
  instanceId: string;
  /** Tells one life of the instance from the next: counters begin anew. */
  startedAt: string;
  /** A report at another position than the one before separates what came before a change from what comes after. */
  position: string;
  leaving: boolean;
  figures: Figures;
}

export interface FigureSums {
  /** Takes in one report, heard at monotonic ms. */
  add(report: FigureReport, heardAt: number): void;
  /** Rates of all instances together and the newest gauges; undefined while no instance reports figures. */
  sample(now: number): FigureSample | undefined;
}

/** An instance that moved to another edge, or fell silent, stops counting here after two missed heartbeats. */
export const COUNTED_FOR_MS = 2.5 * HEARTBEAT_MS;
/** Rates over less than this say more about chance than about the rate. */
const SHORTEST_SPAN_MS = 400;
/** Whatever instances send, a sample and the memory behind it stay small. */
const MAX_INSTANCES = 20_000;
const MAX_NAMES = 128;

interface Counting {
  startedAt: string;
  position: string;
  heardAt: number;
  /** Where the span began over which the next rates are taken. */
  from: number;
  counters: Readonly<Record<string, number>>;
  rates: Readonly<Record<string, number>>;
}

export function createFigureSums(): FigureSums {
  const instances = new Map<string, Counting>();
  const gauges = new Map<string, { value: number; heardAt: number }>();

  function begin(report: FigureReport, heardAt: number, rates: Counting['rates']): void {
    const { startedAt, position } = report;
    const counters = report.figures.counters ?? {};
    instances.set(report.instanceId, { startedAt, position, heardAt, from: heardAt, counters, rates });
  }

  return {
    add(report, heardAt) {
      for (const [name, value] of Object.entries(report.figures.gauges ?? {})) {
        if (gauges.size < MAX_NAMES || gauges.has(name)) gauges.set(name, { value, heardAt });
      }
      const before = instances.get(report.instanceId);
      if (!before && instances.size >= MAX_INSTANCES) return;
      if (report.leaving) instances.delete(report.instanceId);
      else if (!before || before.startedAt !== report.startedAt) begin(report, heardAt, {});
      else {
        before.heardAt = heardAt;
        const span = heardAt - before.from;
        if (span >= SHORTEST_SPAN_MS)
          begin(report, heardAt, ratesOver(before.counters, report.figures, span));
        else if (before.position !== report.position) begin(report, heardAt, before.rates);
      }
    },
    sample(now) {
      for (const [id, instance] of instances) {
        if (now - instance.heardAt > COUNTED_FOR_MS) instances.delete(id);
      }
      for (const [name, gauge] of gauges) {
        if (now - gauge.heardAt > COUNTED_FOR_MS) gauges.delete(name);
      }
      if (instances.size === 0) return undefined;
      const rates = sumOfRates(instances.values());
      return { rates, gauges: Object.fromEntries([...gauges].map(([name, gauge]) => [name, gauge.value])) };
    },
  };
}

function sumOfRates(instances: Iterable<Counting>): Record<string, number> {
  const sums = new Map<string, number>();
  for (const instance of instances) {
    for (const [name, rate] of Object.entries(instance.rates)) {
      if (sums.size < MAX_NAMES || sums.has(name)) sums.set(name, (sums.get(name) ?? 0) + rate);
    }
  }
  return Object.fromEntries([...sums].map(([name, sum]) => [name, Math.round(sum * 1000) / 1000]));
}

/** Per second. A counter that is new, or went back, has no rate yet. */
function ratesOver(
  from: Readonly<Record<string, number>>,
  to: Figures,
  spanMs: number,
): Record<string, number> {
  const rates: Record<string, number> = {};
  for (const [name, value] of Object.entries(to.counters ?? {})) {
    const before = from[name];
    if (before !== undefined && value >= before) rates[name] = ((value - before) * 1000) / spanMs;
  }
  return rates;
}
