// What reads give: held values, safe values, and never a value of the wrong form.

import { describe, expect, it } from 'vitest';
import { MATRIX } from '#lib/contract/matrix.generated.ts';
import { type Snapshot, valueFor } from '#lib/contract/snapshot.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { changedNames, DEADLINES, effectiveValues } from './values.ts';

const SAFE = Object.entries(MATRIX).map(([name, facts]) => [name, facts.safe] as const);

function held(values: Record<string, WireValue>): Snapshot {
  const all = Object.fromEntries(SAFE.map(([name, value]) => [name, { value }]));
  const given = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
  return { epoch: 1, revision: 7, publishedAt: '2026-01-01T00:00:00.000Z', switches: { ...all, ...given } };
}

describe('nothing held', () => {
  it.each(SAFE)('%s reads as its safe value', (name, safe) => {
    expect(valueFor(effectiveValues(undefined, []).snapshot, name)).toEqual(safe);
  });

  it('stands at 0.0 and calls nothing unusable', () => {
    expect(effectiveValues(undefined, [])).toMatchObject({
      snapshot: { epoch: 0, revision: 0 },
      unusable: [],
    });
  });
});

describe('held values', () => {
  it('are read, with the override of a symbol', () => {
    const snapshot = held({ routing_mode: 'NORMAL_MODE', global_betting_enabled: true });
    const normal_threshold = { value: '10000', overrides: { BTC: '5000' } };
    const effective = effectiveValues(
      { ...snapshot, switches: { ...snapshot.switches, normal_threshold } },
      [],
    );
    expect(effective.unusable).toEqual([]);
    expect(valueFor(effective.snapshot, 'routing_mode')).toBe('NORMAL_MODE');
    expect(valueFor(effective.snapshot, 'normal_threshold', 'BTC')).toBe('5000');
    expect(valueFor(effective.snapshot, 'normal_threshold', 'ETH')).toBe('10000');
  });

  it('give way to the safe value, overrides too, where a switch has fallen', () => {
    const snapshot = held({ routing_mode: 'BETTING_MODE' });
    const normal_threshold = { value: '10000', overrides: { BTC: '5000' } };
    const effective = effectiveValues({ ...snapshot, switches: { ...snapshot.switches, normal_threshold } }, [
      'routing_mode',
      'normal_threshold',
    ]);
    expect(valueFor(effective.snapshot, 'routing_mode')).toBe('HL_MODE');
    expect(valueFor(effective.snapshot, 'normal_threshold', 'BTC')).toBe('0');
    expect(effective.snapshot.revision).toBe(7);
  });

  it('keep "no limit" where money is off', () => {
    expect(
      valueFor(effectiveValues(held({ daily_net_loss_limit: null }), []).snapshot, 'daily_net_loss_limit'),
    ).toBeNull();
  });

  it.each<[string, WireValue]>([
    ['global_betting_enabled', 'true'],
    ['global_betting_enabled', 1],
    ['routing_mode', true],
    ['routing_mode', 'FUTURE_MODE'],
    ['normal_threshold', null],
    ['normal_threshold', 5000],
    ['normal_threshold', '1e9'],
    ['normal_threshold', '-1'],
    ['normal_threshold', ''],
    ['hedge_max_leverage', '3'],
    ['hedge_max_leverage', Number.NaN],
    ['force_hl_latency_ms', 0.5],
    ['per_symbol_betting', 'BTC'],
  ])('of the wrong form are not used: %s = %j', (name, value) => {
    const effective = effectiveValues(held({ [name]: value }), []);
    expect(effective.unusable).toEqual([name]);
    expect(valueFor(effective.snapshot, name)).toEqual(MATRIX[name as keyof typeof MATRIX].safe);
  });

  it('that lack a switch read it as its safe value', () => {
    const { switches, ...position } = held({});
    const { trading_enabled: _gone, ...others } = switches;
    const effective = effectiveValues({ ...position, switches: others }, []);
    expect(effective.unusable).toEqual(['trading_enabled']);
    expect(valueFor(effective.snapshot, 'trading_enabled')).toBe(false);
  });
});

it('betting and routing fall after a minute without contact', () => {
  expect(DEADLINES).toEqual([
    { name: 'global_betting_enabled', afterMs: 60_000 },
    { name: 'routing_mode', afterMs: 60_000 },
  ]);
});

describe('changedNames', () => {
  it('names what reads otherwise, not what was merely sent again', () => {
    const before = effectiveValues(held({ normal_threshold: '5000' }), []).snapshot;
    const again = effectiveValues(held({ normal_threshold: '5000' }), []).snapshot;
    const after = effectiveValues(held({ normal_threshold: '0', reduce_only: false }), []).snapshot;
    expect(changedNames(before, again)).toEqual([]);
    expect(changedNames(before, after)).toEqual(['normal_threshold', 'reduce_only']);
  });
});
