// A matching engine that asks Bulkhead where each order goes. Orders come in as lines of JSON, decisions go out as lines.
import { createInterface } from 'node:readline';
import { createBulkhead } from '@bulkhead/sdk';

interface Order {
  id: string;
  symbol: string;
  /** Notional in USD, exact. */
  usd: string;
  /** Opens or increases a position; otherwise it reduces one. */
  opens: boolean;
}

const sent = { internal: 0, hl: 0, refused: 0 };

const bulkhead = createBulkhead({
  edges: (process.env.BULKHEAD_EDGES ?? 'http://localhost:3001').split(','),
  apiKey: process.env.BULKHEAD_EDGE_KEY ?? '',
  service: 'matching-engine',
  instanceId: process.env.INSTANCE_ID ?? 'matching-engine-01',
  file: process.env.BULKHEAD_FILE,
  figures: () => ({
    counters: {
      orders_internal_total: sent.internal,
      orders_hl_total: sent.hl,
      orders_refused_total: sent.refused,
    },
  }),
  onTrouble: (error) => console.error(error.message),
});

// The receipt that proves the change goes out when this returns: whatever has to be done about it is done here.
bulkhead.on('change', ({ epoch, revision, changed }) => {
  console.log(`applied ${epoch}.${revision}: ${changed.join(' ')}`);
});
bulkhead.on('mode', (mode) => console.log(`mode ${mode}`));

/** Money is compared exactly: USD text as a whole number of 10^-18. */
function units(usd: string): bigint {
  const [whole = '0', part = ''] = usd.split('.');
  return BigInt(whole + part.padEnd(18, '0'));
}

/** Reads are synchronous and come from memory: every order sees the switches as they are at that moment. */
function route({ symbol, usd, opens }: Order): keyof typeof sent {
  if (!bulkhead.get('trading_enabled')) return 'refused';
  if (opens && (!bulkhead.mayOpen() || !bulkhead.get('new_orders_enabled') || bulkhead.get('reduce_only')))
    return 'refused';
  if (internalised(symbol, usd)) return 'internal';
  const paused = bulkhead.get('hl_routing_paused_symbols').some((one) => one === symbol);
  return paused || (opens && !bulkhead.get('hl_new_opens_enabled')) ? 'refused' : 'hl';
}

function internalised(symbol: string, usd: string): boolean {
  const mode = bulkhead.get('routing_mode');
  if (!bulkhead.get('global_betting_enabled') || mode === 'HL_MODE') return false;
  if (!bulkhead.get('per_symbol_betting').some((one) => one === symbol)) return false;
  const limit = bulkhead.get(mode === 'BETTING_MODE' ? 'betting_threshold' : 'normal_threshold', symbol);
  return units(usd) <= units(limit) && units(usd) <= units(bulkhead.get('max_order_size_internal', symbol));
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order;
  const to = route(order);
  sent[to] += 1;
  console.log(`order ${order.id} ${to}`);
}
await bulkhead.close();
