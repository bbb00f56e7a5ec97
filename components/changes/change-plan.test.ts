// What a wanted value would do, before the server decides.
import { describe, expect, it } from 'vitest';
import { definitionOf } from '#lib/catalog/switches.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import { defaultMatrix, type Matrix } from '#lib/rules/changes/matrix.ts';
import {
  asksForName,
  baseOf,
  hasMoved,
  neighbours,
  offeredReason,
  planChange,
  reasonState,
  titleVerb,
} from './change-plan.ts';

const MATRIX: Matrix = {
  ...defaultMatrix(),
  normal_threshold: { value: '10000', overrides: { BTC: '5000', ETH: '1000' } },
};

const VIEW: SwitchView = {
  name: 'normal_threshold',
  value: '10000',
  overrides: [{ symbol: 'BTC', value: '5000', revision: 7, changedAt: '2026-03-19T03:00:00Z' }],
  revision: 3,
  changedAt: null,
  changedBy: null,
  lastEffect: null,
  mayChange: true,
};

describe('planChange', () => {
  it('names direction and diff of an override', () => {
    const plan = planChange(MATRIX, [{ switch: 'normal_threshold', symbol: 'BTC', value: '10000' }]);
    expect(plan.way).toBe('raising');
    expect(plan.changes).toMatchObject([{ symbol: 'BTC', from: '5000', to: '10000', way: 'raising' }]);
    expect(neighbours(MATRIX, 'normal_threshold', plan.changes)).toEqual([
      { switch: 'normal_threshold', symbol: null, value: '10000' },
      { switch: 'normal_threshold', symbol: 'ETH', value: '1000' },
    ]);
  });

  it('blocks a raising change that adds a violation, and only warns otherwise', () => {
    const raising = planChange(MATRIX, [{ switch: 'normal_threshold', symbol: null, value: '60000' }]);
    expect(raising.way).toBe('raising');
    expect(raising.blocks).toHaveLength(1);
    const reducing = planChange(MATRIX, [{ switch: 'betting_threshold', symbol: null, value: '0' }]);
    expect(reducing.way).toBe('reducing');
    expect(reducing.blocks).toEqual([]);
    expect(reducing.warnings.length).toBeGreaterThan(0);
  });

  it('waits for a second person where a critical switch is raised, and only there', () => {
    const waits = (
      name: 'routing_mode' | 'hedge_max_leverage' | 'liquidation_enabled',
      value: string | number | boolean,
    ) => planChange(MATRIX, [{ switch: name, symbol: null, value }]).waits;
    expect(waits('routing_mode', 'NORMAL_MODE')).toBe(true);
    expect(waits('hedge_max_leverage', 5)).toBe(false);
    expect(waits('liquidation_enabled', false)).toBe(false);
  });

  it('knows the manual rollback that loosens', () => {
    const plan = planChange(MATRIX, [{ switch: 'hedge_enabled', symbol: null, value: false }]);
    expect(plan.way).toBe('rollback');
  });

  it('finds nothing to do', () => {
    expect(planChange(MATRIX, [{ switch: 'hedge_enabled', symbol: null, value: true }]).way).toBe('none');
  });
});

describe('the value underneath', () => {
  it('is the override, or the venue value as inherited', () => {
    expect(baseOf(VIEW, 'BTC')).toEqual({ value: '5000', inherited: false, revision: 7 });
    expect(baseOf(VIEW, 'SOL')).toEqual({ value: '10000', inherited: true, revision: 3 });
    expect(baseOf(VIEW, null)).toEqual({ value: '10000', inherited: false, revision: 3 });
  });

  it('has moved when the value or where it comes from differs, not when only the revision does', () => {
    const seen = baseOf(VIEW, 'BTC');
    expect(hasMoved(seen, { ...seen, revision: 9 })).toBe(false);
    expect(hasMoved(seen, { ...seen, value: '2000' })).toBe(true);
    expect(hasMoved(seen, { ...seen, inherited: true })).toBe(true);
  });
});

describe('what it asks of the person', () => {
  it('counts the reason and names what is wrong with it', () => {
    expect(reasonState('Stage', 'raising')).toEqual({ count: '5 of 12', ok: false, error: null });
    expect(reasonState('Stage 3 target', 'raising')).toEqual({ count: '14', ok: true, error: null });
    expect(reasonState('hot', 'reducing').ok).toBe(true);
    expect(reasonState('two\nlines here please', 'raising').error).toContain('one line');
    expect(reasonState('   ', 'reducing')).toEqual({ count: '0 of 3', ok: false, error: null });
  });

  it('asks for the name only when a super-admin switch is raised', () => {
    expect(asksForName(definitionOf('withdrawal_enabled'), 'raising')).toBe(true);
    expect(asksForName(definitionOf('withdrawal_enabled'), 'reducing')).toBe(false);
    expect(asksForName(definitionOf('routing_mode'), 'raising')).toBe(false);
  });

  it('titles by what happens to the number', () => {
    expect(titleVerb(definitionOf('normal_threshold'), 'raising', '5000', '10000')).toBe('Raise');
    expect(titleVerb(definitionOf('risk_reserve_min_usd'), 'raising', '400000', '200000')).toBe(
      'Raise exposure with',
    );
    expect(titleVerb(definitionOf('risk_reserve_min_usd'), 'reducing', '200000', '400000')).toBe('Tighten');
    expect(titleVerb(definitionOf('routing_mode'), 'raising', 'HL_MODE', 'NORMAL_MODE')).toBe('Raise');
    expect(titleVerb(definitionOf('routing_mode'), 'reducing', 'NORMAL_MODE', 'HL_MODE')).toBe('Set');
    expect(titleVerb(definitionOf('daily_net_loss_limit'), 'raising', '500000', null)).toBe('Raise');
    expect(titleVerb(definitionOf('hedge_enabled'), 'rollback', true, false)).toBe('Loosen');
    expect(titleVerb(definitionOf('hedge_max_leverage'), 'reducing', 3, 1.5)).toBe('Lower');
  });

  it('offers a reason that names the place and the value', () => {
    const definition = definitionOf('normal_threshold');
    expect(offeredReason('normal_threshold', definition, '0', 'BTC')).toBe(
      'Set normal_threshold for BTC to $0',
    );
    expect(offeredReason('normal_threshold', definition, 'inherit', 'BTC')).toContain('back to the venue');
  });
});
