// Deliveries as Alertmanager words them, and as nobody should.
import { describe, expect, test } from 'vitest';
import { readDelivery } from './delivery.ts';

const alert = (more: object = {}) => ({
  ...{ status: 'firing', fingerprint: '0123456789abcdef', startsAt: '2026-01-31T09:30:00.123Z' },
  ...{ endsAt: '0001-01-01T00:00:00Z', generatorURL: 'http://prometheus:9090/graph' },
  labels: { alertname: 'HlDisconnected', bulkhead_alert: 'hl-disconnected', priority: 'P0' },
  annotations: { summary: 'HL is disconnected' },
  ...more,
});
const body = (alerts: unknown, more: object = {}) =>
  JSON.stringify({ version: '4', groupKey: '{}', status: 'firing', receiver: 'bulkhead', alerts, ...more });
const only = (one: object) => {
  const read = readDelivery(body([one]));
  expect(read.rejected).toEqual([]);
  const [occurrence] = read.occurrences;
  if (!occurrence) throw new Error('nothing was read');
  return occurrence;
};

test('an alert of the catalogue', () => {
  expect(only(alert())).toEqual({
    ...{ alert: 'hl-disconnected', title: 'HL is disconnected', priority: 'P0', drill: false },
    ...{ fingerprint: '0123456789abcdef', status: 'firing', endsAt: null },
    startsAt: new Date('2026-01-31T09:30:00.123Z'),
    labels: [
      ['alertname', 'HlDisconnected'],
      ['bulkhead_alert', 'hl-disconnected'],
      ['priority', 'P0'],
    ],
    annotations: [['summary', 'HL is disconnected']],
    link: 'http://prometheus:9090/graph',
  });
});

test('one that Bulkhead has no entry for keeps its own words and says its priority itself', () => {
  const labels = { alertname: 'DiskFull', severity: 'critical' };
  expect(only(alert({ labels, annotations: {} }))).toMatchObject({
    alert: null,
    title: 'DiskFull',
    priority: 'P0',
  });
  expect(only(alert({ labels: { alertname: 'DiskFull' } }))).toMatchObject({ alert: null, priority: 'P1' });
  expect(only(alert({ labels: { alertname: 'X', bulkhead_alert: '__proto__' } })).alert).toBeNull();
});

test('nobody lowers the priority of an alert of the catalogue by a label', () => {
  const labels = { alertname: 'HlDisconnected', bulkhead_alert: 'hl-disconnected', priority: 'P1' };
  expect(only(alert({ labels })).priority).toBe('P0');
});

describe('what makes no sense is rejected by itself', () => {
  // biome-ignore format: a case a line
  test.each([
    ['no object', 7, 'no object'],
    ['another status', alert({ status: 'sleeping' }), 'status'],
    ['no fingerprint', alert({ fingerprint: '' }), 'fingerprint'],
    ['a fingerprint of half a page', alert({ fingerprint: 'f'.repeat(201) }), 'fingerprint'],
    ['no moment', alert({ startsAt: 'yesterday' }), 'startsAt'],
    ['the year 1', alert({ startsAt: '0001-01-01T00:00:00Z' }), 'startsAt'],
    ['a moment without a zone', alert({ startsAt: '2026-01-31T09:30:00' }), 'startsAt'],
    ['resolved without an end', alert({ status: 'resolved' }), 'endsAt'],
    ['neither name nor summary', alert({ labels: {}, annotations: {} }), 'alertname'],
  ])('%s', (_what, bad, why) => {
    const { occurrences, rejected } = readDelivery(body([alert(), bad, alert()]));
    expect(occurrences).toHaveLength(2);
    expect(rejected).toEqual([{ index: 1, why: expect.stringContaining(why) }]);
  });

  test('beyond fifty they are counted', () => {
    const { occurrences, rejected } = readDelivery(
      body([...Array.from({ length: 30_000 }, () => ({})), alert()]),
    );
    expect([occurrences.length, rejected.length]).toEqual([1, 50]);
    expect(rejected.at(-1)).toEqual({
      index: 49,
      why: expect.stringMatching(/After it 29,950 more make no sense\.$/),
    });
  });

  test.each(['', '{', '[]', 'null', '{}', '{"alerts":{}}'])('the whole of %j', (text) => {
    expect(readDelivery(text)).toMatchObject({ occurrences: [], rejected: [{ index: null }] });
  });
});

test('hostile labels are text: markup stays text, what turns a line round is written out, megabytes are cut', () => {
  const labels = JSON.parse(
    `{"alertname":"X","__proto__":"own","constructor":"c","big":"${'x'.repeat(1_000_000)}","rtl":"a\\u202eb","nul":"a\\u0000b","n":5}`,
  );
  const read = only(alert({ labels, generatorURL: 'javascript:alert(1)' }));
  const found = new Map(read.labels);
  expect(found.get('__proto__')).toBe('own');
  expect(found.get('rtl')).toBe('a\\u{202E}b');
  expect(found.get('nul')).toBe('a\\u{0}b');
  expect(found.get('big')?.length).toBeLessThan(1_100);
  expect(found.has('n')).toBe(false);
  expect(read.link).toBeUndefined();
  expect(({} as Record<string, unknown>).own).toBeUndefined();
});

test('alerts that Alertmanager left out are counted; the heartbeat is no alert', () => {
  const beat = alert({ labels: { alertname: 'Heartbeat', bulkhead_heartbeat: 'prometheus' } });
  expect(readDelivery(body([beat, alert()], { truncatedAlerts: 3 }))).toMatchObject({
    ...{ truncated: 3, heartbeats: ['prometheus'], rejected: [] },
    occurrences: [{ alert: 'hl-disconnected' }],
  });
  expect(readDelivery(body([{ ...beat, status: 'resolved' }])).heartbeats).toEqual([]);
});

test('a drill says so, by label or as a whole', () => {
  expect(only(alert({ labels: { alertname: 'X', bulkhead_drill: 'true' } })).drill).toBe(true);
  expect(readDelivery(body([alert()], { drill: true })).occurrences[0]?.drill).toBe(true);
});

describe('an alert that always fires speaks for its pipeline', () => {
  const beats = (labels: Record<string, string>) => readDelivery(body([alert({ labels })]));

  test('the Watchdog of others too, by the name of its Prometheus where it has one', () => {
    expect(beats({ alertname: 'Watchdog' })).toMatchObject({ heartbeats: ['Watchdog'], occurrences: [] });
    expect(beats({ alertname: 'Watchdog', prometheus: 'monitoring/k8s' }).heartbeats).toEqual([
      'monitoring/k8s',
    ]);
  });

  test.each(['', 'x'.repeat(201)])('a name that fits nowhere is rejected: %s', (name) => {
    expect(beats({ alertname: 'Heartbeat', bulkhead_heartbeat: name })).toMatchObject({
      ...{ heartbeats: [], occurrences: [], rejected: [{ index: 0 }] },
    });
    expect(readDelivery(JSON.stringify({ heartbeat: name }))).toMatchObject({
      ...{ heartbeats: [], rejected: [{ index: null }] },
    });
  });
});
