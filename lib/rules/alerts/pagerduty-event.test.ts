import { describe, expect, test } from 'vitest';
import { readPagerDuty } from './pagerduty-event.ts';

const FIRING = '0d3c7b1e-6a55-4a52-8d0c-3f6f6f0a9a11';

const AGENT = {
  ...{ html_url: 'https://venue.pagerduty.com/users/PLH1HKV', id: 'PLH1HKV', summary: 'Ann Ops' },
  ...{ self: 'https://api.pagerduty.com/users/PLH1HKV', type: 'user_reference' },
};

function webhook(changes: object = {}): Uint8Array {
  const event = {
    ...{ id: '01D', event_type: 'incident.acknowledged', resource_type: 'incident', agent: AGENT },
    occurred_at: '2026-11-27T07:22:37.000Z',
    data: { id: 'PGR0VU2', type: 'incident', number: 2, incident_key: `bulkhead-firing-${FIRING}` },
    ...changes,
  };
  return new TextEncoder().encode(JSON.stringify({ event }));
}

test('an acknowledgement names the firing and the user', () => {
  expect(readPagerDuty(webhook())).toEqual({
    kind: 'acknowledged',
    of: { firingId: FIRING },
    agent: { userId: 'PLH1HKV', name: 'Ann Ops', email: null },
  });
});

test('one of a test page names its line', () => {
  const heard = readPagerDuty(webhook({ data: { incident_key: `bulkhead-test-${FIRING}` } }));
  expect(heard).toMatchObject({ kind: 'acknowledged', of: { callId: FIRING } });
});

test('an address that is sent along is taken', () => {
  const heard = readPagerDuty(webhook({ agent: { ...AGENT, email: ' Ann@Venue.example ' } }));
  expect(heard).toMatchObject({ agent: { email: 'ann@venue.example' } });
});

test('who is no user has no user id; nobody at all is somebody', () => {
  expect(
    readPagerDuty(webhook({ agent: { id: 'S1', type: 'service_reference', summary: 'Rules' } })),
  ).toMatchObject({
    agent: { userId: null, name: 'Rules' },
  });
  expect(readPagerDuty(webhook({ agent: null }))).toMatchObject({
    agent: { userId: null, name: 'somebody' },
  });
});

test('a name that turns the line round is shown harmlessly', () => {
  expect(readPagerDuty(webhook({ agent: { ...AGENT, summary: 'nn\u202EA' } }))).toMatchObject({
    agent: { name: 'nn\\u{202E}A' },
  });
});

describe('nothing is done for', () => {
  test.each([
    ['another event', webhook({ event_type: 'incident.resolved' }), 'Nothing is done for incident.resolved.'],
    [
      'an incident that is none of ours',
      webhook({ data: { incident_key: 'abc' } }),
      'The incident is none of Bulkhead.',
    ],
    ['no incident', webhook({ data: null }), 'The incident is none of Bulkhead.'],
    ['the ping', webhook({ event_type: 'pagey.ping' }), 'Nothing is done for pagey.ping.'],
    ['another form', new TextEncoder().encode('[]'), 'It has not the form of a PagerDuty webhook.'],
    ['no JSON', new TextEncoder().encode('{'), 'The body is not JSON in UTF-8.'],
    ['no text', new Uint8Array([0xff, 0xfe]), 'It is no UTF-8 text.'],
  ])('%s', (_case, bytes, why) => {
    expect(readPagerDuty(bytes)).toEqual({ kind: 'nothing', why });
  });
});
