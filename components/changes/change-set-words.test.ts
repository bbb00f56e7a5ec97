// A set of changes in one line, and the way of the whole.
import { expect, test } from 'vitest';
import type { ChangeView } from '#lib/contract/console.ts';
import { diffRows, fromToWords, subjectWords, wayOfAll } from './change-set-words.ts';

const CHANGE: ChangeView = {
  switch: 'routing_mode',
  symbol: null,
  oldValue: 'HL_MODE',
  newValue: 'NORMAL_MODE',
  oldInherited: false,
  newInherited: false,
  direction: 'raising',
};

const ETH: ChangeView = {
  ...CHANGE,
  switch: 'normal_threshold',
  symbol: 'ETH',
  oldValue: '1000',
  newValue: '500',
  direction: 'reducing',
};

test('what it is about', () => {
  expect(subjectWords([])).toBe('No switch');
  expect(subjectWords([CHANGE])).toBe('routing_mode');
  expect(subjectWords([ETH, CHANGE])).toBe('normal_threshold.ETH and 1 more');
});

test('from what to what', () => {
  expect(fromToWords([CHANGE])).toBe('HL_MODE to NORMAL_MODE');
  expect(fromToWords([ETH, CHANGE])).toBe('2 switches');
  expect(fromToWords([{ ...ETH, newInherited: true }])).toMatch(/ to the venue’s value$/);
});

test('what raises decides for the whole', () => {
  const loosens: ChangeView = {
    ...CHANGE,
    switch: 'hedge_enabled',
    oldValue: true,
    newValue: false,
    direction: 'rollback',
  };
  expect(diffRows([ETH, loosens, CHANGE]).map(({ way }) => way)).toEqual(['reducing', 'rollback', 'raising']);
  expect(wayOfAll([ETH, CHANGE])).toBe('raising');
  expect(wayOfAll([ETH, loosens])).toBe('rollback');
  expect(wayOfAll([])).toBe('none');
});
