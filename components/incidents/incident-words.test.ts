// Words of incidents: figures, clocks, and the address that other screens open an incident with.
import { expect, test } from 'vitest';
import { INCIDENT_SUBJECT_KINDS } from '#lib/catalog/incidents.ts';
import { openIncidentHref } from './incident-href.ts';
import { dollars, durationWords, severityTone, sourceOf } from './incident-words.ts';

const at = '2026-03-19T03:07:40.000Z';

test.each([
  ['-124.32', '-$124.32'],
  ['50000', '$50,000'],
  ['0', '$0'],
  [null, 'not recorded'],
])('%j is %s', (amount, words) => {
  expect(dollars(amount)).toBe(words);
});

test('it lasts until its end, and never less than nothing', () => {
  expect(durationWords(at, '2026-03-19T03:54:40.000Z', 0)).toBe('47:00');
  expect(durationWords(at, null, Date.parse(at) + 61_000)).toBe('1:01');
  expect(durationWords(at, null, 0)).toBe('0:00');
});

test('red is for what is critical and not over', () => {
  expect(severityTone({ severity: 'critical', state: 'open' })).toBe('crit');
  expect(severityTone({ severity: 'critical', state: 'resolved' })).toBe('plain');
});

test('what other screens link with is read back, and nothing else is', () => {
  const id = '3f0e8a52-5d0e-4a0c-9c8e-0d5b8a3f1c77';
  for (const kind of INCIDENT_SUBJECT_KINDS) {
    const from = new URL(openIncidentHref(kind, id), 'http://localhost').searchParams.get('from');
    expect(sourceOf(from ?? undefined)).toEqual({ kind, id });
  }
  for (const odd of [undefined, '', 'person:1', `constructor:${id}`, `run:${id}x`])
    expect(sourceOf(odd)).toBeNull();
});
