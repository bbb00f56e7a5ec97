// Proof of effect in words.
import { describe, expect, it } from 'vitest';
import type { EffectView } from '#lib/contract/console.ts';
import { budgetShare, effectFigure, effectSentence, effectTone, laggingWords } from './effect-words.ts';

function effect(over: Partial<EffectView> = {}): EffectView {
  return {
    state: 'effective',
    expected: 14,
    applied: 14,
    slowestMs: 38,
    slowestInstance: 'router-09',
    budgetMs: 1_000,
    overBudget: false,
    lagging: [],
    ...over,
  };
}

describe('effect words', () => {
  it('says what was measured', () => {
    expect(effectSentence(effect())).toBe('14/14 instances, slowest 38 ms, budget 1 s');
    expect(effectTone(effect())).toBe('quiet');
    expect(effectFigure(effect())).toBe('38 ms');
    expect(effectFigure(effect({ state: 'applying', slowestMs: null }))).toBe('applying');
    expect(budgetShare(effect({ slowestMs: 470 }))).toBeCloseTo(0.47);
  });

  it('names who lags, three at most', () => {
    const lagging = [
      { id: 'router-09', silentForMs: 12_000 },
      { id: 'router-10', silentForMs: null },
      { id: 'hedge-1', silentForMs: null },
      { id: 'hedge-2', silentForMs: null },
    ];
    const partial = effect({ state: 'partial', applied: 10, overBudget: true, lagging });
    expect(laggingWords(partial)).toBe(
      'router-09 silent for 12 s, router-10 not yet, hedge-1 not yet and 1 more',
    );
    expect(effectTone(partial)).toBe('partial');
    expect(effectFigure(partial)).toBe('over');
    expect(budgetShare(partial)).toBe(1);
  });

  it('tells arriving from late', () => {
    expect(effectTone(effect({ state: 'applying', applied: 9 }))).toBe('applying');
    expect(effectTone(effect({ slowestMs: 1_380, overBudget: true }))).toBe('late');
    expect(budgetShare(effect({ slowestMs: 1_380 }))).toBe(1);
    expect(budgetShare(effect({ slowestMs: null }))).toBe(0);
  });
});
