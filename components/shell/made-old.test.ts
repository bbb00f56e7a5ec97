// What a pulse makes old: what moved is read anew, what every pulse asks for is not given up half-way.
import { expect, it } from 'vitest';
import type { StatusBody } from '#lib/contract/console.ts';
import { STATUS } from '#test/console-views.ts';
import { madeOld } from './made-old.ts';

const words = (before: StatusBody | undefined, now: StatusBody) =>
  madeOld(before, now)
    .filter(({ cancelRefetch }) => cancelRefetch)
    .map(({ word }) => word);

it('gives no read up for a pulse in which nothing moved', () => {
  expect(words(STATUS, { ...STATUS })).toEqual([]);
  expect(madeOld(STATUS, { ...STATUS }).map(({ word }) => word)).toContain('run');
});

it('reads anew what moved, also where a read is under way', () => {
  const all = ['switches', 'history', 'audit', 'approvals', 'levels', 'alerts'];
  const seen = ['firings', 'alert-times', 'alert-policies'];
  expect(words(undefined, STATUS)).toEqual([...all, ...seen]);
  const fired = { ...STATUS, alerts: { ...STATUS.alerts, stamp: '2.2.2.0' } };
  expect(words(STATUS, fired)).toEqual(['alerts', ...seen]);
  const over = { ...STATUS, alerts: { ...STATUS.alerts, openP0: 0 } };
  expect(words(STATUS, over)).toEqual(['approvals']);
  expect(words(STATUS, { ...STATUS, revision: 8 })).toEqual(all);
  const debt = { id: 'g1', incident: 'INC-7', usedBy: { id: 'p1', name: 'Ann' }, at: STATUS.now };
  const asked = { ...STATUS, attention: { ...STATUS.attention, debts: [debt] } };
  expect(words(STATUS, asked)).toEqual(['approvals', 'levels']);
  expect(words(STATUS, { ...STATUS, level: { ...STATUS.level, current: 2 } })).toEqual(['levels']);
});
