// The life of one change being written: typing, values that move underneath, what holds it back.
import { describe, expect, it } from 'vitest';
import { SWITCHES, type SwitchName } from '#lib/catalog/switches.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { defaultMatrix } from '#lib/rules/changes/matrix.ts';
import { draftOf } from './change-draft.ts';
import { type ChangeFacts, type ChangeState, changeStep, readChange, startChange } from './change-state.ts';
import { matrixOf } from './matrix-rows.ts';

function viewOf(name: SwitchName, over: Partial<SwitchView> = {}): SwitchView {
  return {
    name,
    value: SWITCHES[name].default as WireValue,
    overrides: [],
    revision: 3,
    changedAt: null,
    changedBy: null,
    lastEffect: null,
    mayChange: true,
    ...over,
  };
}

function facts(view: SwitchView, over: Partial<ChangeFacts> = {}): ChangeFacts {
  return {
    name: view.name as SwitchName,
    view,
    matrix: { ...defaultMatrix(), ...matrixOf([view]) },
    raisingHeld: null,
    cannotSend: null,
    deniedBecause: null,
    guardBlocks: false,
    ...over,
  };
}

function typed(state: ChangeState, text: string): ChangeState {
  return changeStep(state, { type: 'draft', draft: { ...state.draft, text } });
}

const LEVERAGE = viewOf('hedge_max_leverage');

describe('a change being written', () => {
  it('begins with the value that holds and nothing to send', () => {
    const reading = readChange(startChange(LEVERAGE, null), facts(LEVERAGE));
    expect(reading.draft.text).toBe('3');
    expect(reading.heldBy).toBe('The value is this already.');
    expect(reading.draftError).toBeNull();
  });

  it('toward safety is ready at once, with the reason offered', () => {
    const reading = readChange(typed(startChange(LEVERAGE, null), '1.5'), facts(LEVERAGE));
    expect(reading.plan.way).toBe('reducing');
    expect(reading.reason).toBe('Set hedge_max_leverage to 1.5x');
    expect(reading.heldBy).toBeNull();
  });

  it('raising waits for a reason of the person, fresh figures and guards', () => {
    const state = typed(startChange(LEVERAGE, null), '4');
    expect(readChange(state, facts(LEVERAGE)).heldBy).toContain('0 of 12');
    const reasoned = changeStep(state, { type: 'reason', text: 'Stage 3 target config' });
    expect(readChange(reasoned, facts(LEVERAGE)).heldBy).toBeNull();
    expect(readChange(reasoned, facts(LEVERAGE, { raisingHeld: 'Stale.' })).heldBy).toBe('Stale.');
    expect(readChange(reasoned, facts(LEVERAGE, { guardBlocks: true })).heldBy).toContain('guard');
    expect(readChange(reasoned, facts(LEVERAGE, { cannotSend: 'Offline.' })).heldBy).toBe('Offline.');
    expect(readChange(reasoned, facts(LEVERAGE, { deniedBecause: 'Only others.' })).heldBy).toBe(
      'Only others.',
    );
  });

  it('lowering is not held by stale figures', () => {
    const state = typed(startChange(LEVERAGE, null), '1.5');
    expect(
      readChange(state, facts(LEVERAGE, { raisingHeld: 'Stale.', guardBlocks: true })).heldBy,
    ).toBeNull();
  });

  it('asks a super admin for the name', () => {
    const view = viewOf('withdrawal_enabled', { value: false });
    let state = startChange(view, null);
    state = changeStep(state, { type: 'draft', draft: draftOf(true) });
    state = changeStep(state, { type: 'reason', text: 'Hot wallet is full again' });
    expect(readChange(state, facts(view)).heldBy).toContain('name of the switch');
    state = changeStep(state, { type: 'name', text: 'withdrawal_enabled' });
    expect(readChange(state, facts(view)).heldBy).toBeNull();
  });
});

describe('a value that moves underneath', () => {
  const moved = viewOf('hedge_max_leverage', { value: 2, revision: 9, changedBy: 'Aldo Reyes' });

  it('is simply shown while nothing was typed', () => {
    const reading = readChange(startChange(LEVERAGE, null), facts(moved));
    expect(reading.draft.text).toBe('2');
    expect(reading.moved).toBe(false);
  });

  it('keeps what was typed and holds raising until the person decides', () => {
    let state = changeStep(typed(startChange(LEVERAGE, null), '4'), {
      type: 'reason',
      text: 'Stage 3 target config',
    });
    const reading = readChange(state, facts(moved));
    expect(reading.draft.text).toBe('4');
    expect(reading.moved).toBe(true);
    expect(reading.heldBy).toContain('Keep yours');
    state = changeStep(state, { type: 'keep-mine', view: moved });
    expect(readChange(state, facts(moved))).toMatchObject({ moved: false, heldBy: null });
  });

  it('can be taken over', () => {
    const state = changeStep(typed(startChange(LEVERAGE, null), '4'), { type: 'take-theirs', view: moved });
    expect(readChange(state, facts(moved))).toMatchObject({ moved: false, draft: { text: '2' } });
  });

  it('does not hold a change toward safety', () => {
    const state = typed(startChange(LEVERAGE, null), '1.5');
    const reading = readChange(state, facts(moved));
    expect(reading.moved).toBe(true);
    expect(reading.heldBy).toBeNull();
  });
});

describe('a symbol', () => {
  const view = viewOf('normal_threshold', {
    overrides: [{ symbol: 'BTC', value: '5000', revision: 7, changedAt: '2026-03-19T03:00:00Z' }],
  });

  it('starts from its own value, and can follow the venue again', () => {
    let state = startChange(view, 'BTC');
    expect(readChange(state, facts(view)).draft.text).toBe('5000');
    state = changeStep(state, { type: 'draft', draft: { ...state.draft, inherit: true } });
    const reading = readChange(state, facts(view));
    expect(reading.wanted).toEqual({ switch: 'normal_threshold', symbol: 'BTC', value: 'inherit' });
    expect(reading.plan.way).toBe('raising');
  });

  it('changing scope begins anew but keeps the reason', () => {
    let state = changeStep(startChange(view, 'BTC'), { type: 'reason', text: 'Volatility' });
    state = changeStep(typed(state, '1'), { type: 'scope', symbol: null, view });
    expect(state).toMatchObject({ symbol: null, touched: false, reason: 'Volatility' });
  });

  it('takes a value over from outside, such as a past one', () => {
    const reading = readChange(startChange(view, 'BTC', '1000'), facts(view));
    expect(reading.plan.way).toBe('reducing');
  });
});
