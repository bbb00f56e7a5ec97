// Accesses in words: why, which key, how often, from where.
import { expect, test } from 'vitest';
import type { AccessEntryView } from '#lib/contract/review.ts';
import { accessCount, accessNote, accessOrigin, accessTitle, isTrouble } from './access-words.ts';

function access(part: Partial<AccessEntryView>): AccessEntryView {
  return {
    ...{
      position: 'p',
      at: '2026-03-19T03:07:40.218000Z',
      lastAt: '2026-03-19T03:07:40.218000Z',
      kind: 'sign_in.failed',
    },
    ...{
      outcome: null,
      count: 1,
      actor: null,
      credential: null,
      address: null,
      edgeId: null,
      note: null,
      seq: null,
      ...part,
    },
  };
}
const credential = { kind: 'key', id: 'k', name: 'Router', prefix: 'bhk_12' } as const;

test('a failure says why, a denial what was denied', () => {
  expect(accessNote(access({ outcome: 'wrong_code' }))).toBe(
    'right password, second factor wrong or missing',
  );
  expect(accessNote(access({ kind: 'command.denied', note: 'set-switch: You may not.' }))).toBe(
    'set-switch: You may not.',
  );
  expect([accessTitle({ kind: 'sign_in.failed' }), accessTitle({ kind: 'new.kind' })]).toEqual([
    'Sign-in failed',
    'new.kind',
  ]);
  expect([isTrouble({ kind: 'sign_in.failed' }), isTrouble({ kind: 'key.used' })]).toEqual([true, false]);
});

test('a key is named with its prefix, and why it was refused', () => {
  expect(accessNote(access({ kind: 'key.used', credential }))).toBe('key Router (bhk_12…)');
  expect(accessNote(access({ credential, outcome: 'revoked' }))).toBe('key Router (bhk_12…): it was revoked');
});

test('how often is said where every time was counted', () => {
  expect(accessCount(access({ count: 1_200 }))).toBe('1,200 times');
  expect(accessCount(access({ count: 1 }))).toBe('');
  expect(accessCount(access({ kind: 'key.used', count: 9, edgeId: 'edge-1' }))).toBe('9 times');
  expect(accessCount(access({ kind: 'key.used', count: 2 }))).toBe('');
});

test('where it came from', () => {
  expect(accessOrigin(access({ address: '203.0.113.7' }))).toBe('203.0.113.7');
  expect(accessOrigin(access({ edgeId: 'edge-1' }))).toBe('edge edge-1');
  expect(accessOrigin(access({}))).toBe('several or unknown');
  expect(accessOrigin(access({ seq: 4 }))).toBe('');
});
