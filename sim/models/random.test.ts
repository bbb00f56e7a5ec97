// The generator repeats itself for a seed, and the distributions have the shape they promise.
import { describe, expect, it } from 'vitest';
import { logNormal, normal, pick, poisson, seededRandom } from './random.ts';

const COUNT = 20_000;

function sample(draw: () => number): { mean: number; deviation: number; median: number } {
  const values = Array.from({ length: COUNT }, draw).sort((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value, 0) / COUNT;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT;
  return { mean, deviation: Math.sqrt(variance), median: values[COUNT / 2] ?? Number.NaN };
}

describe('random', () => {
  it('is the same for the same seed, and another for another', () => {
    const draws = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
    expect(draws(7).every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('normal has mean 0 and deviation 1', () => {
    const random = seededRandom(1);
    const { mean, deviation } = sample(() => normal(random));
    expect(mean).toBeCloseTo(0, 1);
    expect(deviation).toBeCloseTo(1, 1);
  });

  it('logNormal has the median it is given', () => {
    const random = seededRandom(2);
    expect(sample(() => logNormal(random, 1_800, 1.4)).median / 1_800).toBeCloseTo(1, 1);
  });

  it('poisson has the mean it is given, with the spread of independent arrivals', () => {
    const random = seededRandom(3);
    const { mean, deviation } = sample(() => poisson(random, 20));
    expect(mean / 20).toBeCloseTo(1, 1);
    expect(deviation / Math.sqrt(20)).toBeCloseTo(1, 1);
    expect(poisson(random, 0)).toBe(0);
  });

  it('pick follows the weights', () => {
    const random = seededRandom(4);
    const picked = Array.from({ length: COUNT }, () =>
      pick(random, [
        ['a', 3],
        ['b', 1],
        ['never', 0],
      ] as const),
    );
    expect(picked.filter((item) => item === 'a').length / COUNT).toBeCloseTo(0.75, 1);
    expect(picked).not.toContain('never');
  });
});
