// Runbooks against the alerts, the switches and manual 2: nothing is missing, and nothing speaks of what is not there.
import { expect, test } from 'vitest';
import {
  ALERT_RUNBOOKS,
  metricsOfAlert,
  metricsOfRunbook,
  RUNBOOK_PROCEDURES,
  switchesOfAlert,
  switchesOfProcedure,
} from './alert-runbooks.ts';
import { ALERT_KEYS, ALERTS, findAlert } from './alerts.ts';
import { PROCEDURES } from './procedures.ts';
import { findSwitch } from './switches.ts';
import { TROUBLESHOOTING } from './troubleshooting.ts';

test('every alert has its runbook, and every runbook its alert', () => {
  expect(Object.keys(ALERT_RUNBOOKS).sort()).toEqual([...ALERT_KEYS].sort());
  for (const key of ALERT_KEYS) {
    const { means, look, causes, over } = ALERT_RUNBOOKS[key];
    for (const words of [means, over, ...look, ...causes.map(({ fix }) => fix)])
      expect(words, key).toMatch(/^.{10,}\.$/);
    expect(causes.length, key).toBeGreaterThan(1);
  }
});

test('every switch that a runbook names in its words is there, and its live value stands beside it', () => {
  for (const key of ALERT_KEYS) {
    const names = JSON.stringify(ALERT_RUNBOOKS[key]).match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? [];
    for (const name of names) {
      expect(findSwitch(name), `${key}: ${name}`).toBeDefined();
      expect(switchesOfAlert(key), key).toContain(name);
    }
  }
});

test('what the action of an alert sets comes first', () => {
  expect(switchesOfAlert('hedge-margin-low').slice(0, 2)).toEqual([
    'hl_new_opens_enabled',
    'hedge_max_leverage',
  ]);
  expect(switchesOfAlert('price-deviation')[0]).toBe('hl_routing_paused_symbols');
});

test('a runbook that names another alert calls it by its title', () => {
  const titles: readonly string[] = [
    ...ALERT_KEYS.map((key) => ALERTS[key].title),
    ...Object.values(PROCEDURES).map(({ title }) => title),
  ];
  for (const key of ALERT_KEYS)
    for (const [, title = ''] of JSON.stringify(ALERT_RUNBOOKS[key]).matchAll(/\\"([A-Z][^"\\]+)\\"/g))
      expect(titles, key).toContain(title);
});

test('the metrics of a rule are read from the rule', () => {
  expect(metricsOfAlert('liquidation-failing')).toEqual([
    ...[
      'venue_liquidation_checks_failed_total',
      'venue_liquidations_failed_total',
      'venue_liquidations_total',
    ],
  ]);
  expect(metricsOfAlert('audit-broken')).toEqual([]);
  expect(metricsOfRunbook('hl-margin-low')).toEqual(['venue_margin_ratio']);
  expect(metricsOfRunbook('runbook-positions')).toEqual(
    expect.arrayContaining(['venue_margin_ratio', 'venue_asset_mismatch_ratio']),
  );
  for (const name of ['nonsense', '__proto__', 'go-live']) expect(metricsOfRunbook(name)).toBeUndefined();
});

test("manual 2's four runbooks are procedures that can be run, with the switches they name", () => {
  for (const key of RUNBOOK_PROCEDURES) expect(PROCEDURES[key], key).toMatchObject({ kind: 'runbook' });
  const runbooks = Object.values(PROCEDURES).filter(
    ({ kind, source }) => kind === 'runbook' && source.startsWith('Manual 2, part 9'),
  );
  expect(runbooks.map(({ key }) => key).sort()).toEqual([...RUNBOOK_PROCEDURES].sort());
  expect(switchesOfProcedure('runbook-high-latency')).toContain('force_hl_latency_ms');
});

test('the guide leads to every runbook, each by a symptom, and to nothing else', () => {
  const led = new Set(TROUBLESHOOTING.flatMap(({ leads }) => leads));
  expect([...led].sort()).toEqual([...ALERT_KEYS, ...RUNBOOK_PROCEDURES].sort());
  expect(new Set(TROUBLESHOOTING.map(({ key }) => key)).size).toBe(TROUBLESHOOTING.length);
  for (const key of led) expect(findAlert(key) ?? PROCEDURES[key], key).toBeDefined();
});
