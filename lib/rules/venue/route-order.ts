// Where an order goes: internalised, to HL, or refused, from the live switches (product.md section 2).
import { Decimal } from 'decimal.js';
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';

export interface Order {
  symbol: string;
  /** US dollars, decimal text or number of a simulation. */
  notionalUsd: string | number;
  effect: 'open' | 'increase' | 'reduce' | 'close';
  type: 'market' | 'limit';
}

/** What the router measures about HL at this moment. */
export interface MarketState {
  volatilityPct: number;
  hlLatencyMs: number;
}

export interface Routing {
  route: 'internal' | 'hl' | 'refused';
  /** The switch that decided, for logs and screens. */
  because: string;
}

/** The switch that keeps an order from being internalised, or undefined when it may be. */
function notInternalBecause(values: SwitchReader, order: Order, market: MarketState): string | undefined {
  if (!values.get('global_betting_enabled')) return 'global_betting_enabled';
  const mode = values.get('routing_mode');
  if (mode === 'HL_MODE') return 'routing_mode';
  if (!values.get('per_symbol_betting').some((symbol) => symbol === order.symbol))
    return 'per_symbol_betting';
  // Asked as "is it within", so that a measurement or size that is no number (NaN) keeps the order out.
  if (!(market.volatilityPct <= values.get('force_hl_volatility_pct'))) return 'force_hl_volatility_pct';
  if (!(market.hlLatencyMs <= values.get('force_hl_latency_ms'))) return 'force_hl_latency_ms';
  const threshold = mode === 'NORMAL_MODE' ? 'normal_threshold' : 'betting_threshold';
  const notional = new Decimal(order.notionalUsd);
  const within = (limit: string) => notional.gt(0) && notional.lte(limit);
  if (!within(values.get(threshold, order.symbol))) return threshold;
  if (!within(values.get('max_order_size_internal', order.symbol))) return 'max_order_size_internal';
  return undefined;
}

/** Decides one order. Pure: the same values, order and market give the same route. */
export function routeOrder(values: SwitchReader, order: Order, market: MarketState): Routing {
  if (!values.get('global_api_enabled')) return { route: 'refused', because: 'global_api_enabled' };
  if (!values.get('trading_enabled')) return { route: 'refused', because: 'trading_enabled' };
  const opens = order.effect === 'open' || order.effect === 'increase';
  if (!values.get('new_orders_enabled') && (opens || order.type !== 'market')) {
    return { route: 'refused', because: 'new_orders_enabled' };
  }
  if (values.get('reduce_only') && opens) return { route: 'refused', because: 'reduce_only' };

  const keptOut = notInternalBecause(values, order, market);
  if (!keptOut) return { route: 'internal', because: 'routing_mode' };
  if (opens && !values.get('hl_new_opens_enabled'))
    return { route: 'refused', because: 'hl_new_opens_enabled' };
  if (values.get('hl_routing_paused_symbols').some((symbol) => symbol === order.symbol)) {
    return { route: 'refused', because: 'hl_routing_paused_symbols' };
  }
  return { route: 'hl', because: keptOut };
}
