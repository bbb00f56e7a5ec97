// Attempts go to the other edges at once, then further and further apart.
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

describe('backoffMs', () => {
  it('doubles with each failure of a single edge, up to its cap', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map((attempt) => backoffMs(attempt, 1, 0.999_999))).toEqual([
      100, 200, 400, 800, 1600, 2000, 2000, 2000,
    ]);
  });

  it('tries every other edge before it waits', () => {
    expect([1, 2, 3, 4, 6, 9].map((attempt) => backoffMs(attempt, 3, 0.999_999))).toEqual([
      50, 50, 100, 100, 200, 400,
    ]);
  });

  it('spreads a fleet over half of the wait', () => {
    expect(backoffMs(4, 1, 0)).toBe(400);
    expect(backoffMs(4, 1, 0.5)).toBe(600);
  });
});
