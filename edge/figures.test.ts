// Rates and gauges over all instances.
import { expect, test } from 'vitest';
import { COUNTED_FOR_MS, createFigureSums, type FigureReport } from './figures.ts';

function report(instanceId: string, count: number, more: Partial<FigureReport> = {}): FigureReport {
  const figures = { counters: { orders_hl_total: count } };
  return { instanceId, startedAt: '2026-11-21T02:00:00Z', position: '1.1', leaving: false, figures, ...more };
}

test('rates are per second, summed over instances, each over its own span', () => {
  const sums = createFigureSums();
  sums.add(report('a', 100), 0);
  sums.add(report('b', 0), 500);
  expect(sums.sample(600)).toEqual({ rates: {}, gauges: {} });
  sums.add(report('a', 300), 2_000);
  sums.add(report('b', 50), 1_500);
  expect(sums.sample(2_000)?.rates).toEqual({ orders_hl_total: 150 });
});

test('a rate holds until the next report, and for two missed heartbeats', () => {
  const sums = createFigureSums();
  sums.add(report('a', 0), 0);
  sums.add(report('a', 200), 2_000);
  expect(sums.sample(2_000 + COUNTED_FOR_MS)?.rates).toEqual({ orders_hl_total: 100 });
  expect(sums.sample(2_001 + COUNTED_FOR_MS)).toBeUndefined();
});

test('a change of position separates the rate before it from the rate after it', () => {
  const sums = createFigureSums();
  sums.add(report('a', 0), 0);
  sums.add(report('a', 200), 2_000);
  sums.add(report('a', 210, { position: '1.2' }), 2_100);
  expect(sums.sample(2_100)?.rates).toEqual({ orders_hl_total: 100 });
  sums.add(report('a', 210, { position: '1.2' }), 4_000);
  expect(sums.sample(4_000)?.rates).toEqual({ orders_hl_total: 0 });
});

test('too short a span says nothing yet', () => {
  const sums = createFigureSums();
  sums.add(report('a', 0), 0);
  sums.add(report('a', 40), 100);
  expect(sums.sample(100)?.rates).toEqual({});
  sums.add(report('a', 100), 1_000);
  expect(sums.sample(1_000)?.rates).toEqual({ orders_hl_total: 100 });
});

test('a new life, or a counter that goes back, begins anew and never gives a negative rate', () => {
  const sums = createFigureSums();
  sums.add(report('a', 1_000), 0);
  sums.add(report('a', 10, { startedAt: '2026-11-21T03:00:00Z' }), 1_000);
  expect(sums.sample(1_000)?.rates).toEqual({});
  sums.add(report('a', 0, { startedAt: '2026-11-21T03:00:00Z' }), 2_000);
  expect(sums.sample(2_000)?.rates).toEqual({});
  sums.add(report('a', 5, { startedAt: '2026-11-21T03:00:00Z' }), 3_000);
  expect(sums.sample(3_000)?.rates).toEqual({ orders_hl_total: 5 });
});

test('an instance that leaves stops counting at once', () => {
  const sums = createFigureSums();
  sums.add(report('a', 0), 0);
  sums.add(report('a', 10), 1_000);
  sums.add(report('a', 20, { leaving: true }), 1_500);
  expect(sums.sample(1_500)).toBeUndefined();
});

test('a gauge is the newest value anybody reported', () => {
  const sums = createFigureSums();
  sums.add(report('a', 0, { figures: { gauges: { reserve_usd: 5, hl_latency_ms: 40 } } }), 0);
  sums.add(report('b', 0, { figures: { gauges: { reserve_usd: 7 } } }), 1_000);
  expect(sums.sample(1_000)?.gauges).toEqual({ reserve_usd: 7, hl_latency_ms: 40 });
  expect(sums.sample(COUNTED_FOR_MS + 500)?.gauges).toEqual({ reserve_usd: 7 });
});

test('names without end do not grow the sample', () => {
  const sums = createFigureSums();
  for (let i = 0; i < 500; i += 1) {
    sums.add(
      report('a', 0, { figures: { gauges: { [`g${i}`]: i }, counters: { [`c${i}_total`]: 0 } } }),
      i * 1_000,
    );
    sums.add(report(`b${i}`, 0, { figures: { counters: { [`c${i}_total`]: 0 } } }), 499_000);
    sums.add(report(`b${i}`, 0, { figures: { counters: { [`c${i}_total`]: 9 } } }), 500_000);
  }
  const sample = sums.sample(500_000);
  expect(Object.keys(sample?.rates ?? {}).length).toBeLessThanOrEqual(128);
  expect(Object.keys(sample?.gauges ?? {}).length).toBeLessThanOrEqual(128);
});
