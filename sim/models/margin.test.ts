// Margin ratios stay calm in ordinary times, fall below their alerts when an account loses, and recover.
import { describe, expect, it } from 'vitest';
import { type Book, openBook } from './book.ts';
import { hasRoom, type Margin, marginRatio, openMargin, stepMargin } from './margin.ts';

const FLOW = { opened: 550_000, closed: 450_000 };

function later(seconds: number, from: Margin, fills = FLOW, draining = false, book: Book = openBook()) {
  let margin = from;
  for (let step = 0; step < seconds; step += 1)
    margin = stepMargin(margin, 1_000, fills, book, () => draining);
  return margin;
}

const hedged = (usd: number): Book => ({ ...openBook(), hedge: { ...openBook().hedge, BTC: usd } });

describe('the HL account', () => {
  it('holds well above its alert under the usual flow', () => {
    expect(marginRatio(later(600, openMargin()), 'hl')).toBeGreaterThan(2.5);
  });

  it('falls below 150% within seconds when it loses, takes no more opens, and is topped up above 200%', () => {
    const drained = later(8, openMargin(), FLOW, true);
    expect(marginRatio(drained, 'hl')).toBeLessThan(1.4);
    expect(hasRoom(drained, 'hl')).toBe(false);
    expect(marginRatio(later(10, drained), 'hl')).toBeGreaterThan(2);
  });

  it('needs less when only closes are filled', () => {
    const closing = later(60, openMargin(), { opened: 0, closed: 450_000 });
    expect(marginRatio(closing, 'hl')).toBeGreaterThan(2 * marginRatio(openMargin(), 'hl'));
    expect(closing.hlExposureUsd).toBeGreaterThan(0);
  });
});

describe('the hedge account', () => {
  it('holds above its alert at three times leverage, and below it when it loses', () => {
    const full = hedged(-1_200_000);
    const held = later(30, openMargin(), FLOW, false, full);
    expect(marginRatio(held, 'hedge')).toBeGreaterThan(3);
    const drained = later(8, held, FLOW, true, full);
    expect(marginRatio(drained, 'hedge')).toBeLessThan(1.8);
    expect(hasRoom(drained, 'hedge')).toBe(false);
  });
});
