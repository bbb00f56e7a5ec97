// What the door lets in is what the worker can read: every field by itself, and anything at all by chance.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FormError } from '#lib/door/form.ts';
import { readDelivery } from '#lib/rules/alerts/delivery.ts';
import { readAlerts, readHeartbeat } from './alert-form.ts';

const ALERT = {
  ...{ status: 'firing', fingerprint: 'hl-ws', startsAt: '2026-11-27T09:30:00Z' },
  labels: { alertname: 'HlDisconnected' },
};

const body = (alert: object, more: object = {}) => JSON.stringify({ alerts: [alert], ...more });

test.each<[string, object, object?]>([
  ['as small as it can be', ALERT],
  ['resolved', { ...ALERT, status: 'resolved', endsAt: '2026-11-27T09:31:00.5+02:00' }],
  ['named by its summary', { ...ALERT, labels: {}, annotations: { summary: 'HL is gone' } }],
  ['named twice, once by nothing', { ...ALERT, annotations: { summary: '' } }],
  ['with a link that nobody may follow', { ...ALERT, generatorURL: 'javascript:alert(1)' }],
  ['a drill', ALERT, { drill: true }],
])('%s it is taken, and read', (_what, alert, more) => {
  expect(readAlerts(body(alert, more))).toEqual({ source: 'api' });
  expect(readDelivery(body(alert, more))).toMatchObject({ occurrences: [{}], rejected: [] });
});

test('what a system says by itself is a push', () => {
  expect(readAlerts(body(ALERT, { push: true }))).toEqual({ source: 'push' });
});

test.each<[string, string]>([
  ['', 'The body is not valid JSON.'],
  ['[]', 'The body must be a JSON object.'],
  ['{}', 'The body needs a list "alerts".'],
  ['{"alerts":[]}', 'must have 1 to 1,000 entries'],
  ['{"alerts":[1]}', 'alerts[0] must be an object.'],
  [body(ALERT, { version: '4' }), 'The field "version" is not known.'],
  [body(ALERT, { drill: 'yes' }), '"drill" must be true or false'],
  [body({ ...ALERT, severity: 'P0' }), 'The field "severity" of alerts[0] is not known.'],
  [body({ ...ALERT, status: 'open' }), 'The status of alerts[0] must be'],
  [body({ ...ALERT, fingerprint: 'a b' }), 'The fingerprint of alerts[0]'],
  [body({ ...ALERT, startsAt: '2026-11-27' }), 'The startsAt of alerts[0]'],
  [body({ ...ALERT, startsAt: '2026-13-41T09:30:00Z' }), 'The startsAt of alerts[0]'],
  [body({ ...ALERT, status: 'resolved' }), 'endsAt must be a moment'],
  [body({ ...ALERT, labels: 'none' }), 'The labels of alerts[0] must be an object of texts.'],
  [body({ ...ALERT, labels: { alertname: 5 } }), 'must hold texts only'],
  [body({ ...ALERT, labels: {} }), 'alerts[0] needs a name'],
  [body({ ...ALERT, labels: { ...ALERT.labels, bulkhead_heartbeat: 'x' } }), 'send it to /v1/heartbeat'],
  [body({ ...ALERT, generatorURL: 5 }), 'The generatorURL of alerts[0]'],
])('%s is refused with a sentence', (text, sentence) => {
  expect(() => readAlerts(text)).toThrow(FormError);
  expect(() => readAlerts(text)).toThrow(sentence);
});

test('the hundredth of a hundred is named', () => {
  const alerts = Array.from({ length: 100 }, () => ({ ...ALERT }));
  alerts[99] = { ...ALERT, startsAt: 'soon' };
  expect(() => readAlerts(JSON.stringify({ alerts }))).toThrow('alerts[99]');
});

test('whatever is taken is read without a rejection', () => {
  const odd = fc.constantFrom('a', '7', ' ', '\n', '\0', '\u202e', '\ud800', '__proto__');
  const text = fc.array(odd, { maxLength: 4 }).map((parts) => parts.join(''));
  const texts = fc.dictionary(fc.oneof(text, fc.constant('summary')), text, { maxKeys: 3 });
  const moment = fc
    .date({ min: new Date('1999-12-30'), max: new Date('2100-01-02'), noInvalidDate: true })
    .map((at) => at.toISOString());
  const alert = fc.record(
    {
      status: fc.constantFrom('firing', 'resolved'),
      fingerprint: fc.oneof(text, fc.constant('f')),
      startsAt: moment,
      endsAt: moment,
      labels: fc.oneof(
        texts,
        texts.map((labels) => ({ ...labels, alertname: 'A' })),
      ),
      annotations: texts,
    },
    { requiredKeys: ['status', 'fingerprint', 'startsAt', 'labels'] },
  );
  let taken = 0;
  fc.assert(
    fc.property(fc.array(alert, { minLength: 1, maxLength: 2 }), (alerts) => {
      const body = JSON.stringify({ alerts });
      try {
        readAlerts(body);
      } catch (error) {
        expect(error).toBeInstanceOf(FormError);
        return;
      }
      taken += 1;
      const { occurrences, rejected } = readDelivery(body);
      expect([occurrences.length, rejected]).toEqual([alerts.length, []]);
    }),
    { numRuns: 400 },
  );
  expect(taken).toBeGreaterThan(10);
});

test('a heartbeat names its pipeline', () => {
  readHeartbeat('{"heartbeat":"nightly checks"}');
  expect(readDelivery('{"heartbeat":"nightly checks"}')).toMatchObject({
    ...{ heartbeats: ['nightly checks'], rejected: [], occurrences: [] },
  });
  for (const bad of [
    '{}',
    '{"heartbeat":""}',
    '{"heartbeat":" "}',
    '{"heartbeat":5}',
    '{"heartbeat":"a\\u202eb"}',
  ])
    expect(() => readHeartbeat(bad), bad).toThrow('"heartbeat" must be the name');
});
