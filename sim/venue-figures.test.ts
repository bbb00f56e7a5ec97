// What risk-01 reports: every figure that the console knows, few enough for a heartbeat.
import { expect, it } from 'vitest';
import { FIGURES, MAX_FIGURES } from '#lib/contract/edge.ts';
import { openHlLink, stepHlLink } from './models/hl-link.ts';
import { seededRandom } from './models/random.ts';
import { createVenue } from './venue.ts';
import { figuresOf } from './venue-figures.ts';

const venue = createVenue(seededRandom(1));
const risk = { id: 'risk-01', service: 'risk' };
const gauges = (state = venue.state()) => figuresOf(risk, state, venue.desk)?.gauges ?? {};

it('reports every gauge the console knows, and no instance too many', () => {
  const known = Object.values(FIGURES).filter((name) => !name.endsWith('_total'));
  expect(Object.keys(gauges()).sort()).toEqual(known.sort());
  expect(known.length).toBeLessThanOrEqual(MAX_FIGURES);
  expect(Object.values(gauges()).every(Number.isFinite)).toBe(true);
  expect(venue.figuresOf({ id: 'risk-02', service: 'risk' })).toBeUndefined();
});

it('says how often HL was tried since it was lost, and when it is tried again', () => {
  expect(gauges()).toMatchObject({ hl_up: 1, hl_reconnect_attempts: 0, hl_next_attempt_in_seconds: 0 });
  const now = Date.now();
  let hl = openHlLink();
  for (const ago of [15_000, 14_000, 12_000, 8_000, 0]) hl = stepHlLink(hl, now - ago, () => true, 300_000);
  expect(gauges({ ...venue.state(), hl })).toMatchObject({
    ...{ hl_up: 0, hl_reconnect_attempts: 4 },
    hl_next_attempt_in_seconds: 16,
  });
});
