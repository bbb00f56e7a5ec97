// What the bot of a canary was given, as the switches say it at this moment: symbols, size, filters, and the limits at which it ends.
import type { SWITCHES } from '#lib/catalog/switches.ts';
import { type MarketSymbol, SYMBOLS } from '#lib/catalog/symbols.ts';
import { defaultMatrix, readerOf, type SwitchReader } from '#lib/rules/changes/matrix.ts';

export interface CanaryTerms {
  readonly symbols: readonly MarketSymbol[];
  /** Of one position, in units of its symbol. */
  readonly size: number;
  readonly maxLossUsd: number;
  readonly dailyCapUsd: number;
  readonly mode: (typeof SWITCHES.canary_mode.values)[number];
  readonly rsiConfirmation: boolean;
  readonly volatilityFilter: (typeof SWITCHES.canary_volatility_filter.values)[number];
  readonly maxSpreadBps: number;
  readonly minDepthUsd: number;
  readonly maxErrorPct: number;
  readonly maxP95Ms: number;
  readonly maxStreamDownS: number;
}

export function termsOf(values: SwitchReader): CanaryTerms {
  return {
    symbols: values.get('canary_symbols'),
    size: values.get('canary_position_size'),
    maxLossUsd: Number(values.get('canary_max_loss_usd')),
    dailyCapUsd: Number(values.get('canary_daily_loss_cap_usd')),
    mode: values.get('canary_mode'),
    rsiConfirmation: values.get('canary_rsi_confirmation'),
    volatilityFilter: values.get('canary_volatility_filter'),
    maxSpreadBps: values.get('canary_max_spread_bps'),
    minDepthUsd: Number(values.get('canary_min_depth_usd')),
    maxErrorPct: values.get('canary_max_error_pct'),
    maxP95Ms: values.get('canary_max_p95_ms'),
    maxStreamDownS: values.get('canary_max_stream_down_s'),
  };
}

/** The manual's, until the first values are there. */
export const USUAL_TERMS: CanaryTerms = termsOf(readerOf(defaultMatrix()));

/** What it trades when it strays: the first symbol that it was not given. */
export function strayOf({ symbols }: CanaryTerms): MarketSymbol | undefined {
  return SYMBOLS.find((symbol) => !symbols.includes(symbol));
}
