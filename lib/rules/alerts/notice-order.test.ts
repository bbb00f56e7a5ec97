// The order of notifications: lanes, what presses, and how many are under way at once.
import { expect, test } from 'vitest';
import { NOTIFYING } from '#lib/catalog/on-call.ts';
import type { FiringOf, Notice } from './notice.ts';
import { laneOf, roomFor, URGENCIES, urgencyOf } from './notice-order.ts';

const firing: FiringOf = {
  ...{ id: '0b9bd5f2-9d0a-4b0f-8a57-0f8f6a1c2d3e', number: 7, title: 'HL is not connected' },
  ...{ alert: 'hl-disconnected', priority: 'P0', drill: false, firedAt: '2026-11-27T10:00:00.000Z' },
};
const at = '2026-11-27T10:01:00.000Z';
const confirmed = (of: FiringOf): Notice => ({ kind: 'alert.confirmed', firing: of, by: 'Oli', at });
const handedOver: Notice = { kind: 'on-call.handed-over', from: null, to: 'Oli', note: 'Quiet', at };
const page = {
  number: 1,
  callId: firing.id,
  contact: 'Desk',
  reach: { phone: null, slack: null, email: null },
};
const called: Notice = { kind: 'test-page.sent', page, by: 'Oli', at };

const voided: Notice = {
  ...{ kind: 'form.voided', form: { name: 'CN-3-2', run: 3, gate: 2 }, signedBy: [], why: 'Another build.' },
  ...{ again: true, by: 'Bulkhead', at },
};

const rolledBack: Notice = {
  ...{ kind: 'canary.rolled_back', failed: true, breaches: [], told: [], nobodyOnCall: true, at },
  canary: { id: '2b9bd5f2-9d0a-4b0f-8a57-0f8f6a1c2d3e', number: 3, title: 'Phase 3' },
};

const { pressing, other } = URGENCIES;

test('each firing and each call of a test page is a lane of its own, each form, and so is the on-call itself', () => {
  const resolved: Notice = { kind: 'alert.resolved', firing, by: null, at };
  expect(laneOf('pagerduty', confirmed(firing))).toBe(laneOf('pagerduty', resolved));
  const another = confirmed({ ...firing, id: '1b9bd5f2-9d0a-4b0f-8a57-0f8f6a1c2d3e' });
  const form: Notice = { ...voided, form: { name: 'CN-4-0', run: 4, gate: 0 } };
  const all = [confirmed(firing), another, called, handedOver, voided, form, rolledBack];
  expect(new Set(all.map((notice) => laneOf('webhook', notice))).size).toBe(all.length);
});

test('a Slack channel is one lane', () => {
  const lanes = [confirmed(firing), called, handedOver].map((notice) => laneOf('slack', notice));
  expect(new Set(lanes).size).toBe(1);
});

test('a real P0 and a rollback press; a drill, a P1 and all else do not', () => {
  expect(urgencyOf(confirmed(firing))).toBe(pressing);
  expect(urgencyOf(confirmed({ ...firing, drill: true }))).toBe(other);
  expect(urgencyOf(confirmed({ ...firing, priority: 'P1' }))).toBe(other);
  expect(urgencyOf(rolledBack)).toBe(pressing);
  expect(urgencyOf(called)).toBe(other);
  expect(urgencyOf(handedOver)).toBe(other);
});

test('the last free place is kept for what presses', () => {
  const most = NOTIFYING.mostAtOnce.pagerduty;
  const underWay = (count: number) => Array.from({ length: count }, () => ({ urgency: other }));
  expect(roomFor('pagerduty', 0, [])).toBe(other);
  expect(roomFor('pagerduty', 0, underWay(most - 2))).toBe(other);
  expect(roomFor('pagerduty', 0, underWay(most - 1))).toBe(pressing);
  expect(roomFor('pagerduty', 0, underWay(most))).toBeNull();
});

test('a channel in trouble is asked by one, and by what presses beside it', () => {
  expect(roomFor('webhook', 1, [])).toBe(other);
  expect(roomFor('webhook', 5, [{ urgency: other }])).toBe(pressing);
  expect(roomFor('webhook', 1, [{ urgency: other }, { urgency: pressing }])).toBeNull();
});

test('Slack gets one message at a time', () => {
  expect(roomFor('slack', 0, [])).toBe(other);
  expect(roomFor('slack', 3, [])).toBe(other);
  expect(roomFor('slack', 0, [{ urgency: pressing }])).toBeNull();
});
