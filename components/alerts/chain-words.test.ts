// The audit chain in words.
import { describe, expect, it } from 'vitest';
import type { ChainBody } from '#lib/contract/console.ts';
import { blockMark, chainWords, stripSentence } from './chain-words.ts';

function chain(over: Partial<ChainBody> = {}): ChainBody {
  return {
    headSeq: 18_204,
    headHash: 'b7e0',
    verifiedSeq: 18_204,
    verifiedAt: '2026-03-19T03:12:30Z',
    durationMs: 1_800,
    brokenSeq: null,
    brokenWhy: null,
    checkpoint: { seq: 18_200, signedAt: '2026-03-19T03:12:20Z', keyId: 'k1' },
    hours: [],
    ...over,
  };
}

describe('chainWords', () => {
  it('says how far it is verified, when, and how long it took', () => {
    expect(chainWords(chain())).toEqual({
      state: 'verified',
      title: 'Chain verified to entry 18,204',
      detail: 'rehashed at 03:12:30 in 1.8 s, signed to 18,200',
    });
    expect(chainWords(chain({ verifiedSeq: 18_200, durationMs: 12, checkpoint: null })).detail).toBe(
      'rehashed at 03:12:30 in 12 ms, 4 newer',
    );
  });

  it('names the entry where it breaks', () => {
    const words = chainWords(chain({ brokenSeq: 17_944, brokenWhy: 'Stored hash differs from content.' }));
    expect(words.title).toBe('Chain breaks at entry 17,944');
    expect(words.detail).toContain('Raising changes stop.');
  });

  it('does not claim what was never checked', () => {
    expect(chainWords(chain({ verifiedAt: null, verifiedSeq: 0 })).state).toBe('pending');
  });
});

it('marks and tells the hours', () => {
  const hours = [
    { from: '2026-03-18T04:00:00Z', entries: 3, state: 'verified' },
    { from: '2026-03-18T05:00:00Z', entries: 1, state: 'broken' },
    { from: '2026-03-18T06:00:00Z', entries: 2, state: 'unknown' },
  ] as const;
  expect(hours.map(blockMark)).toEqual(['3', '!', '?']);
  expect(stripSentence(hours)).toBe('3 hours from 18 Mar 04:00:00: 1 verified, 1 broken, 1 unknown');
  expect(stripSentence([])).toBe('No hour has entries yet');
});
