// Rules between switches: they warn on a reducing change and block a raising one that adds a violation.
import { Decimal } from 'decimal.js';
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

/** The whole venue first, then every symbol whose values differ from the venue's. */
function everywhere(check: (symbol: string | undefined, where: string) => void): void {
  check(undefined, '');
  for (const symbol of SYMBOLS) check(symbol, ` for ${symbol}`);
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
  thresholds: (values, add) => {
    const reported = new Set<string>();
    everywhere((symbol, where) => {
      const normal = values.get('normal_threshold', symbol);
      const betting = values.get('betting_threshold', symbol);
      const pair = `${normal}/${betting}`;
      if (!above(normal, betting) || (symbol && reported.has(pair))) return;
      reported.add(pair);
      add(
        symbol ?? '',
        `normal_threshold lies above betting_threshold${where}: NORMAL_MODE would internalise larger orders than BETTING_MODE.`,
      );
    });
  },
  betting_needs_toggle: (values, add) => {
    if (values.get('routing_mode') === 'BETTING_MODE' && !values.get('global_betting_enabled')) {
      add(
        '',
        'routing_mode is BETTING_MODE while global_betting_enabled is false: nothing can be internalised.',
      );
    }
  },
  order_within_exposure: (values, add) => {
    const reported = new Set<string>();
    everywhere((symbol, where) => {
      const order = values.get('max_order_size_internal', symbol);
      const exposure = values.get('max_internal_exposure_usd', symbol);
      const pair = `${order}/${exposure}`;
      if (!above(order, exposure) || (symbol && reported.has(pair))) return;
      reported.add(pair);
      add(
        symbol ?? '',
        `max_order_size_internal lies above max_internal_exposure_usd${where}: one order could exceed the exposure limit.`,
      );
    });
  },
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

/** Every violation the values hold. */
export function violations(matrix: Matrix): Violation[] {
  const found: Violation[] = [];
  const values = readerOf(matrix);
  for (const [rule, check] of Object.entries(RULES)) {
    check(values, (id, sentence) => found.push({ id: `${rule}:${id}`, sentence }));
  }
  return found;
}

/** The violations that `after` has and `before` had not. */
export function addedViolations(before: Matrix, after: Matrix): Violation[] {
  const had = new Set(violations(before).map((violation) => violation.id));
  return violations(after).filter((violation) => !had.has(violation.id));
}
