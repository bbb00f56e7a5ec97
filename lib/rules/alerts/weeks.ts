// Weeks of the calendar, from Monday 00:00 UTC on.

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** The Monday on which the first of `count` weeks begins, when the last of them is the one of `now`. */
export function firstWeek(now: Date, count: number): Date {
  const today = Math.floor(now.getTime() / DAY_MS);
  // 1 January 1970 was a Thursday.
  const sinceMonday = (today + 3) % 7;
  return new Date((today - sinceMonday) * DAY_MS - (count - 1) * WEEK_MS);
}

export function weeksFrom(first: Date, count: number): Date[] {
  return Array.from({ length: count }, (_, index) => new Date(first.getTime() + index * WEEK_MS));
}
