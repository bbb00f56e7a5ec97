// The scale of the chart, and where its areas lie.
import { describe, expect, it } from 'vitest';
import { STEPS } from '../models/rates.ts';
import { chart, scaleTop } from './chart.ts';

describe('chart', () => {
  it.each([
    [0, 100],
    [100, 100],
    [101, 200],
    [437, 500],
    [501, 1_000],
    [4_000, 5_000],
  ])('scales %i orders a second to %i', (most, top) => {
    expect(scaleTop(most)).toBe(top);
  });

  it('stacks the routes on each other, the newest at the right edge', () => {
    const step = { internal: 100, hl: 250, refused: 50 };
    const text = chart([step, step]).text;
    const left = (((STEPS - 2) / (STEPS - 1)) * 720).toFixed(1);
    expect(text).toContain(
      `class="area-internal" points="${left},144.0 720.0,144.0 720.0,180.0 ${left},180.0"`,
    );
    expect(text).toContain(`class="area-hl" points="${left},54.0 720.0,54.0 720.0,144.0 ${left},144.0"`);
    expect(text).toContain(`class="area-refused" points="${left},36.0 720.0,36.0 720.0,54.0 ${left},54.0"`);
  });

  it('is an empty frame before there is anything to draw', () => {
    expect(chart([]).text).not.toContain('polygon');
  });
});
