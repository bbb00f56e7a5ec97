// How a countdown reads: what is left, how urgent it is, and what is spoken of it. Pure.
import { lasting } from './format-time.ts';

export interface Countdown {
  /** `spare`: time enough. `half`: half of it is gone. `last`: the last minute. `late`: over. */
  phase: 'spare' | 'half' | 'last' | 'late';
  /** `4:41`, `1 h 12 min`, `3 d 4 h`; how late it is when it is over. */
  text: string;
  /** Changes only at the marks, so that a screen reader hears those and no second between them. */
  spoken: string;
}

const SECOND_MS = 1_000;
const MINUTE = 60;

/** When a countdown is heard, in seconds before its end. */
const MARKS = [
  { at: 30, words: '30 seconds left' },
  { at: MINUTE, words: '1 minute left' },
  { at: 2 * MINUTE, words: '2 minutes left' },
  { at: 5 * MINUTE, words: '5 minutes left' },
] as const;

/** All in milliseconds since 1970 on one clock, the server's. */
export function countdownOf(from: number, until: number, now: number): Countdown {
  const left = until - now;
  if (left <= 0) {
    return { phase: 'late', text: lasting(Math.floor(-left / SECOND_MS)), spoken: 'The time is over' };
  }
  const seconds = Math.ceil(left / SECOND_MS);
  const phase = seconds <= MINUTE ? 'last' : left * 2 <= until - from ? 'half' : 'spare';
  return { phase, text: lasting(seconds), spoken: MARKS.find(({ at }) => seconds <= at)?.words ?? '' };
}

/** The server's clock as this machine knows it: how far ahead of its own it is, and what it said when last heard. */
export interface ServerClock {
  skewMs: number;
  /** For the first picture, before this machine's clock is asked. */
  heardAt: number;
}

export function serverClock(heard: { status: { now: string }; receivedAt: number }): ServerClock {
  const heardAt = Date.parse(heard.status.now);
  return { skewMs: heardAt - heard.receivedAt, heardAt };
}
