// Incidents: response times of manual 4, every state by every verb, and figures that are decimals.
import { expect, test } from 'vitest';
import { INCIDENT_MOVES, type IncidentState } from '#lib/catalog/incidents.ts';
import { durationSeconds, move, parseImpact, respondBy, respondClock, stateOf } from './incident.ts';

const at = new Date('2026-11-27T15:00:00.000Z');
const iso = (date: Date) => date.toISOString();

test('critical 15 minutes, high 30, medium 2 hours', () => {
  expect(iso(respondBy('critical', at))).toBe('2026-11-27T15:15:00.000Z');
  expect(iso(respondBy('high', at))).toBe('2026-11-27T15:30:00.000Z');
  expect(iso(respondBy('medium', at))).toBe('2026-11-27T17:00:00.000Z');
});

// biome-ignore format: a row a line
test.each([
  ['Thursday', '2026-11-26T23:59:59.000Z', '2026-11-28T00:00:00.000Z'],
  ['Friday', '2026-11-27T15:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ['Saturday', '2026-11-28T15:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ['Sunday', '2026-11-29T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
])('low, opened on a %s: by the end of the next business day', (_day, opened, due) => {
  expect(iso(respondBy('low', new Date(opened)))).toBe(due);
});

test('the clock runs until somebody takes it, or until it is over without anybody', () => {
  const open = { respondBy: at, respondedAt: null, mitigatedAt: null, resolvedAt: null };
  const later = new Date(at.getTime() + 1);
  expect(respondClock(open, at)).toEqual({ dueAt: at, stoppedAt: null, late: false });
  expect(respondClock(open, later)).toMatchObject({ stoppedAt: null, late: true });
  expect(respondClock({ ...open, respondedAt: at }, later)).toMatchObject({ stoppedAt: at, late: false });
  expect(respondClock({ ...open, resolvedAt: later }, later)).toMatchObject({ stoppedAt: later, late: true });
});

const MOMENTS = {
  open: { mitigatedAt: null, resolvedAt: null },
  mitigated: { mitigatedAt: at, resolvedAt: null },
  resolved: { mitigatedAt: null, resolvedAt: at },
} as const satisfies Record<IncidentState, object>;

test.each(
  (Object.keys(MOMENTS) as IncidentState[]).flatMap((state) =>
    (['mitigate', 'resolve'] as const).map((verb) => [state, verb] as const),
  ),
)('%s: %s', (state, verb) => {
  expect(stateOf(MOMENTS[state])).toBe(state);
  const next = INCIDENT_MOVES[state][verb];
  expect(move({ ...MOMENTS[state], number: 4 }, verb)).toMatchObject(
    next === null
      ? { error: { code: 'conflict', message: expect.stringContaining('INC-4') } }
      : { value: next },
  );
});

const none = { exposureUsd: null, pnlUsd: null, systems: null, positions: [] };
const btc = { symbol: 'BTC', size: '-0.25', valueUsd: null };

test.each([
  ['nothing known', none],
  ['a loss', { ...none, exposureUsd: '50000', pnlUsd: '-124.32', positions: [btc] }],
])('%s is taken as it is', (_name, impact) => {
  expect(parseImpact(impact)).toEqual({ ok: true, value: impact });
});

test.each([
  ['a negative exposure', { ...none, exposureUsd: '-1' }, 'exposureUsd'],
  ['a float with an exponent', { ...none, pnlUsd: '1e5' }, 'pnlUsd'],
  ['no number', { ...none, pnlUsd: 'NaN' }, 'pnlUsd'],
  ['a comma', { ...none, pnlUsd: '1,000' }, 'pnlUsd'],
  ['a symbol twice', { ...none, positions: [btc, btc] }, 'positions'],
  ['a size in words', { ...none, positions: [{ ...btc, size: 'much' }] }, 'positions'],
])('%s is refused, and the field named', (_name, impact, field) => {
  expect(parseImpact(impact)).toMatchObject({ error: { code: 'invalid_input', details: { field } } });
});

test('it lasted from its beginning to its end, and never less than nothing', () => {
  expect(durationSeconds({ beganAt: iso(at), resolvedAt: null })).toBeNull();
  expect(durationSeconds({ beganAt: iso(at), resolvedAt: '2026-11-27T15:47:00.900Z' })).toBe(2_820);
  expect(durationSeconds({ beganAt: iso(at), resolvedAt: '2026-11-27T14:00:00.000Z' })).toBe(0);
});
