// The difference of two texts: both can be put together again from it, and what they share is told once.
import { expect, test } from 'vitest';
import { textDifference } from './text-difference.ts';

const without = (kind: 'first' | 'second', lines: ReturnType<typeof textDifference>) =>
  lines
    .filter((line) => line.kind !== kind)
    .map(({ text }) => text)
    .join('\n');

test.each([
  ['the same', 'a\nb', 'a\nb', 'same same'],
  ['a line added', 'a\nc', 'a\nb\nc', 'same second same'],
  ['a line taken out', 'a\nb\nc', 'a\nc', 'same first same'],
  ['a line changed', 'a\nb\nc', 'a\nB\nc', 'same first second same'],
  ['nothing before', '', 'a', 'first second'],
  ['all of it', 'a\nb', 'c', 'first first second'],
])('%s', (_name, first, second, kinds) => {
  const lines = textDifference(first, second);
  expect(lines.map(({ kind }) => kind).join(' ')).toBe(kinds);
  expect(without('second', lines)).toBe(first);
  expect(without('first', lines)).toBe(second);
});

test('texts too long to compare are shown whole, and nothing is lost', () => {
  const [first, second] = ['a\n'.repeat(700), 'b\n'.repeat(2)];
  const lines = textDifference(first, second);
  expect(without('second', lines)).toBe(first);
  expect(without('first', lines)).toBe(second);
});
