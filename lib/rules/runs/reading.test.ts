// Readings in words: units, capabilities with their causes, and "unknown" where nobody reports.
import { expect, it } from 'vitest';
import type { Reading } from '#lib/catalog/decision-types.ts';
import { capabilities, unknownCapabilities } from '#lib/rules/changes/capabilities.ts';
import { defaultMatrix } from '#lib/rules/changes/matrix.ts';
import { readingsOf, type VenueFacts } from './reading.ts';

const matrix = { ...defaultMatrix(), new_orders_enabled: { value: false } };
const facts: VenueFacts = {
  matrix,
  figures: {
    rates: { orders_internal_total: 12.34 },
    gauges: { reserve_usd: 612_400.4, daily_pnl_usd: -1_284.6, hl_latency_ms: 38.25, volatility_pct: 1.456 },
  },
  capabilities: capabilities(matrix),
  instances: { expected: 14, inStep: 13, silent: ['router-03'] },
  brokenSeq: null,
  verifiedSeq: 1200,
  executors: { positions: 5, breakers: 0, silent: ['executor-2'] },
};

function readingOf(reading: Reading, of: VenueFacts = facts) {
  return readingsOf([reading], of)[0];
}
const figure = (name: string, unit: 'USD' | 'ms' | '%' | 'per second'): Reading => ({
  kind: 'figure',
  name,
  label: 'L',
  unit,
});

it.each([
  [figure('reserve_usd', 'USD'), '$612,400'],
  [figure('daily_pnl_usd', 'USD'), '-$1,285'],
  [figure('hl_latency_ms', 'ms'), '38.3 ms'],
  [figure('volatility_pct', '%'), '1.46%'],
  [figure('orders_internal_total', 'per second'), '12.3 a second'],
  [figure('nobody_reports_this', 'ms'), null],
  [{ kind: 'switch', name: 'hl_routing_paused_symbols' } as const, 'none'],
  [{ kind: 'switch', name: 'new_orders_enabled' } as const, 'false'],
  [{ kind: 'positions' } as const, '5'],
  [{ kind: 'breakers' } as const, '0'],
  [{ kind: 'integrity' } as const, 'Verified to entry 1200'],
])('%j reads %s', (reading, value) => {
  expect(readingOf(reading)?.value).toBe(value);
});

it('says why a capability is not on, and names silent instances', () => {
  expect(readingOf({ kind: 'capability', name: 'open_hl' })).toEqual({
    label: 'Open on HL',
    value: 'Off',
    note: 'New orders are paused',
  });
  expect(readingOf({ kind: 'instances' })).toEqual({
    label: 'Instances in step',
    value: '13 of 14',
    note: 'Silent: router-03',
  });
  expect(readingOf({ kind: 'positions' })?.note).toBe('Silent: executor-2');
});

it('takes nothing for granted where nobody reports', () => {
  const silent: VenueFacts = {
    ...facts,
    figures: null,
    capabilities: unknownCapabilities('Every instance is silent'),
    instances: { expected: 0, inStep: 0, silent: [] },
    brokenSeq: 77,
    verifiedSeq: 0,
    executors: { positions: null, breakers: null, silent: [] },
  };
  expect(readingOf(figure('reserve_usd', 'USD'), silent)?.value).toBeNull();
  expect(readingOf({ kind: 'capability', name: 'close' }, silent)?.value).toBeNull();
  for (const kind of ['instances', 'positions', 'breakers'] as const)
    expect(readingOf({ kind }, silent)?.value, kind).toBeNull();
  expect(readingOf({ kind: 'integrity' }, silent)?.value).toBe('Broken at entry 77');
});
