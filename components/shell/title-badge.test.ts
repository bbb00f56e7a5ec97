// The number in front of a title is put, changed and taken away, and nothing else of the title.
import { expect, test } from 'vitest';
import { titleWith } from './title-badge.ts';

test('a title has at most one number', () => {
  expect(titleWith('Now · Bulkhead', 2)).toBe('(2) Now · Bulkhead');
  expect(titleWith('(2) Now · Bulkhead', 3)).toBe('(3) Now · Bulkhead');
  expect(titleWith('(3) Now · Bulkhead', 0)).toBe('Now · Bulkhead');
});

test('a stop that holds stands before the number, once', () => {
  expect(titleWith('(2) Now · Bulkhead', 2, true)).toBe('Stopped (2) Now · Bulkhead');
  expect(titleWith('Stopped (2) Now · Bulkhead', 0, true)).toBe('Stopped Now · Bulkhead');
  expect(titleWith('Stopped Now · Bulkhead', 1)).toBe('(1) Now · Bulkhead');
});

test('open P0 alerts stand between both, and go when they are over', () => {
  expect(titleWith('(2) Now · Bulkhead', 2, false, 1)).toBe('1 P0 (2) Now · Bulkhead');
  expect(titleWith('1 P0 (2) Now · Bulkhead', 0, true, 12)).toBe('Stopped 12 P0 Now · Bulkhead');
  expect(titleWith('Stopped 12 P0 Now · Bulkhead', 0)).toBe('Now · Bulkhead');
});
