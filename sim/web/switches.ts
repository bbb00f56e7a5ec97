// The switches that decide what the venue does, as the routers have applied them.

import type { SwitchName } from '#lib/contract/matrix.generated.ts';
import { sameValue, type WireValue } from '#lib/contract/values.ts';
import type { Instance } from '../fleet/fleet.ts';
import { type Html, html } from './html.ts';

const SHOWN: readonly { name: SwitchName; symbol?: string }[] = [
  { name: 'global_api_enabled' },
  { name: 'trading_enabled' },
  { name: 'new_orders_enabled' },
  { name: 'hl_new_opens_enabled' },
  { name: 'global_betting_enabled' },
  { name: 'routing_mode' },
  { name: 'per_symbol_betting' },
  { name: 'normal_threshold', symbol: 'BTC' },
  { name: 'normal_threshold', symbol: 'ETH' },
  { name: 'max_order_size_internal' },
  { name: 'hedge_enabled' },
  { name: 'withdrawal_enabled' },
];

/** How many instances read which value, the most frequent first. */
export function readings(values: readonly WireValue[]): { value: WireValue; count: number }[] {
  const found: { value: WireValue; count: number }[] = [];
  for (const value of values) {
    const same = found.find((other) => sameValue(other.value, value));
    if (same) same.count += 1;
    else found.push({ value, count: 1 });
  }
  return found.sort((a, b) => b.count - a.count);
}

export function valueText(name: string, value: WireValue): string {
  if (value === null) return 'off';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'object') return value.length > 0 ? value.join(', ') : 'none';
  return /_threshold|_size_|_usd/.test(name) ? `$${Number(value).toLocaleString('en-US')}` : String(value);
}

export function switchRows(routers: readonly Instance[]): Html {
  const rows = SHOWN.map(({ name, symbol }) => {
    const read = readings(routers.map(({ values }) => values.get(name, symbol)));
    const parts = read.map(({ value, count }) =>
      read.length === 1
        ? html`<code>${valueText(name, value)}</code>`
        : html`<code>${valueText(name, value)} <small>${count} of ${routers.length}</small></code>`,
    );
    return html`<tr class="${read.length > 1 ? 'split' : ''}"><th scope="row"><code>${name}</code>${symbol ? html` <small>${symbol}</small>` : ''}</th><td>${parts}</td></tr>`;
  });
  return html`${rows}`;
}
