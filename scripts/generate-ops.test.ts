// The files under ops/ are what the catalogue says today.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ALERT_KEYS, ALERTS } from '#lib/catalog/alerts.ts';
import { alertName, OPS_FILES, rulesText } from './generate-ops.ts';

test.each(Object.entries(OPS_FILES))(
  'ops/%s: run `node scripts/generate-ops.ts` when this fails',
  (name, text) => {
    expect(readFileSync(new URL(`../ops/${name}`, import.meta.url), 'utf8')).toBe(text());
  },
);

test('each alert that a rule brings has one, and the heartbeat always fires', () => {
  const { groups } = parse(rulesText()) as { groups: { rules: { alert: string; expr: string }[] }[] };
  const rules = groups.flatMap((group) => group.rules);
  const wanted = ALERT_KEYS.filter((key) => ALERTS[key].source.kind === 'rule').map(alertName);
  expect(rules.map(({ alert }) => alert).sort()).toEqual([...wanted, 'Heartbeat'].sort());
  expect(rules.find(({ alert }) => alert === 'Heartbeat')?.expr).toBe('vector(1)');
});
