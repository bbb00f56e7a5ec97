// When operations come due: by the calendar in UTC; a week begins on Monday.
import type { Procedure } from '#lib/catalog/procedure-types.ts';

export type Every = NonNullable<Procedure['every']>;

const DAY_MS = 86_400_000;

/** When the day, week or month of `at` began. */
export function periodStart(every: Every, at: Date): Date {
  const day = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate());
  if (every === 'day') return new Date(day);
  if (every === 'month') return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  return new Date(day - ((at.getUTCDay() + 6) % 7) * DAY_MS);
}

function nextStart(every: Every, start: Date): Date {
  if (every === 'month') return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  return new Date(start.getTime() + (every === 'day' ? 1 : 7) * DAY_MS);
}

export interface Due {
  /** `overdue`: the period before this one passed without it too. */
  state: 'done' | 'due' | 'overdue';
  /** The end of the period that it is due in. */
  by: Date;
}

/** `lastDone` is when a run of it was last completed; null when never. */
export function dueOf(every: Every, lastDone: Date | null, now: Date): Due {
  const start = periodStart(every, now);
  const by = nextStart(every, start);
  if (lastDone && lastDone >= start) return { state: 'done', by };
  const before = periodStart(every, new Date(start.getTime() - 1));
  return { state: lastDone && lastDone < before ? 'overdue' : 'due', by };
}
