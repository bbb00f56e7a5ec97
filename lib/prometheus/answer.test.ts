import { expect, test } from 'vitest';
import { type PrometheusAnswer, parseSample, readAnswer, singleValue } from './answer.ts';

const success = (data: unknown, more: object = {}) => JSON.stringify({ status: 'success', data, ...more });
const vector = (...values: string[]) => ({
  resultType: 'vector',
  result: values.map((value, index) => ({ metric: { n: String(index) }, value: [1_700_000_000.5, value] })),
});

function taken(answer: PrometheusAnswer) {
  if (!answer.ok) throw new Error(answer.message);
  return answer;
}

const valueIn = (data: unknown, more?: object) => singleValue(taken(readAnswer(200, success(data, more))));

test.each([
  ['0.25', 0.25],
  ['-3', -3],
  ['1e+06', 1_000_000],
  ['2.5E-7', 2.5e-7],
  ['.5', 0.5],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
])('a value is text: %s', (text, value) => {
  expect(parseSample(text)).toBe(value);
});

test.each(['', ' 1', '0x10', 'Infinity', '1_000', 'true', '1,5'])('no number of Prometheus: %j', (text) => {
  expect(parseSample(text)).toBeUndefined();
});

test('a number that is not text is none', () => {
  expect(parseSample(1)).toBeUndefined();
});

test('one series, one value', () => {
  expect(valueIn(vector('0.5'))).toEqual({ value: 0.5 });
  expect(valueIn({ resultType: 'scalar', result: [1, '7'] })).toEqual({ value: 7 });
});

test.each([
  ['nothing found', vector(), {}, 'no data'],
  ['NaN', vector('NaN'), {}, 'not a number'],
  ['infinite', vector('+Inf'), {}, 'not a number'],
  ['two series', vector('1', '2'), {}, 'several series'],
  ['warnings', vector('1'), { warnings: ['remote read: partial'] }, 'warnings'],
])('no value: %s', (_, data, more, why) => {
  expect(valueIn(data, more)).toMatchObject({ why });
});

test('remarks are no warnings', () => {
  expect(valueIn(vector('1'), { infos: ['metric might not be a counter'] })).toEqual({ value: 1 });
});

test('a range keeps its points', () => {
  const data = {
    resultType: 'matrix',
    result: [
      {
        metric: { job: 'venue' },
        values: [
          [1, '1'],
          [16, 'NaN'],
        ],
      },
    ],
  };
  expect(readAnswer(200, success(data))).toEqual({
    ok: true,
    warnings: [],
    series: [
      {
        labels: { job: 'venue' },
        points: [
          { at: 1, value: 1 },
          { at: 16, value: Number.NaN },
        ],
      },
    ],
  });
});

const error = (errorType: string) => JSON.stringify({ status: 'error', errorType, error: 'it says why' });

test.each([
  [400, error('bad_data'), 'bad query'],
  [422, error('execution'), 'bad query'],
  [503, error('timeout'), 'slow'],
  [503, error('unavailable'), 'unavailable'],
  [500, error('internal'), 'unavailable'],
  [503, 'Service Unavailable', 'unavailable'],
  [200, '<html>', 'garbled'],
  [404, '404 page not found', 'garbled'],
  [200, '[]', 'garbled'],
  [200, success({ resultType: 'vector', result: [{ metric: {}, value: [1, 2] }] }), 'garbled'],
  [200, success({ resultType: 'vector', result: [{ metric: { a: 1 }, value: [1, '2'] }] }), 'garbled'],
  [200, success({ resultType: 'string', result: [1, 'x'] }), 'garbled'],
  [200, success({ resultType: 'matrix', result: {} }), 'garbled'],
])('%i %s is %s', (status, text, problem) => {
  expect(readAnswer(status, text)).toMatchObject({ ok: false, problem });
});
