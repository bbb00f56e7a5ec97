// Words of keys and tokens, and that no more of a pasted secret than its first characters is kept.
import { describe, expect, test } from 'vitest';
import {
  endsSoon,
  endWords,
  lastUseWords,
  leakedPrefix,
  overlapWords,
  pairWords,
  usedWords,
} from './key-words.ts';

const NOW = '2026-11-26T12:00:00Z';

test.each([
  [null, 'no end', false],
  ['2026-12-26T12:00:00Z', 'ends in 30 d', false],
  ['2026-11-26T14:30:00Z', 'ends in 2 h', true],
  ['2026-11-26T11:59:00Z', 'ended 60 s ago', true],
])('an end at %s is %s', (expiresAt, words, soon) => {
  const key = { expiresAt, lastUsedAt: null, state: 'live' } as const;
  expect(endWords(key, NOW)).toBe(words);
  expect(endsSoon(key, NOW)).toBe(soon);
  const revoked = { ...key, state: 'revoked', revokedAt: '2026-11-25T06:00:00Z' } as const;
  expect(endsSoon(revoked, NOW)).toBe(false);
  expect(endWords(revoked, NOW)).toBe('revoked 30 h ago');
});

test('last use, pair and overlap', () => {
  expect(lastUseWords({ lastUsedAt: null }, NOW)).toBe('never');
  expect(lastUseWords({ lastUsedAt: '2026-11-26T11:56:00Z' }, NOW)).toBe('4 min ago');
  expect(usedWords({ lastUsedAt: null }, NOW)).toBe('never used');
  expect(usedWords({ lastUsedAt: '2026-11-26T11:56:00Z' }, NOW)).toBe('used 4 min ago');
  const other = { id: '1', prefix: 'bhk_4fKq81Zt' };
  expect(pairWords({ replacedBy: other, replaces: null })).toBe('replaced by bhk_4fKq81Zt');
  expect(pairWords({ replacedBy: null, replaces: other })).toBe('replaces bhk_4fKq81Zt');
  expect(pairWords({ replacedBy: null, replaces: null })).toBeNull();
  expect([0, 1, 24, 168].map(overlapWords)).toEqual(['No overlap', '1 h', '24 h', '7 days']);
});

describe('of what is pasted only the first characters stay', () => {
  const secret = `bhk_4fKq81Zt_${'s3cr3t'.repeat(5)}xx`;
  test.each([
    ['the whole key', secret, 'bhk_4fKq81Zt', true],
    ['a line of a log', `authorization: Bearer ${secret}`, 'bhk_4fKq81Zt', true],
    ['a token', secret.replace('bhk', 'bht'), 'bht_4fKq81Zt', true],
    ['the first characters', ' bhk_4fKq81Zt ', 'bhk_4fKq81Zt', false],
    ['a part', 'bhk_4f', 'bhk_4f', false],
    ['something else', 'AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN', true],
  ])('%s', (_what, text, prefix, cut) => {
    expect(leakedPrefix(text)).toEqual({ prefix, cut });
  });
});
