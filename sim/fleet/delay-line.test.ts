// Order is kept whatever the delays are.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DelayLine } from './delay-line.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

it('delivers at once without a delay', () => {
  const got: string[] = [];
  new DelayLine().put(0, () => got.push('now'));
  expect(got).toEqual(['now']);
});

it('never lets a later thing overtake when the delay shrinks', () => {
  const got: string[] = [];
  const line = new DelayLine();
  line.put(2_000, () => got.push('first'));
  vi.advanceTimersByTime(1_500);
  line.put(500, () => got.push('second'));
  line.put(0, () => got.push('third'));
  expect(got).toEqual([]);
  vi.advanceTimersByTime(502);
  expect(got).toEqual(['first', 'second', 'third']);
});

it('forgets everything once stopped', () => {
  const got: string[] = [];
  const line = new DelayLine();
  line.put(100, () => got.push('late'));
  line.stop();
  line.put(0, () => got.push('later'));
  vi.advanceTimersByTime(1_000);
  expect(got).toEqual([]);
});
