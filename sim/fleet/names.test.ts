// Which instances the venue has.
import { describe, expect, it } from 'vitest';
import { instanceNames } from './names.ts';

const ids = (count: number) => instanceNames(count).map((name) => name.id);

describe('instanceNames', () => {
  it('gives the usual fourteen', () => {
    expect(ids(14)).toEqual([
      'router-01',
      'router-02',
      'router-03',
      'router-04',
      'matching-01',
      'matching-02',
      'matching-03',
      'hedger-01',
      'hedger-02',
      'liquidator-01',
      'liquidator-02',
      'withdrawals-01',
      'risk-01',
      'gateway-01',
    ]);
  });

  it('gives every count, without repeats', () => {
    for (let count = 1; count <= 60; count += 1) expect(new Set(ids(count)).size).toBe(count);
  });

  it('keeps one of each service the venue works with before it doubles any', () => {
    expect(ids(5)).toEqual(['router-01', 'hedger-01', 'withdrawals-01', 'risk-01', 'gateway-01']);
    expect(ids(1)).toEqual(['router-01']);
  });

  it('adds routers beyond the usual', () => {
    expect(ids(16).slice(14)).toEqual(['router-05', 'router-06']);
  });
});
