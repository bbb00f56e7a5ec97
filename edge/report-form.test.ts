// Reports from outside: what is taken, and the sentence for everything else.
import { expect, test } from 'vitest';
import { FormError, readInstanceId } from '#lib/door/form.ts';
import { readReport } from './report-form.ts';

const GOOD = {
  service: 'router',
  startedAt: '2026-11-21T02:00:00.000Z',
  epoch: 1,
  revision: 7,
  mode: 'live',
};

function why(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof FormError) return error.message;
    throw error;
  }
  return 'taken';
}
const with_ = (more: object) => why(() => readReport(JSON.stringify({ ...GOOD, ...more })));

test('a report with every field is taken as it is', () => {
  const report = {
    ...GOOD,
    version: '1.4.2+build.7',
    mode: 'fallen',
    fallen: ['routing_mode', 'global_betting_enabled'],
    leaving: true,
    figures: { counters: { orders_hl_total: 12 }, gauges: { daily_pnl_usd: -4.5 } },
  };
  expect(readReport(JSON.stringify(report))).toEqual(report);
});

test.each([
  ['', 'not valid JSON'],
  ['{', 'not valid JSON'],
  ['null', 'JSON object'],
  ['[]', 'JSON object'],
  ['"x"', 'JSON object'],
  ['NaN', 'not valid JSON'],
])('the body %j is refused', (text, sentence) => {
  expect(why(() => readReport(text))).toContain(sentence);
});

test.each([
  [{ service: undefined }, 'service must'],
  [{ service: '' }, 'service must'],
  [{ service: 'a\u0000b' }, 'service must'],
  [{ service: 'x'.repeat(101) }, 'service must'],
  [{ version: '1 0' }, 'version must'],
  [{ version: 'ü' }, 'version must'],
  [{ version: null }, 'version must'],
  [{ startedAt: 'yesterday' }, 'startedAt must'],
  [{ startedAt: '2026-13-41T02:00:00Z' }, 'startedAt must'],
  [{ startedAt: '2026-11-21T02:00:00+01:00' }, 'startedAt must'],
  [{ startedAt: '0000-01-01T00:00:00Z' }, 'startedAt must'],
  [{ startedAt: 1 }, 'startedAt must'],
  [{ epoch: -1 }, 'epoch must'],
  [{ epoch: 1.5 }, 'epoch must'],
  [{ epoch: '1' }, 'epoch must'],
  [{ epoch: 2 ** 31 }, 'epoch must'],
  [{ revision: -1 }, 'revision must'],
  [{ revision: 2 ** 53 }, 'revision must'],
  [{ revision: null }, 'revision must'],
  [{ mode: 'LIVE' }, 'mode must'],
  [{ mode: ['live'] }, 'mode must'],
  [{ fallen: 'routing_mode' }, 'fallen must'],
  [{ fallen: ['routing_mode', 'routing_mode'] }, 'fallen must'],
  [{ fallen: ['DROP TABLE'] }, 'fallen must'],
  [{ fallen: Array.from({ length: 101 }, (_, i) => `s${i}`) }, 'fallen must'],
  [{ leaving: 'true' }, 'leaving must'],
  [{ color: 'red' }, '"color" is not known'],
  [{ figures: [] }, 'figures must'],
  [{ figures: { rates: {} } }, 'counters and gauges only'],
  [{ figures: { counters: { orders: 1 } } }, 'figures.counters'],
  [{ figures: { counters: { orders_total: -1 } } }, 'figures.counters'],
  [{ figures: { counters: { orders_total: '1' } } }, 'figures.counters'],
  [
    { figures: { counters: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`c${i}_total`, 1])) } },
    'figures.counters',
  ],
  [{ figures: { gauges: { Reserve: 1 } } }, 'figures.gauges'],
  [{ figures: { gauges: { reserve_usd: null } } }, 'figures.gauges'],
])('%j is refused with a sentence that names the field', (more, sentence) => {
  expect(with_(more)).toContain(sentence);
});

test('numbers that JSON can write and a double cannot hold are refused', () => {
  const text = JSON.stringify({ ...GOOD, figures: { gauges: { reserve_usd: 0 } } });
  expect(why(() => readReport(text.replace('"reserve_usd":0', '"reserve_usd":1e400')))).toContain(
    'figures.gauges',
  );
  expect(why(() => readReport(text.replace('"revision":7', '"revision":1e400')))).toContain('revision must');
});

test('names that JavaScript knows are only names', () => {
  const text = JSON.stringify(GOOD);
  expect(why(() => readReport(text.replace('{', '{"__proto__":{"leaving":true},')))).toContain(
    'is not known',
  );
  expect(with_({ figures: { gauges: { constructor: 1 } } })).toBe('taken');
});

test.each([
  ['router-01', 'router-01'],
  ['a%3Ab', 'a:b'],
  ['x'.repeat(100), 'x'.repeat(100)],
])('the instance id %j is taken', (encoded, id) => {
  expect(readInstanceId(encoded)).toBe(id);
});

test.each(['', '-a', 'a b', 'a%20b', 'a/b', 'a%2Fb', '%', '%00', '%ff', 'ü', '../x', 'x'.repeat(101)])(
  'the instance id %j is refused',
  (encoded) => {
    expect(why(() => readInstanceId(encoded))).toMatch(/instance id/);
  },
);
