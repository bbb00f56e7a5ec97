// A P0 calls once when it is new and once in its last minute, whatever page of the browser hears of it.
import { expect, test } from 'vitest';
import type { AlertsPulse } from '#lib/contract/alert-history.ts';
import { heed, heededFrom, heededText, NOTHING_HEEDED } from './alert-heed.ts';

const DUE = Date.parse('2026-03-19T03:15:05Z');
const arrived = (second: number) => new Date(DUE - 300_000 + second * 1_000).toISOString();
const next = (clock: 'confirm' | 'act' = 'confirm'): AlertsPulse['next'] => ({
  ...{ id: 'f', number: 7, title: 'HL is disconnected', drill: false, clock },
  ...{ firedAt: new Date(DUE - 300_000).toISOString(), dueAt: new Date(DUE).toISOString() },
});

test('a new one calls once; an older one that is still open does not', () => {
  const first = heed(NOTHING_HEEDED, { newest: arrived(1), next: next() }, DUE - 299_000);
  expect(first.call).toBe('new');
  const again = heed(first.heeded, { newest: arrived(1), next: next() }, DUE - 200_000);
  expect(again).toEqual({ call: null, heeded: first.heeded });
  expect(heed(first.heeded, { newest: arrived(0), next: next() }, DUE - 200_000).call).toBeNull();
  expect(heed(first.heeded, { newest: arrived(9), next: next() }, DUE - 200_000).call).toBe('new');
});

test('the last minute calls once, and only to confirm', () => {
  const heeded = { newest: arrived(1), due: '' };
  const open = { newest: arrived(1), next: next() };
  expect(heed(heeded, open, DUE - 60_001).call).toBeNull();
  const pressing = heed(heeded, open, DUE - 60_000);
  expect(pressing.call).toBe('last-minute');
  expect(heed(pressing.heeded, open, DUE + 5_000).call).toBeNull();
  expect(heed(heeded, { newest: null, next: next('act') }, DUE).call).toBeNull();
  expect(heed(heeded, { newest: null, next: null }, DUE).call).toBeNull();
});

test('what an earlier page stored is taken up, and nothing else', () => {
  const heeded = { newest: arrived(1), due: '' };
  expect(heededFrom(heededText(heeded))).toEqual(heeded);
  expect(heededFrom(heededText(NOTHING_HEEDED))).toEqual(NOTHING_HEEDED);
  for (const bad of [null, '', '7', 'zzz zzz', '9999 ', '<script> '])
    expect(heededFrom(bad), String(bad)).toEqual(NOTHING_HEEDED);
});
