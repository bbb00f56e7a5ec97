// A lost connection is tried again after 1, 2, 4 and 8 seconds and on, and never later than the most.
import { expect, it } from 'vitest';
import { type HlLink, isUp, lostChannel, openHlLink, stepHlLink } from './hl-link.ts';

const MOST_MS = 300_000;
const SECOND = 1_000;

/** Steps a link through seconds and answers the moments (in seconds) at which it was tried. */
function tries(seconds: number, cut: (second: number) => boolean): { at: number[]; link: HlLink } {
  let link = openHlLink();
  const at: number[] = [];
  for (let second = 0; second <= seconds; second += 1) {
    const before = lostChannel(link);
    link = stepHlLink(link, second * SECOND, () => cut(second), MOST_MS);
    const after = lostChannel(link);
    if (before && (!after || after.attempts > before.attempts)) at.push(second);
  }
  return { at, link };
}

it('waits twice as long each time, five minutes at most', () => {
  const { at, link } = tries(1_800, () => true);
  const waits = at.map((second, index) => second - (at[index - 1] ?? 0));
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  expect(isUp(link)).toBe(false);
});

it('is up at the first try that comes through, at most five minutes after HL can be reached again', () => {
  const { at, link } = tries(1_000, (second) => second < 520);
  expect(at.at(-1)).toBe(811);
  expect(link.ws).toMatchObject({ up: true, lostAt: null, attempts: 0, nextTryAt: null, reconnects: 1 });
});

it('begins anew with a second when it is lost again', () => {
  expect(tries(100, (second) => second < 20 || second === 60).at).toEqual([1, 3, 7, 15, 31, 61]);
});

it('is down while one channel is, and says since when', () => {
  const link = stepHlLink(openHlLink(), 5 * SECOND, (channel) => channel === 'rest', MOST_MS);
  expect([link.ws.up, link.rest.up, isUp(link)]).toEqual([true, false, false]);
  expect(lostChannel(link)).toMatchObject({ lostAt: 5 * SECOND, nextTryAt: 6 * SECOND });
});
