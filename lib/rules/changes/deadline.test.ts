// Who has to come back to which value, and by when: temporary values, loosened controls, and times that make no sense.
import { describe, expect, test } from 'vitest';
import { SYSTEM } from '#lib/rules/actor.ts';
import { holding, LONG_REASON, stateOf } from '#test/decisions.ts';
import { deadlinesOf, deadlineTime, loosens } from './deadline.ts';
import { type DirectedChange, decideChange } from './decide-change.ts';

const admin = holding('super_admin');
const now = new Date('2026-03-19T03:00:00.000Z');
const ahead = (ms: number) => new Date(now.getTime() + ms);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function changes(...requests: [string, unknown][]): readonly DirectedChange[] {
  const asked = requests.map(([name, value]) => ({ switch: name, value }));
  const decided = decideChange(stateOf(), asked, LONG_REASON, admin);
  if (!decided.ok || !decided.value) throw new Error('nothing was decided');
  return decided.value.changes;
}

const loosening = () => changes(['liquidation_enabled', false]);
const reducing = () => changes(['withdrawal_enabled', false]);

test('only a rollback that turns a control down loosens', () => {
  expect(loosening().map(loosens)).toEqual([true]);
  expect(reducing().map(loosens)).toEqual([false]);
  expect(changes(['liquidation_check_interval_ms', 2_000]).map(loosens)).toEqual([true]);
  expect(changes(['liquidation_check_interval_ms', 1_000]).map(loosens)).toEqual([false]);
});

describe('the time', () => {
  test.each([
    ['now', 0, 'at least a minute ahead'],
    ['a moment too near', 59_999, 'at least a minute ahead'],
    ['in the past', -DAY, 'at least a minute ahead'],
    ['a moment too far', 30 * DAY + 1, 'within 30 days'],
  ])('%s is refused', (_name, ms, words) => {
    expect(deadlineTime(ahead(ms), now)).toMatchObject({
      error: { code: 'invalid_input', message: expect.stringContaining(words) },
    });
  });

  test.each([60_000, HOUR, 30 * DAY])('%i ms ahead is taken', (ms) => {
    expect(deadlineTime(ahead(ms), now)).toEqual({ ok: true, value: ahead(ms) });
  });
});

describe('the deadline of a change', () => {
  test('none for what neither loosens nor is temporary, also when an owner is named', () => {
    expect(deadlinesOf(reducing(), undefined, admin, now)).toEqual({ ok: true, value: null });
    const wanted = { until: null, owner: { id: 'o', name: 'Owner' } };
    expect(deadlinesOf(reducing(), wanted, admin, now)).toEqual({ ok: true, value: null });
  });

  test('four hours and its author for what loosens, unless somebody chose otherwise', () => {
    expect(deadlinesOf(loosening(), undefined, admin, now)).toEqual({
      ok: true,
      value: {
        until: ahead(4 * HOUR),
        owner: { id: admin.id, name: admin.name },
        values: [
          {
            ...{ switch: 'liquidation_enabled', symbol: null, kind: 'loosened' },
            ...{ returnValue: true, returnInherited: false },
          },
        ],
      },
    });
    const owner = { id: 'o', name: 'Owner' };
    expect(deadlinesOf(loosening(), { until: ahead(HOUR), owner }, admin, now)).toMatchObject({
      value: { until: ahead(HOUR), owner },
    });
  });

  test('with a time every value is temporary, and what loosens stays named so', () => {
    const both = changes(['liquidation_enabled', false], ['withdrawal_enabled', false]);
    const decided = deadlinesOf(both, { until: ahead(HOUR), owner: null }, admin, now);
    expect(decided.ok && decided.value?.values.map((value) => [value.switch, value.kind]).sort()).toEqual([
      ['liquidation_enabled', 'loosened'],
      ['withdrawal_enabled', 'temporary'],
    ]);
  });

  test('a time that makes no sense is refused; without a time only what loosens counts', () => {
    expect(deadlinesOf(reducing(), { until: ahead(0), owner: null }, admin, now).ok).toBe(false);
    const both = changes(['liquidation_enabled', false], ['withdrawal_enabled', false]);
    const decided = deadlinesOf(both, undefined, admin, now);
    expect(decided.ok && decided.value?.values.map((value) => value.switch)).toEqual(['liquidation_enabled']);
  });

  test('what Bulkhead itself loosens has nobody to come back to it, unless one is named', () => {
    expect(deadlinesOf(loosening(), undefined, SYSTEM, now)).toEqual({ ok: true, value: null });
    const owner = { id: 'o', name: 'Owner' };
    expect(deadlinesOf(loosening(), { until: null, owner }, SYSTEM, now)).toMatchObject({ value: { owner } });
  });
});
