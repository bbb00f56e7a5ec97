// Rows under the pointer stay where they are; what came meanwhile is counted.
import { expect, test } from 'vitest';
import { steadied } from './steady-rows.ts';

const row = (id: string, text = id) => ({ id, text });
const idOf = ({ id }: { id: string }) => id;

test('nobody is in the list: it is as it was read', () => {
  const fresh = [row('b'), row('a')];
  expect(steadied([row('a')], fresh, false, idOf)).toEqual({ rows: fresh, news: 0 });
});

test('somebody is in it: places stay, what is known is new, what left stays as it was, what came is counted', () => {
  const { rows, news } = steadied(
    [row('a'), row('b'), row('c')],
    [row('x'), row('c', 'new'), row('a')],
    true,
    idOf,
  );
  expect(rows).toEqual([row('a'), row('b'), row('c', 'new')]);
  expect(news).toBe(1);
});
