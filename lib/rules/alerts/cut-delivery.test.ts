// A large delivery in parts says what it said as a whole, however it was made.
import { expect, test } from 'vitest';
import { cutDelivery, LARGE_BYTES } from './cut-delivery.ts';
import { readDelivery } from './delivery.ts';

const alert = (index: number, more: object = {}) => ({
  ...{ status: 'firing', fingerprint: `f${index}`, startsAt: '2026-11-27T09:30:00Z', extra: { deep: [1] } },
  labels: JSON.parse(
    `{"alertname":"Storm","bulkhead_alert":"hl-disconnected","__proto__":"own","nth":"${index}"}`,
  ),
  annotations: { summary: 'HL is disconnected' },
  generatorURL: 'https://prometheus.example/graph',
  ...more,
});

const body = (alerts: readonly unknown[], more: object = {}) =>
  JSON.stringify({ version: '4', ...more, alerts });

const readParts = (text: string) => cutDelivery(text).map(readDelivery);

test('every alert is in one part, in order, word for word where its texts are not endless', () => {
  const alerts = Array.from({ length: 1_234 }, (_, index) => alert(index));
  const text = body(alerts, { drill: true, truncatedAlerts: 7 });
  const parts = readParts(text);
  expect(parts.flatMap(({ occurrences }) => occurrences)).toEqual(readDelivery(text).occurrences);
  expect(parts.map(({ truncated }) => truncated)).toEqual([7, ...parts.slice(1).map(() => 0)]);
  expect(Math.max(...cutDelivery(text).map((part) => part.length))).toBeLessThan(LARGE_BYTES);
  expect(Math.max(...parts.map(({ occurrences }) => occurrences.length))).toBeLessThanOrEqual(50);
});

test('what is rejected stays rejected, heartbeats stay heartbeats', () => {
  const beat = alert(0, { labels: { alertname: 'Heartbeat', bulkhead_heartbeat: 'prometheus' } });
  const bad = [
    null,
    'text',
    [1],
    alert(1, { startsAt: 'soon' }),
    alert(2, { status: 'resolved' }),
    alert(3, { fingerprint: 'x'.repeat(5_000_000) }),
  ];
  const text = body([...bad, beat, alert(4)]);
  const [read] = readParts(text);
  expect(read).toMatchObject({ heartbeats: ['prometheus'], occurrences: [{ fingerprint: 'f4' }] });
  expect(read?.rejected.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('an endless text shows how long it was, and its part is small', () => {
  const big = 'y'.repeat(12_000_000);
  const labels = {
    alertname: 'Big',
    ...Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`l${index}`, big.slice(0, 50_000)])),
  };
  const [part = '', ...more] = cutDelivery(
    body([alert(0, { labels, annotations: { big }, generatorURL: big })]),
  );
  expect([more, part.length < LARGE_BYTES]).toEqual([[], true]);
  const [one] = readDelivery(part).occurrences;
  expect(one?.labels.find(([name]) => name === 'l0')?.[1]).toMatch(/^y{900}… \(50,000 characters\)$/);
  expect(one?.annotations).toEqual([['big', expect.stringMatching(/^y{900}… \(12,000,000 characters\)$/)]]);
  expect(one?.link).toBeUndefined();
});

test.each([
  ['{'.repeat(200_000), 'It is not JSON.'],
  [`[${'1,'.repeat(100_000)}1]`, 'It has no list of alerts.'],
  [JSON.stringify({ text: 'x'.repeat(200_000) }), 'It has no list of alerts.'],
  [`{"alerts":[${'0,'.repeat(100_000)}0]}`, 'It has 100,001 parts, more than are read at once.'],
  [`{"alerts":[${'{},'.repeat(5_000_000)}{}]}`, 'It has 1,000,001 parts, more than are read at once.'],
  [`{"alerts":${'['.repeat(5_000_000)}`, 'It has 1,000,001 parts, more than are read at once.'],
])('%.10s... is rejected as a whole', (text, why) => {
  expect(readParts(text)).toMatchObject([{ occurrences: [], rejected: [{ index: null, why }] }]);
});

test('a list of none is a delivery of none', () => {
  expect(readParts(body([], { truncatedAlerts: 3, more: 'x'.repeat(200_000) }))).toMatchObject([
    { occurrences: [], rejected: [], truncated: 3 },
  ]);
});
