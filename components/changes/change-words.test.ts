// Words and guards of the change sheet.
import { describe, expect, it } from 'vitest';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { defaultMatrix } from '#lib/rules/changes/matrix.ts';
import { switchView } from '#test/console-views.ts';
import { readChange, startChange } from './change-state.ts';
import { applyWords, guardsOf, verbOf, wantedWords } from './change-words.ts';

function reading(name: SwitchName, wanted: WireValue) {
  const view = switchView(name);
  return readChange(startChange(view, null, wanted), {
    name,
    view,
    matrix: defaultMatrix(),
    raisingHeld: null,
    cannotSend: null,
    deniedBecause: null,
    guardBlocks: false,
  });
}

describe('words', () => {
  it('say what the number does', () => {
    const leverage = definitionOf('hedge_max_leverage');
    expect(applyWords(leverage, reading('hedge_max_leverage', 1.5))).toBe('Lower to 1.5x');
    expect(applyWords(leverage, reading('hedge_max_leverage', 4))).toBe('Raise to 4.0x');
    expect(applyWords(leverage, reading('hedge_max_leverage', 3))).toBe('Set');
    expect(verbOf(leverage, reading('hedge_max_leverage', 4))).toBe('Raise');
  });

  it('name a choice and a set', () => {
    expect(applyWords(definitionOf('routing_mode'), reading('routing_mode', 'NORMAL_MODE'))).toBe(
      'Set NORMAL_MODE',
    );
    expect(wantedWords(definitionOf('per_symbol_betting'), reading('per_symbol_betting', []))).toBe('none');
  });
});

describe('guards', () => {
  const known = [{ state: 'pass', title: '14 of 14 in step' }] as const;

  it('block only what raises', () => {
    const raising = guardsOf(reading('hedge_max_leverage', 4), 'Stale.', known);
    expect(raising.map((guard) => guard.state)).toEqual(['block', 'pass']);
    const reducing = guardsOf(reading('hedge_max_leverage', 1.5), 'Stale.', known);
    expect(reducing).toEqual([]);
  });

  it('say what a loosening rollback loses', () => {
    const guards = guardsOf(reading('hedge_enabled', false), 'Stale.', known);
    expect(guards).toHaveLength(1);
    expect(guards[0]).toMatchObject({ state: 'warn', title: 'Loosens a control' });
  });
});
