// What users of the exchange can do, from switch values alone (product.md section 3).
import { Decimal } from 'decimal.js';
import type { SwitchName } from '#lib/catalog/switches.ts';
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import type { CapabilityView } from '#lib/contract/console.ts';
import { dollars } from '#lib/rules/dollars.ts';
import { type Matrix, readerOf, type SwitchReader } from './matrix.ts';

export const CAPABILITIES = {
  query: 'Query',
  withdraw: 'Withdraw',
  withdraw_large: 'Withdraw large',
  open_hl: 'Open on HL',
  open_internal: 'Open internal',
  close: 'Close',
  liquidate: 'Liquidate',
  hedge: 'Hedge',
  internalise: 'Internalise',
} as const;
export type Capability = keyof typeof CAPABILITIES;

/** `manual`: possible only by hand. `unknown`: the instances are silent. */
export interface CapabilityState extends CapabilityView {
  causes: readonly SwitchName[];
}

export type Capabilities = Record<Capability, CapabilityState>;

const on = (note: string): CapabilityState => ({ state: 'on', note, causes: [] });
const because = (
  state: CapabilityState['state'],
  note: string,
  ...causes: SwitchName[]
): CapabilityState => ({
  state,
  note,
  causes,
});

/** The first of the switches that shuts everything, if any. */
function shut(values: SwitchReader): CapabilityState | undefined {
  return values.get('global_api_enabled')
    ? undefined
    : because('off', 'The API answers 503', 'global_api_enabled');
}

function noTrading(values: SwitchReader): CapabilityState | undefined {
  return (
    shut(values) ??
    (values.get('trading_enabled') ? undefined : because('off', 'Trading is stopped', 'trading_enabled'))
  );
}

function noOpens(values: SwitchReader): CapabilityState | undefined {
  const closed = noTrading(values);
  if (closed) return closed;
  if (!values.get('new_orders_enabled')) return because('off', 'New orders are paused', 'new_orders_enabled');
  if (values.get('reduce_only')) return because('off', 'Reduce-only', 'reduce_only');
  return undefined;
}

function withdraw(values: SwitchReader): CapabilityState {
  const closed = shut(values);
  if (closed) return closed;
  if (!values.get('withdrawal_enabled')) return because('off', 'Withdrawals are off', 'withdrawal_enabled');
  if (!values.get('large_withdrawals_enabled')) {
    return because(
      'limited',
      `Up to ${dollars(values.get('large_withdrawal_usd'))}`,
      'large_withdrawals_enabled',
    );
  }
  return on('All amounts');
}

function withdrawLarge(values: SwitchReader): CapabilityState {
  const all = withdraw(values);
  if (all.state !== 'limited') return all;
  return because(
    'off',
    `Above ${dollars(values.get('large_withdrawal_usd'))} held`,
    'large_withdrawals_enabled',
  );
}

function openHl(values: SwitchReader): CapabilityState {
  const closed = noOpens(values);
  if (closed) return closed;
  if (!values.get('hl_new_opens_enabled'))
    return because('off', 'HL opens are paused', 'hl_new_opens_enabled');
  const paused = values.get('hl_routing_paused_symbols');
  if (paused.length >= SYMBOLS.length)
    return because('off', 'No symbol goes to HL', 'hl_routing_paused_symbols');
  if (paused.length > 0) return because('limited', `Not ${paused.join(', ')}`, 'hl_routing_paused_symbols');
  return on('All sizes on HL');
}

/** The largest internal order of each allowed symbol, and the limits that are $0 for it. */
function internalCaps(values: SwitchReader) {
  const threshold = values.get('routing_mode') === 'NORMAL_MODE' ? 'normal_threshold' : 'betting_threshold';
  const limits = [threshold, 'max_order_size_internal'] as const;
  return values.get('per_symbol_betting').map((symbol) => {
    const amounts = limits.map((limit) => ({ limit, amount: new Decimal(values.get(limit, symbol)) }));
    return {
      symbol,
      cap: Decimal.min(...amounts.map(({ amount }) => amount)),
      shutBy: amounts.filter(({ amount }) => amount.isZero()).map(({ limit }) => limit),
    };
  });
}

function internalise(values: SwitchReader): CapabilityState {
  const closed = noTrading(values);
  if (closed) return closed;
  if (!values.get('global_betting_enabled'))
    return because('off', 'Internalisation is off', 'global_betting_enabled');
  if (values.get('routing_mode') === 'HL_MODE')
    return because('off', 'Everything goes to HL', 'routing_mode');
  const allowed = internalCaps(values);
  if (allowed.length === 0) return because('off', 'No symbol allowed', 'per_symbol_betting');
  const possible = allowed.filter(({ cap }) => cap.gt(0));
  const shutBy = [...new Set(allowed.flatMap((symbol) => symbol.shutBy))];
  if (possible.length === 0) return because('off', 'Limits are $0', ...shutBy);
  if (possible.length < SYMBOLS.length) {
    return because(
      'limited',
      `${possible.map(({ symbol }) => symbol).join(' and ')} only`,
      ...(allowed.length < SYMBOLS.length ? (['per_symbol_betting'] as const) : []),
      ...shutBy,
    );
  }
  return on('All symbols');
}

function openInternal(values: SwitchReader): CapabilityState {
  const closed = noOpens(values);
  if (closed) return closed;
  const possible = internalise(values);
  if (possible.state === 'off') return possible;
  const largest = Decimal.max(...internalCaps(values).map(({ cap }) => cap)).toFixed();
  return possible.state === 'on'
    ? on(`Up to ${dollars(largest)}`)
    : because('limited', `${possible.note}, up to ${dollars(largest)}`, ...possible.causes);
}

function close(values: SwitchReader): CapabilityState {
  const closed = noTrading(values);
  if (closed) return closed;
  const paused = values.get('hl_routing_paused_symbols');
  if (paused.length >= SYMBOLS.length && internalise(values).state === 'off')
    return because('off', 'No symbol goes to HL', 'hl_routing_paused_symbols');
  const limits: string[] = [];
  const causes: SwitchName[] = [];
  if (!values.get('new_orders_enabled')) {
    limits.push('Market only');
    causes.push('new_orders_enabled');
  }
  if (!values.get('global_betting_enabled') && !values.get('hedge_enabled')) {
    limits.push('Internal by hand');
    causes.push('global_betting_enabled', 'hedge_enabled');
  }
  if (paused.length > 0) {
    limits.push(`Not ${paused.join(', ')} on HL`);
    causes.push('hl_routing_paused_symbols');
  }
  return limits.length > 0 ? because('limited', limits.join('; '), ...causes) : on('Market and limit');
}

function liquidate(values: SwitchReader): CapabilityState {
  if (!values.get('liquidation_enabled')) return because('manual', 'By hand', 'liquidation_enabled');
  if (values.get('liquidation_execution') !== 'live') {
    return because(
      'manual',
      `Engine only ${values.get('liquidation_execution') === 'compute' ? 'computes' : 'observes'}`,
      'liquidation_execution',
    );
  }
  return on(`Every ${values.get('liquidation_check_interval_ms')} ms`);
}

function hedge(values: SwitchReader): CapabilityState {
  if (!values.get('hedge_enabled')) return because('manual', 'By hand', 'hedge_enabled');
  if (values.get('hedge_execution') !== 'live') {
    return because(
      'manual',
      `Engine only ${values.get('hedge_execution') === 'log' ? 'logs' : 'observes'}`,
      'hedge_execution',
    );
  }
  return on(`From ${dollars(values.get('hedge_threshold_tier1'))}`);
}

/** What is possible under these values. Pure. */
export function capabilities(matrix: Matrix): Capabilities {
  const values = readerOf(matrix);
  return {
    query: shut(values) ?? on('REST and WebSocket'),
    withdraw: withdraw(values),
    withdraw_large: withdrawLarge(values),
    open_hl: openHl(values),
    open_internal: openInternal(values),
    close: close(values),
    liquidate: liquidate(values),
    hedge: hedge(values),
    internalise: internalise(values),
  };
}

/** Every capability unknown: no instance says what it has applied. */
export function unknownCapabilities(note: string): Capabilities {
  const unknown: CapabilityState = { state: 'unknown', note, causes: [] };
  return {
    query: unknown,
    withdraw: unknown,
    withdraw_large: unknown,
    open_hl: unknown,
    open_internal: unknown,
    close: unknown,
    liquidate: unknown,
    hedge: unknown,
    internalise: unknown,
  };
}
