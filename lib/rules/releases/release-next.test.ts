// The sentence that says what comes next: of every state, with what holds it, the five minutes and the hour counted down.
import { expect, test } from 'vitest';
import type { ReleaseState } from '#lib/catalog/releases.ts';
import { nextOf } from './release-next.ts';

const NOW = new Date('2026-11-27T12:00:00.000Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const next = (state: ReleaseState, change: object = {}, held: string | null = null) =>
  nextOf(
    {
      ...{ number: 3, strategy: 'canary' as const, state, step: 1, share: 5, toSide: 'green' },
      ...{ fromVersion: 'v1.2.4', toVersion: 'v1.2.5', fullAt: null, effectiveAt: null },
      ...change,
    },
    held,
    NOW,
  );

// biome-ignore format: a row a line
test.each<[ReleaseState, object, string]>([
  ['planned', {}, 'Somebody else approves it, or refuses it.'],
  ['approved', { step: 0 }, 'v1.2.5 is healthy on green: give it 5% of the traffic.'],
  ['in_progress', {}, 'Give it 20% of the traffic.'],
  ['in_progress', { strategy: 'rolling' }, 'Give it 100% of the traffic.'],
  ['paused', {}, 'Resume it, or roll it back.'],
  ['monitoring', { fullAt: ago(0) }, 'Monitor for 5 more minutes.'],
  ['monitoring', { fullAt: ago(299) }, 'Monitor for 1 more minute.'],
  ['monitoring', { fullAt: ago(300) }, 'Stable for 55 more minutes, then it is marked as successful.'],
  ['monitoring', { fullAt: ago(3_599) }, 'Stable for 1 more minute, then it is marked as successful.'],
  ['monitoring', { fullAt: ago(3_600) }, 'It is marked as successful at the next look.'],
  ['succeeded', {}, 'v1.2.5 has the traffic. Update the other side to it, for redundancy.'],
  ['rolled_back', {}, 'All traffic goes back to v1.2.4: the target is under 30 seconds.'],
  ['rolled_back', { strategy: 'rolling' }, 'All traffic goes back to v1.2.4: the target is 1 to 2 minutes.'],
  ['rolled_back', { effectiveAt: NOW }, 'v1.2.4 has all traffic. Find out what went wrong, fix it, and start a new version.'],
  ['refused', {}, 'Nothing was deployed to users.'],
  ['withdrawn', {}, 'Nothing was deployed to users.'],
])('%s, %j: %s', (state, change, words) => {
  expect(next(state, change)).toBe(words);
});

test.each<[ReleaseState, object]>([
  ['approved', { step: 0 }],
  ['in_progress', {}],
  ['monitoring', { fullAt: ago(3_600) }],
])('%s: what holds it is what is said', (state, change) => {
  expect(next(state, change, 'Wait.')).toBe('Wait.');
});
