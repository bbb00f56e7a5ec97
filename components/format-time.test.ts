// Times and durations as written on screen.
import { describe, expect, it } from 'vitest';
import {
  age,
  budgetWords,
  clock,
  effectTime,
  effectWords,
  exact,
  longDay,
  stamp,
  stampShort,
} from './format-time.ts';

const AT = '2026-03-19T03:07:40.218Z';

describe('times', () => {
  it('are UTC with seconds', () => {
    expect(clock(AT)).toBe('03:07:40');
    expect(exact(AT)).toBe('19 Mar 2026, 03:07:40.218');
    expect(longDay(AT)).toBe('Thursday 19 March 2026');
  });

  it('name the day only when it is another', () => {
    expect(stamp(AT, '2026-03-19T23:59:59Z')).toBe('03:07:40');
    expect(stamp(AT, '2026-03-20T00:00:01Z')).toBe('19 Mar 03:07:40');
    expect(stampShort(AT, '2026-03-19T23:59:59Z')).toBe('03:07:40');
    expect(stampShort(AT, '2026-03-20T00:00:01Z')).toBe('19 Mar 03:07');
    expect(stamp(AT, '2027-03-19T12:00:00Z')).toBe('19 Mar 03:07:40');
  });
});

describe('ages', () => {
  it.each([
    [-400, '0.0 s'],
    [800, '0.8 s'],
    [9_949, '9.9 s'],
    [9_960, '10 s'],
    [14_000, '14 s'],
    [119_000, '119 s'],
    [200_000, '3 min'],
    [3 * 3_600_000, '3 h'],
    [12 * 86_400_000, '12 d'],
  ])('%d ms is %s', (ms, words) => expect(age(ms)).toBe(words));
});

describe('effects', () => {
  it('keep their digits when they are short', () => {
    expect(effectTime(38.4)).toBe('38 ms');
    expect(effectTime(99.4)).toBe('99 ms');
    expect(effectTime(99.6)).toBe('0.10');
    expect(effectTime(470)).toBe('0.47');
    expect(effectWords(470)).toBe('0.47 s');
    expect(effectWords(12)).toBe('12 ms');
    expect(budgetWords(1_000)).toBe('1 s');
    expect(budgetWords(500)).toBe('0.5 s');
  });
});
