// A page knows whether there is another one, also when the rows end exactly with it.
import { expect, test } from 'vitest';
import { pageOf, toRead } from './page.ts';
import { before, beforeChange, beforePosition, limit } from './query.ts';

const rows = [9, 8, 7, 6];
const page = (size: number) => pageOf(rows.slice(0, toRead(size)), size, String);

test.each([
  [1, [9], '9'],
  [3, [9, 8, 7], '7'],
  [4, [9, 8, 7, 6], null],
  [5, [9, 8, 7, 6], null],
])('%d rows of four', (size, kept, nextBefore) => {
  expect(page(size)).toEqual({ rows: kept, nextBefore });
});

test('no rows are the last page', () => {
  expect(pageOf([], 10, String)).toEqual({ rows: [], nextBefore: null });
});

test.each([
  [before, '12', 12],
  [beforePosition, '2.40', { epoch: 2, revision: 40 }],
  [beforeChange, '2.40.BTC', { epoch: 2, revision: 40, symbol: 'BTC' }],
  [beforeChange, '2.40', { epoch: 2, revision: 40, symbol: '' }],
])('a place is read as it was written: %#', (schema, text, place) => {
  expect(schema.parse(text)).toEqual(place);
});

test.each(['', '0', '-1', '1e3', ' 1', '1.2.3.4', '2.40.btc', '2.', '.4', '９', '1.2\u0000'])(
  '"%s" is no place',
  (text) => {
    for (const schema of [before, beforePosition, beforeChange])
      expect(schema.safeParse(text)).toMatchObject({
        success: false,
        error: { issues: [{ message: 'Send nextBefore of the page before, as it was.' }] },
      });
  },
);

test('a page has 50 rows unless told, 200 at most', () => {
  expect([limit.parse(undefined), limit.parse('200'), limit.safeParse('201').success]).toEqual([
    50,
    200,
    false,
  ]);
});
