// Proof of effect: what is shown while instances apply a change, when all have, and when some are late or silent.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExpectedInstance, effectOf, failDeadlineMs } from './effect.ts';

const applied = (id: string, appliedAfterMs: number): ExpectedInstance => ({
  id,
  appliedAfterMs,
  silentForMs: 300,
});
const waiting = (id: string, silentForMs = 300): ExpectedInstance => ({
  id,
  appliedAfterMs: null,
  silentForMs,
});
const fleet = (count: number) => Array.from({ length: count }, (_, i) => applied(`router-${i}`, 10 + i));

test('14 of 14, the slowest named with its time', () => {
  expect(effectOf([...fleet(13), applied('hedger-1', 38)], 1_000, 60)).toEqual({
    ...{ state: 'effective', expected: 14, applied: 14, slowestMs: 38, slowestInstance: 'hedger-1' },
    ...{ budgetMs: 1_000, overBudget: false, lagging: [] },
  });
});

test('applying until the budget is over, then partial and over budget', () => {
  const instances = [...fleet(13), waiting('slow-1')];
  expect(effectOf(instances, 1_000, 1_000)).toMatchObject({
    state: 'applying',
    applied: 13,
    overBudget: false,
  });
  expect(effectOf(instances, 1_000, 1_001)).toMatchObject({
    ...{ state: 'partial', expected: 14, applied: 13, overBudget: true },
    lagging: [{ id: 'slow-1', silentForMs: null }],
  });
});

test('an instance silent for more than six seconds is named with how long', () => {
  expect(effectOf([waiting('a', 6_000), waiting('b', 6_001)], 5_000, 8_000).lagging).toEqual([
    { id: 'a', silentForMs: null },
    { id: 'b', silentForMs: 6_001 },
  ]);
});

test('effective in the end, but the missed budget stays visible', () => {
  expect(effectOf([applied('a', 20), applied('b', 1_200)], 1_000, 5_000)).toMatchObject({
    ...{
      state: 'effective',
      applied: 2,
      slowestMs: 1_200,
      slowestInstance: 'b',
      overBudget: true,
      lagging: [],
    },
  });
  expect(effectOf([applied('a', 1_000)], 1_000, 5_000).overBudget).toBe(false);
});

test('no instance at all proves nothing', () => {
  expect(effectOf([], 1_000, 0)).toMatchObject({
    state: 'partial',
    expected: 0,
    applied: 0,
    slowestMs: null,
  });
});

test('a receipt before the commit (clocks) counts as none taken', () => {
  expect(effectOf([applied('a', -3)], 1_000, 10)).toMatchObject({ state: 'effective', slowestMs: 0 });
});

test('laws: everybody is counted once, effective means everybody, and time only makes it worse', () => {
  const instance = fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    appliedAfterMs: fc.option(fc.integer({ min: -10, max: 10_000 })),
    silentForMs: fc.integer({ min: 0, max: 20_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(instance, { maxLength: 14 }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.nat(20_000),
      (all, budget, at) => {
        const effect = effectOf(all, budget, at);
        expect(effect.applied + effect.lagging.length).toBe(effect.expected);
        expect(effect.state === 'effective').toBe(all.length > 0 && effect.lagging.length === 0);
        const later = effectOf(all, budget, at + 1_000);
        if (effect.overBudget) expect(later.overBudget).toBe(true);
        expect(later.applied).toBe(effect.applied);
      },
    ),
  );
});

test('an instance silent beyond its fail deadline is named as fallen and no longer waited for', () => {
  const instances = [...fleet(13), waiting('router-9', 60_000)];
  expect(effectOf(instances, 1_000, 61_000, 60_000)).toMatchObject({
    ...{ state: 'effective', expected: 13, applied: 13, overBudget: false },
    ...{ lagging: [], fallen: ['router-9'] },
  });
  expect(effectOf(instances, 1_000, 61_000, null)).toMatchObject({ state: 'partial', expected: 14 });
  expect(effectOf([...fleet(13), waiting('router-9', 59_999)], 1_000, 61_000, 60_000).expected).toBe(14);
});

test('only switches that all fall have a fail deadline', () => {
  expect(failDeadlineMs(['routing_mode', 'global_betting_enabled'])).toBe(60_000);
  expect(failDeadlineMs(['routing_mode', 'normal_threshold'])).toBeNull();
  expect(failDeadlineMs([])).toBeNull();
});
