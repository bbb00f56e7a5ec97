// Rules between switches: they warn on a reducing change and block a raising one that adds a violation.
import { Decimal } from 'decimal.js';
import type { PerSymbolName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { type Matrix, readerOf, type SwitchReader } from './matrix.ts';

export interface Violation {
  /** Rule and, where it concerns one symbol, the symbol: equal ids are the same violation. */
  id: string;
  sentence: string;
}

type Rule = (values: SwitchReader, add: (id: string, sentence: string) => void) => void;

function above(a: string, b: string): boolean {
  return new Decimal(a).gt(b);
}

/**
 * A rule that one amount may not lie above another, for the venue and for each symbol. Each symbol that breaks it is a
 * violation of its own; those that only inherit the venue's amounts share its sentence.
 */
function notAbove(lower: PerSymbolName, upper: PerSymbolName, consequence: string): Rule {
  return (values, add) => {
    const venue = `${values.get(lower)}/${values.get(upper)}`;
    for (const symbol of [undefined, ...SYMBOLS]) {
      const [low, high] = [values.get(lower, symbol), values.get(upper, symbol)];
      if (!above(low, high)) continue;
      const where = symbol && `${low}/${high}` !== venue ? ` for ${symbol}` : '';
      add(symbol ?? '', `${lower} lies above ${upper}${where}: ${consequence}`);
    }
  };
}

const RULES: Record<string, Rule> = {
  hedge_tiers: (values, add) => {
    if (above(values.get('hedge_threshold_tier1'), values.get('hedge_threshold_tier2'))) {
      add(
        '',
        'hedge_threshold_tier1 lies above hedge_threshold_tier2: the 50% hedge would start after the 80% one.',
      );
    }
  },
  thresholds: notAbove(
    'normal_threshold',
    'betting_threshold',
    'NORMAL_MODE would internalise larger orders than BETTING_MODE.',
  ),
  betting_needs_toggle: (values, add) => {
    if (values.get('routing_mode') === 'BETTING_MODE' && !values.get('global_betting_enabled')) {
      add(
        '',
        'routing_mode is BETTING_MODE while global_betting_enabled is false: nothing can be internalised.',
      );
    }
  },
  order_within_exposure: notAbove(
    'max_order_size_internal',
    'max_internal_exposure_usd',
    'one order could exceed the exposure limit.',
  ),
  loss_limits: (values, add) => {
    if (values.get('daily_loss_limit_pct') > values.get('weekly_loss_limit_pct')) {
      add(
        'daily',
        'daily_loss_limit_pct lies above weekly_loss_limit_pct: one day may lose more than a week.',
      );
    }
    if (values.get('weekly_loss_limit_pct') > values.get('max_drawdown_pct')) {
      add(
        'weekly',
        'weekly_loss_limit_pct lies above max_drawdown_pct: one week may lose more than the largest drawdown.',
      );
    }
  },
};

/** Every violation the values hold; several may share a sentence. */
export function violations(matrix: Matrix): Violation[] {
  const found: Violation[] = [];
  const values = readerOf(matrix);
  for (const [rule, check] of Object.entries(RULES)) {
    check(values, (id, sentence) => found.push({ id: `${rule}:${id}`, sentence }));
  }
  return found;
}

/** The violations that `after` has and `before` had not, each sentence once. */
export function addedViolations(before: Matrix, after: Matrix): Violation[] {
  const had = new Set(violations(before).map((violation) => violation.id));
  const added = violations(after).filter((violation) => !had.has(violation.id));
  return [...new Map(added.map((violation) => [violation.sentence, violation])).values()];
}
