// Answers of Prometheus as values that a person reads: several series, nothing, NaN, no answer, and hostile labels.
import { expect, test } from 'vitest';
import { readAnswer } from '#lib/prometheus/answer.ts';
import { metricReading } from './metric-reading.ts';

type Sample = readonly [labels: Record<string, string>, value: string];

function answered(samples: readonly Sample[], warnings: readonly string[] = []) {
  const result = samples.map(([metric, value]) => ({ metric, value: [1_764_245_000.1, value] }));
  return readAnswer(
    200,
    JSON.stringify({ status: 'success', data: { resultType: 'vector', result }, warnings }),
  );
}

const venue = { __name__: 'venue_margin_ratio', job: 'venue', instance: '127.0.0.1:7952' };

test('a value for each series, by what tells them apart', () => {
  const reading = metricReading(
    answered([
      [{ ...venue, account: 'hl' }, '1.72'],
      [{ ...venue, account: 'hedge' }, '3.05'],
    ]),
  );
  expect(reading).toEqual({
    values: [
      { labels: [{ name: 'account', value: 'hedge' }], value: 3.05 },
      { labels: [{ name: 'account', value: 'hl' }], value: 1.72 },
    ],
    ...{ more: 0, notKnown: null },
  });
});

test('two processes of the venue are told apart', () => {
  const { values } = metricReading(
    answered([
      [{ ...venue, instance: 'a' }, '1'],
      [{ ...venue, instance: 'b' }, '2'],
    ]),
  );
  expect(values.map(({ labels }) => labels)).toEqual([
    [{ name: 'instance', value: 'a' }],
    [{ name: 'instance', value: 'b' }],
  ]);
});

test('one series without a number does not hide the others', () => {
  const { values, notKnown } = metricReading(
    answered([
      [{ symbol: 'BTC' }, 'NaN'],
      [{ symbol: 'ETH' }, '0.01'],
    ]),
  );
  expect([values.map(({ value }) => value), notKnown]).toEqual([[null, 0.01], null]);
});

test.each([
  ['nothing', answered([]), 'Prometheus has no series of it.'],
  ['NaN', answered([[{}, 'NaN']]), 'Prometheus says NaN: there is nothing to work it out from.'],
  ['infinite', answered([[{}, '+Inf']]), 'Prometheus says Infinity: there is nothing to work it out from.'],
  [
    'partial data',
    answered([[{}, '1']], ['a store is away']),
    'Prometheus warns that something is missing: a store is away',
  ],
  ['a refusal', readAnswer(503, 'starting'), 'HTTP 503'],
  ['no Prometheus', readAnswer(200, '<html>'), expect.stringMatching(/is no JSON/)],
])('%s is no value, and says why', (_, answer, why) => {
  expect(metricReading(answer)).toEqual({ values: [], more: 0, notKnown: why });
});

test('thirty series are twelve and eighteen more', () => {
  const many = Array.from({ length: 30 }, (_, nth): Sample => [{ symbol: `S${nth}` }, '1']);
  const { values, more } = metricReading(answered(many));
  expect([values.length, more]).toEqual([12, 18]);
});

test('a label that turns the line round is made harmless, and an endless one is cut', () => {
  const { values } = metricReading(answered([[{ symbol: `\u202e${'x'.repeat(500)}` }, '1']]));
  expect(values[0]?.labels[0]?.value).toMatch(/^\\u\{202E\}x{59}… \(501 characters\)$/);
});
