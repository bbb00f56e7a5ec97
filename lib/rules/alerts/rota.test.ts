import { describe, expect, test } from 'vitest';
import { type Override, onCallAt, overlapping, type Rota, stretchesOf } from './rota.ts';

const at = (text: string) => new Date(text);

const WEEKLY: Rota = {
  timeZone: 'Europe/Berlin',
  // A Monday.
  firstDay: '2026-03-16',
  shifts: [{ name: 'Primary', from: '09:00', people: ['ann', 'bob', 'cyd'] }],
};

const DAY_AND_NIGHT: Rota = {
  timeZone: 'UTC',
  firstDay: '2026-11-30',
  shifts: [
    { name: 'Day', from: '08:00', people: ['ann', 'bob'] },
    { name: 'Night', from: '20:00', people: ['cyd'] },
  ],
};

describe('one shift by the week', () => {
  test.each([
    ['before the first hand-over the last of the list has it', '2026-03-16T07:59:59Z', 'cyd'],
    ['from the first hand-over', '2026-03-16T08:00:00Z', 'ann'],
    ['until the last moment of the week', '2026-03-23T07:59:59Z', 'ann'],
    ['then the next', '2026-03-23T08:00:00Z', 'bob'],
    ['hand-over follows the wall when summer time has begun', '2026-03-30T06:59:59Z', 'bob'],
    ['an hour earlier by UTC', '2026-03-30T07:00:00Z', 'cyd'],
    ['and round again', '2026-04-06T07:00:00Z', 'ann'],
  ])('%s', (_case, moment, expected) => {
    expect(onCallAt(WEEKLY, [], at(moment)).personId).toBe(expected);
  });

  test('a week is one stretch, however many days it has', () => {
    expect(stretchesOf(WEEKLY, [], at('2026-03-16T08:00:00Z'), at('2026-03-30T07:00:00Z'))).toEqual([
      {
        ...{ from: at('2026-03-16T08:00:00Z'), until: at('2026-03-23T08:00:00Z') },
        ...{ personId: 'ann', shift: 'Primary', overrideId: null },
      },
      {
        ...{ from: at('2026-03-23T08:00:00Z'), until: at('2026-03-30T07:00:00Z') },
        ...{ personId: 'bob', shift: 'Primary', overrideId: null },
      },
    ]);
  });
});

describe('day and night', () => {
  test('a night belongs to the week in which it begins', () => {
    const who = (moment: string) => onCallAt(DAY_AND_NIGHT, [], at(moment)).personId;
    expect(who('2026-11-30T08:00:00Z')).toBe('ann');
    expect(who('2026-11-30T20:00:00Z')).toBe('cyd');
    expect(who('2026-12-01T07:59:59Z')).toBe('cyd');
    expect(who('2026-12-06T19:59:59Z')).toBe('ann');
    expect(who('2026-12-07T08:00:00Z')).toBe('bob');
  });

  test('the span is covered without gap or overlap', () => {
    const [from, until] = [at('2026-12-01T03:00:00Z'), at('2026-12-09T03:00:00Z')];
    const stretches = stretchesOf(DAY_AND_NIGHT, [], from, until);
    expect(stretches[0]?.from).toEqual(from);
    expect(stretches.at(-1)?.until).toEqual(until);
    for (const [index, one] of stretches.entries())
      if (index > 0) expect(one.from).toEqual(stretches[index - 1]?.until);
  });
});

describe('overrides', () => {
  const swap: Override = {
    ...{ id: 'o1', personId: 'bob', from: at('2026-03-17T12:00:00Z'), until: at('2026-03-18T12:00:00Z') },
  };

  test('come before the rota, from their first moment until before their last', () => {
    const who = (moment: string) => onCallAt(WEEKLY, [swap], at(moment));
    expect(who('2026-03-17T11:59:59Z').personId).toBe('ann');
    expect(who('2026-03-17T12:00:00Z')).toMatchObject({ personId: 'bob', overrideId: 'o1' });
    expect(who('2026-03-18T12:00:00Z').personId).toBe('ann');
  });

  test('split the stretch they stand in', () => {
    const people = stretchesOf(WEEKLY, [swap], at('2026-03-16T08:00:00Z'), at('2026-03-23T08:00:00Z'));
    expect(people.map(({ personId }) => personId)).toEqual(['ann', 'bob', 'ann']);
  });

  test('hold without a rota, and leave nobody round them', () => {
    const people = stretchesOf(null, [swap], at('2026-03-17T00:00:00Z'), at('2026-03-19T00:00:00Z'));
    expect(people.map(({ personId }) => personId)).toEqual([null, 'bob', null]);
    expect(onCallAt(null, [], at('2026-03-17T00:00:00Z')).personId).toBeNull();
  });

  test('overlap when they share a moment, not when one ends as the other begins', () => {
    expect(overlapping([swap], { from: swap.until, until: at('2026-03-20T00:00:00Z') })).toBeUndefined();
    expect(overlapping([swap], { from: at('2026-03-16T00:00:00Z'), until: swap.from })).toBeUndefined();
    expect(
      overlapping([swap], { from: at('2026-03-18T11:59:59Z'), until: at('2026-03-20T00:00:00Z') })?.id,
    ).toBe('o1');
  });
});
