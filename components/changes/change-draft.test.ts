// What people type, and what it stands for.
import { describe, expect, it } from 'vitest';
import { definitionOf, SWITCH_NAMES, SWITCHES, type SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { type Draft, draftOf, groupedMoney, plainMoney, readDraft } from './change-draft.ts';

function read(name: SwitchName, draft: Partial<Draft>) {
  return readDraft(name, definitionOf(name), { ...draftOf(''), ...draft });
}

describe('drafts', () => {
  it('stand for the value they came from, for every default', () => {
    for (const name of SWITCH_NAMES) {
      const value: WireValue = SWITCHES[name].default;
      const sorted = Array.isArray(value) ? [...value].sort() : value;
      expect(readDraft(name, definitionOf(name), draftOf(value))).toEqual({ ok: true, value: sorted });
    }
  });

  it.each([
    ['10000', '10000'],
    ['$10,000', '10000'],
    [' 1,234,567.50 ', '1234567.50'],
    ['1,5', '1,5'],
    ['1,00', '1,00'],
    ['10.000,00', '10.000,00'],
  ])('reads money %s as %s', (typed, plain) => expect(plainMoney(typed)).toBe(plain));

  it.each([
    ['10000', '10,000'],
    ['10000.', '10,000.'],
    ['1234567.5', '1,234,567.5'],
    ['999', '999'],
    ['1,5', '1,5'],
    ['abc', 'abc'],
  ])('shows money %s as %s', (typed, shown) => expect(groupedMoney(typed)).toBe(shown));

  it('refuses what could be misread', () => {
    expect(read('normal_threshold', { text: '1,5' }).ok).toBe(false);
    expect(read('normal_threshold', { text: '10.000' }).ok).toBe(false);
    expect(read('normal_threshold', { text: '1e5' }).ok).toBe(false);
    expect(read('normal_threshold', { text: '２０００' }).ok).toBe(false);
    expect(read('hedge_max_leverage', { text: '0x10' }).ok).toBe(false);
    expect(read('hedge_max_leverage', { text: '1e1' }).ok).toBe(false);
    expect(read('hedge_max_leverage', { text: '' }).ok).toBe(false);
    expect(read('normal_threshold', { text: '', off: true }).ok).toBe(false);
  });

  it('takes the unit along', () => {
    expect(read('hedge_max_leverage', { text: '1.5x' })).toEqual({ ok: true, value: 1.5 });
    expect(read('force_hl_latency_ms', { text: '400 ms' })).toEqual({ ok: true, value: 400 });
    expect(read('force_hl_volatility_pct', { text: '4.5%' })).toEqual({ ok: true, value: 4.5 });
    expect(read('daily_net_loss_limit', { off: true })).toEqual({ ok: true, value: null });
  });
});
