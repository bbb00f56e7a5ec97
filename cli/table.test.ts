// Tables: whole values where nobody looks at a terminal, lines that fit where somebody does, widths as a terminal counts.
import { expect, test } from 'vitest';
import { tableLines } from './table.ts';
import { fitted, textWidth } from './text-width.ts';

test.each([
  ['plain', 5],
  ['日本語', 6],
  ['ＡＢ', 4],
  ['🚨', 2],
  ['Zoë', 3],
  ['Zoe\u0308', 3],
  ['ｱｲ', 2],
  ['—→…', 3],
  ['', 0],
])('%j takes %i columns', (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test.each([
  ['abcdefghij', 10, 'abcdefghij'],
  ['abcdefghij', 7, 'abc…hij'],
  ['abcdefghij', 6, 'abc…ij'],
  ['日本語日本語', 7, '日…語'],
  ['abc', 1, '…'],
])('%j in %i columns is %j', (text, columns, shown) => {
  expect(fitted(text, columns)).toBe(shown);
  expect(textWidth(shown)).toBeLessThanOrEqual(columns);
});

const COLUMNS = [{ title: 'NAME' }, { title: 'VALUE', gives: 1 }, { title: 'WHY', gives: 2 }];
const ROWS = [
  ['routing_mode', 'HL_MODE', 'because the hedge venue did not answer any more'],
  ['名前', 'x'.repeat(20), ''],
];

test('every value is whole when there is no width', () => {
  expect(tableLines(COLUMNS, ROWS)).toEqual([
    'NAME          VALUE                 WHY',
    'routing_mode  HL_MODE               because the hedge venue did not answer any more',
    `名前          ${'x'.repeat(20)}`,
  ]);
});

test('the least important column gives way first, and names never do', () => {
  const lines = tableLines(COLUMNS, ROWS, 60);
  expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(60);
  expect(lines[1]).toMatch(/^routing_mode {2}HL_MODE .*because.*…/);
  expect(lines[2]).toContain('x'.repeat(20));
  const narrow = tableLines(COLUMNS, ROWS, 30);
  expect(Math.max(...narrow.map(textWidth))).toBeLessThanOrEqual(30);
  expect(narrow[2]).toMatch(/x…x/);
  expect(tableLines(COLUMNS, ROWS, 5)[1]).toMatch(/^routing_mode/);
});

test('nothing in a cell moves the cursor', () => {
  const [, line = ''] = tableLines(COLUMNS, [['a\u001b[2J\nb', 'c\u202Ed', 'e\tf']]);
  expect(line.split(/ {2,}/)).toEqual(['a[2Jb', 'cd', 'ef']);
});
