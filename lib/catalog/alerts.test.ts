// The alerts against the manuals, by hand: trigger, action, policy and where they come from.
import { expect, test } from 'vitest';
import { ALERT_KEYS, ALERTS, type AlertKey, findAlert } from './alerts.ts';
import { PROCEDURES } from './procedures.ts';
import { findSwitch } from './switches.ts';

// biome-ignore format: a row a line, as in the manual's table
const SEVEN: readonly [AlertKey, string, object][] = [
  ['hl-disconnected', 'min(venue_hl_up) == 0', { new_orders_enabled: false }],
  ['hl-margin-low', '< 1.5', { hl_new_opens_enabled: false }],
  ['hedge-margin-low', '< 2', { hl_new_opens_enabled: false, hedge_max_leverage: 2 }],
  ['liquidation-failing', '>= 5 or', { liquidation_enabled: false }],
  ['hot-wallet-low', '< 100000', { large_withdrawals_enabled: false }],
  ['price-deviation', '> 0.05', {}],
  ['asset-mismatch', '> 0.001', { trading_enabled: false }],
];

test.each(SEVEN)('%s of manual 1', (key, expr, settings) => {
  const alert = findAlert(key);
  expect(alert).toMatchObject({ from: 'Manual 1', priority: 'P0', source: { kind: 'rule' } });
  expect(alert?.source.kind === 'rule' ? alert.source.expr : '').toContain(expr);
  const set = (alert?.action?.settings ?? []).map((one) => [one.switch, one.value]);
  expect(Object.fromEntries(set)).toEqual(settings);
});

test('a deviation stops the routing of its symbol, and says what is refused then', () => {
  expect(ALERTS['price-deviation'].action).toMatchObject({
    addSymbolTo: 'hl_routing_paused_symbols',
    losing: expect.stringContaining('refused'),
  });
});

test('only a failing liquidation engine, and what happens inside a canary, is acted on without a person', () => {
  const acting = ALERT_KEYS.filter((key) => ALERTS[key].policy === 'execute');
  const canary = ALERT_KEYS.filter((key) => findAlert(key)?.during === 'canary');
  expect(acting.sort()).toEqual(['liquidation-failing', ...canary].sort());
  expect(canary).toHaveLength(5);
});

test('manual 3: drawdown within one second, the database within two, without waiting for a scrape', () => {
  expect(ALERTS['drawdown-breaker'].source).toEqual({ kind: 'push', withinMs: 1_000 });
  expect(ALERTS['database-lost'].source).toEqual({ kind: 'push', withinMs: 2_000 });
});

test('every action names switches there are, and every procedure is in the catalogue', () => {
  for (const key of ALERT_KEYS) {
    const alert = findAlert(key);
    for (const { switch: name } of alert?.action?.settings ?? []) expect(findSwitch(name), key).toBeDefined();
    if (alert?.procedure) expect(PROCEDURES[alert.procedure], key).toBeDefined();
    if (alert?.policy !== 'off') expect(alert?.action, key).toBeDefined();
  }
  for (const name of ['__proto__', 'constructor', 'nothing']) expect(findAlert(name)).toBeUndefined();
});
