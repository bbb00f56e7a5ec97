// Points, scale, markers and labels of the orders chart.
import { describe, expect, it } from 'vitest';
import type { ChangeSetView } from '#lib/contract/console.ts';
import { FIGURES } from '#lib/contract/edge.ts';
import {
  markersIn,
  niceTop,
  ordersPoints,
  ordersSummary,
  rateWords,
  spreadLabels,
  timeTicks,
} from './orders-series.ts';

const AT = '2026-03-19T03:12:00Z';

describe('orders', () => {
  it('come from the counters and leave other samples out', () => {
    const points = ordersPoints({
      nextBefore: null,
      items: [
        { at: AT, rates: { [FIGURES.ordersInternal]: 40, [FIGURES.ordersHl]: 60 }, gauges: {} },
        { at: AT, rates: {}, gauges: { [FIGURES.reserve]: 1 } },
      ],
    });
    expect(points).toEqual([{ t: Date.parse(AT), internal: 40, hl: 60, refused: 0 }]);
    expect(ordersSummary(points[0])).toEqual({ total: '100', share: '40% internal' });
    expect(ordersSummary({ t: 0, internal: 0, hl: 0, refused: 0 })).toEqual({
      total: '0',
      share: '0% internal',
    });
    expect(ordersSummary(undefined)).toBeNull();
  });

  it.each([
    [[], 10],
    [[3], 10],
    [[101], 150],
    [[480], 500],
    [[5_001], 6_000],
  ])('scale of %j tops at %d', (values, top) => expect(niceTop(values)).toBe(top));

  it('writes rates short', () => {
    expect(rateWords(4_980.2)).toBe('4,980');
    expect(rateWords(0.52)).toBe('0.5');
    expect(rateWords(0)).toBe('0');
  });

  it('marks the changes inside the span', () => {
    const set = (id: string, at: string) => ({ id, at }) as ChangeSetView;
    const from = Date.parse('2026-03-19T03:00:00Z');
    const found = markersIn(
      [
        set('b', '2026-03-19T03:10:00Z'),
        set('a', '2026-03-19T03:05:00Z'),
        set('old', '2026-03-18T00:00:00Z'),
      ],
      from,
      from + 900_000,
    );
    expect(found.map((marker) => marker.changeSet.id)).toEqual(['a', 'b']);
  });
});

describe('labels', () => {
  it('stay where they are when there is room', () =>
    expect(spreadLabels([10, 60, 100], 14, 120)).toEqual([10, 60, 100]));
  it('move apart, keeping their order', () =>
    expect(spreadLabels([60, 58, 100], 14, 120)).toEqual([72, 58, 100]));
  it('stay inside', () => expect(spreadLabels([119, 120, 120], 14, 120)).toEqual([92, 106, 120]));
});

it('finds round times', () => {
  const from = Date.parse('2026-03-19T03:10:07Z');
  expect(timeTicks(from, from + 60_000).map((t) => new Date(t).toISOString().slice(14, 19))).toEqual([
    '10:15',
    '10:30',
    '10:45',
    '11:00',
  ]);
});
