// Step lines of every type of switch.
import { describe, expect, it } from 'vitest';
import { definitionOf, type SwitchName } from '#lib/catalog/switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { type HistoryItem, stepsOf, symbolsIn } from './history-steps.ts';

function item(
  revision: number,
  oldValue: WireValue,
  newValue: WireValue,
  over: Partial<HistoryItem> = {},
): HistoryItem {
  return {
    changeSetId: `c${revision}`,
    epoch: 1,
    revision,
    at: new Date(Date.UTC(2026, 2, 19, 3, revision)).toISOString(),
    actor: { kind: 'person', id: 'p', name: 'Mara Okafor' },
    symbol: null,
    oldValue,
    newValue,
    newInherited: false,
    direction: 'reducing',
    reason: 'because',
    effect: {
      state: 'effective',
      expected: 14,
      applied: 14,
      slowestMs: 20,
      slowestInstance: 'r',
      budgetMs: 1_000,
      overBudget: false,
      lagging: [],
    },
    ...over,
  };
}

const NOW = Date.UTC(2026, 2, 19, 4);

function steps(name: SwitchName, items: readonly HistoryItem[], symbol: string | null = null) {
  const found = stepsOf(name, definitionOf(name), items, symbol, NOW);
  if (!found) throw new Error('no steps');
  return found;
}

describe('stepsOf', () => {
  it('runs from before the first change to now, oldest first', () => {
    const { steps: line, ticks } = steps('hedge_max_leverage', [item(2, 2, 1.5), item(1, 3, 2)]);
    expect(line.map((step) => step.level)).toEqual([3, 2, 1.5, 1.5]);
    expect(line.at(-1)?.t).toBe(NOW);
    expect(ticks.map((tick) => tick.words)).toEqual(['1.5x', '2.0x', '3.0x']);
  });

  it('draws choices as levels, safest at the bottom', () => {
    const { steps: line, ticks } = steps('routing_mode', [item(1, 'HL_MODE', 'BETTING_MODE')]);
    expect(line.map((step) => step.level)).toEqual([0, 2, 2]);
    expect(ticks.map((tick) => tick.words)).toEqual(['HL_MODE', 'BETTING_MODE']);
  });

  it('puts off above every amount', () => {
    const { steps: line } = steps('daily_net_loss_limit', [item(1, '500000', null)]);
    expect(line[1]?.level).toBeGreaterThan(500_000);
    expect(line[1]?.words).toBe('off');
  });

  it('separates symbols', () => {
    const items = [item(1, '10000', '5000', { symbol: 'BTC' }), item(2, '10000', '0')];
    expect(symbolsIn(items)).toEqual(['BTC']);
    expect(steps('normal_threshold', items, 'BTC').steps.map((step) => step.level)).toEqual([
      10_000, 5_000, 5_000,
    ]);
    expect(stepsOf('normal_threshold', definitionOf('normal_threshold'), [], null, NOW)).toBeNull();
  });

  it('tells a rollback that loosens from one that lowers', () => {
    const loosened = steps('hedge_enabled', [item(1, true, false, { direction: 'rollback' })]);
    expect(loosened.steps[1]?.way).toBe('rollback');
    const lowered = steps('routing_mode', [item(1, 'NORMAL_MODE', 'HL_MODE', { direction: 'rollback' })]);
    expect(lowered.steps[1]?.way).toBe('reducing');
  });
});
