// What a pulse makes old: what moved is read anew, what every pulse asks for is not given up half-way.
import { expect, it } from 'vitest';
import type { StatusBody } from '#lib/contract/console.ts';
import { madeOld } from './made-old.ts';

const STATUS = {
  ...{ epoch: 'e', revision: '7', recent: [], level: { current: 0 } },
  attention: { requests: [], debts: [], passed: [], forms: [] },
  alerts: { openP0: 1, stamp: '1.1.1.0' },
} as unknown as StatusBody;
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
  const fired = { ...STATUS, alerts: { ...STATUS.alerts, stamp: '2.2.2.0' } } as unknown as StatusBody;
  expect(words(STATUS, fired)).toEqual(['alerts', ...seen]);
  expect(words(STATUS, { ...STATUS, revision: '8' } as unknown as StatusBody)).toEqual(all);
  const asked = { ...STATUS, attention: { ...STATUS.attention, debts: [{}] } } as unknown as StatusBody;
  expect(words(STATUS, asked)).toEqual(['approvals', 'levels']);
  expect(words(STATUS, { ...STATUS, level: { current: 2 } } as unknown as StatusBody)).toEqual(['levels']);
});
