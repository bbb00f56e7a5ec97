// When the picture counts as fresh, stale or lost, and what waits for it.
import { describe, expect, it } from 'vitest';
import type { StatusBody } from '#lib/contract/console.ts';
import { bannerWords, freshnessOf, type Heard, raisingHeldBy } from './freshness.ts';

const LIVE = { state: 'live' } as const;

function heard(over: Partial<StatusBody> = {}): Heard {
  return {
    receivedAt: 1_000_000,
    status: {
      environment: 'production',
      now: '2026-03-19T03:12:47.800Z',
      epoch: 1,
      revision: 4812,
      publishedAt: '2026-03-19T03:07:40.000Z',
      instances: { expected: 14, inStep: 14, silent: [] },
      figuresAt: '2026-03-19T03:12:47.000Z',
      integrity: { state: 'verified', verifiedSeq: 18204, brokenSeq: null },
      capabilities: {},
      recent: [],
      attention: { requests: [], debts: [], passed: [], forms: [], releases: [] },
      alerts: { openP0: 0, unconfirmed: 0, newest: null, next: null, stamp: '' },
      withdrawals: { toDecide: 0 },
      level: { current: 0, since: '2026-03-17T00:06:00.000Z', press: null },
      stop: null,
      ...over,
    },
  };
}

describe('freshness', () => {
  it('ages figures on the database clock, whatever this machine thinks the time is', () => {
    const fresh = freshnessOf(heard(), LIVE, 1_002_000);
    expect(fresh).toMatchObject({ state: 'fresh', figuresAgeMs: 2_800 });
    expect(raisingHeldBy(heard(), fresh)).toBeNull();
  });

  it('is stale after six seconds and holds raising', () => {
    const fresh = freshnessOf(heard(), LIVE, 1_005_300);
    expect(fresh.state).toBe('stale');
    expect(raisingHeldBy(heard(), fresh)).toContain('6.1 s old');
    expect(bannerWords('production', heard(), fresh)).toMatchObject({ tone: 'risk', word: 'STALE' });
  });

  it('without figures, only the age of the picture itself makes it stale', () => {
    const none = heard({ figuresAt: null });
    const fresh = freshnessOf(none, LIVE, 1_005_000);
    expect(fresh).toMatchObject({ state: 'fresh', figuresAgeMs: null });
    expect(raisingHeldBy(none, fresh)).toBeNull();
    const old = freshnessOf(none, LIVE, 1_006_100);
    expect(old.state).toBe('stale');
    expect(raisingHeldBy(none, old)).toContain('heard nothing');
  });

  it('says how long the link is gone and when it tries again', () => {
    const fresh = freshnessOf(
      heard(),
      { state: 'offline', since: 1_000_000, nextTryAt: 1_024_600 },
      1_022_000,
    );
    expect(bannerWords('staging', heard(), fresh)).toEqual({
      tone: 'crit',
      word: 'OFFLINE',
      says: 'no link for 22 s, nothing is sent',
      next: 'Next try in 3 s',
    });
    expect(raisingHeldBy(heard(), fresh)).toContain('offline');
  });

  it('holds raising while the audit chain is broken', () => {
    const broken = heard({ integrity: { state: 'broken', verifiedSeq: 17943, brokenSeq: 17944 } });
    expect(raisingHeldBy(broken, freshnessOf(broken, LIVE, 1_000_000))).toContain('17944');
  });

  it('names the environment before anything was heard', () => {
    expect(bannerWords('demo', undefined, freshnessOf(undefined, LIVE, 5)).word).toBe('DEMO');
  });
});
