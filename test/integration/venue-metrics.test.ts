// Rules and venue agree: what a rule of the catalogue asks for is exported, and promtool finds nothing wrong with it.
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ALERT_KEYS, ALERTS } from '#lib/catalog/alerts.ts';
import { PROGRAMMES } from '#lib/catalog/programmes.ts';
import { chooseParameters, freeze, queriesOf } from '#lib/rules/canary/programme.ts';
import { alertName, rulesText } from '#scripts/generate-ops.ts';
import { CANARY_FAULTS, FAULT_NAMES } from '#sim/faults.ts';
import type { Fleet } from '#sim/fleet/fleet.ts';
import { seededRandom } from '#sim/models/random.ts';
import { PUSHED_KEYS } from '#sim/pushes.ts';
import { createVenue } from '#sim/venue.ts';
import { createMetrics } from '#sim/web/metrics.ts';

interface Rule {
  alert: string;
  expr: string;
}

const { groups } = parse(rulesText()) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules).filter(({ expr }) => expr.includes('venue_'));

/** Metrics of an expression with the label values that it picks. */
function metricsOf(expr: string): { metric: string; picks: string }[] {
  return [...expr.matchAll(/(venue_\w+)(?:\{([^}]*)\})?/g)].map(([, metric = '', picks = '']) => ({
    metric,
    picks,
  }));
}

let sample: string;
let lines: string[];

beforeAll(async () => {
  // No instance reports to this venue: its own figures need none.
  const fleet = { instances: [] as Fleet['instances'] } as Fleet;
  sample = await createMetrics(createVenue(seededRandom(1)), fleet).metrics();
  lines = sample.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
});

const seriesOf = (metric: string) => lines.filter((line) => new RegExp(`^${metric}[{ ]`).test(line));

test('there are rules that ask the venue', () => {
  expect(rules.length).toBeGreaterThan(10);
});

describe.each(rules)('the rule $alert', ({ expr }) => {
  test('asks for metrics that are there from the first scrape, with the labels it picks', () => {
    const asked = metricsOf(expr);
    expect(asked.length).toBeGreaterThan(0);
    for (const { metric, picks } of asked) {
      const found = seriesOf(metric).filter((line) => line.includes(picks));
      expect(found, `${metric}{${picks}}`).not.toEqual([]);
    }
  });

  test('groups by labels that its metrics have', () => {
    const [{ metric } = { metric: '' }] = metricsOf(expr);
    for (const [, labels = ''] of expr.matchAll(/\bby \(([^)]*)\)/g))
      for (const label of labels.split(',').map((one) => one.trim()))
        for (const line of seriesOf(metric)) expect(line).toContain(`${label}="`);
  });
});

test.each(PROGRAMMES.map((programme) => [programme.key, programme] as const))(
  'the programme %s asks for nothing that the venue does not export',
  (_, programme) => {
    const chosen = chooseParameters(programme, {});
    if (!chosen.ok) throw new Error(chosen.error.message);
    for (const { query } of queriesOf(freeze(programme, chosen.value)))
      for (const [metric] of query.matchAll(/\b(?:venue|process)_\w+/g))
        expect(seriesOf(metric), metric).not.toEqual([]);
  },
);

test('every alert that a rule or a push brings can be brought about by a fault of its name', () => {
  const wanted = ALERT_KEYS.filter((key) => ALERTS[key].source.kind !== 'bulkhead');
  expect([...FAULT_NAMES].sort()).toEqual([...wanted, ...CANARY_FAULTS].sort());
  expect([...PUSHED_KEYS].sort()).toEqual(
    ALERT_KEYS.filter((key) => ALERTS[key].source.kind === 'push').sort(),
  );
  expect(rules.map(({ alert }) => alert).sort()).toEqual(
    ALERT_KEYS.filter((key) => ALERTS[key].source.kind === 'rule')
      .map(alertName)
      .sort(),
  );
});

test('each metric says what it is, and promtool finds nothing wrong', () => {
  for (const line of lines.filter((one) => one.startsWith('venue_'))) {
    const name = /^\w+/.exec(line)?.[0] ?? '';
    const base = name.replace(/_(bucket|sum|count)$/, '');
    expect(sample).toMatch(new RegExp(`^# HELP (${name}|${base}) \\S.+\\.$`, 'm'));
    expect(sample).toMatch(new RegExp(`^# TYPE (${name}|${base}) (gauge|counter|histogram)$`, 'm'));
  }
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: sample,
    encoding: 'utf8',
  });
  expect(error).toBeUndefined();
  expect(status, stdout + stderr).toBe(0);
});
