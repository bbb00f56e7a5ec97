// What is pushed: the beginning and the end of each condition once, with the moment it began.
import { expect, it } from 'vitest';
import type { ReportedAlert } from '#lib/contract/intake.ts';
import { startCanary } from './models/canary.ts';
import { createPushes } from './pushes.ts';
import { openVenueState, type VenueState } from './venue-state.ts';

function watched() {
  const said: ReportedAlert[] = [];
  const state = openVenueState(0);
  const look = createPushes({ put: (alert) => void said.push(alert) });
  return {
    said,
    at(now: number, change: Partial<VenueState> = {}) {
      Object.assign(state, change);
      look(state, now);
      return said.map(({ status, labels }) => `${status} ${labels.alertname}`);
    },
    state,
  };
}

it('says a drawdown of 3% once, and its end with the moment it began', () => {
  const { said, at, state } = watched();
  const { book } = state;
  expect(at(1_000)).toEqual([]);
  expect(at(2_000, { book: { ...book, reserve: book.reserve * 0.971 } })).toEqual([]);
  expect(at(3_000, { book: { ...book, reserve: book.reserve * 0.97 } })).toEqual(['firing drawdown-breaker']);
  expect(at(4_000)).toHaveLength(1);
  expect(at(5_000, { book })).toEqual(['firing drawdown-breaker', 'resolved drawdown-breaker']);
  const [began, ended] = said;
  expect(began).toMatchObject({
    labels: { alertname: 'drawdown-breaker', bulkhead_alert: 'drawdown-breaker', priority: 'P0' },
    annotations: { value: '3.0%' },
    startsAt: '1970-01-01T00:00:03.000Z',
  });
  expect(began).not.toHaveProperty('endsAt');
  expect(ended).toMatchObject({ startsAt: began?.startsAt, endsAt: '1970-01-01T00:00:05.000Z' });
  expect(ended?.fingerprint).toBe(began?.fingerprint);
});

it('says a lost database since the first probe without an answer', () => {
  const { said, at } = watched();
  at(2_500, { database: { up: false, silentSince: 2_000, probedAt: 2_500 } });
  expect(said[0]).toMatchObject({
    labels: { alertname: 'database-lost' },
    startsAt: '1970-01-01T00:00:02.000Z',
  });
});

it('says that a canary strays, until it ends', () => {
  const { at } = watched();
  at(1_000, { canary: { ...startCanary(0), strays: true } });
  expect(at(2_000, { canary: null })).toEqual(['firing canary-unauthorized', 'resolved canary-unauthorized']);
});
