// Days of filing, UTC, as they are asked for: whether they are days, in order, and the moments between which they lie.

const DAY_MS = 86_400_000;

interface Days {
  from?: string | undefined;
  to?: string | undefined;
}

/** The calendar decides: 31 February is no day. Years before 1970 hold no withdrawals. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1970') return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The day of a moment, UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** How many days they span, both included. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** What is wrong with the two days together; null when nothing is. */
export function daysProblem({
  from,
  to,
}: {
  from?: string | undefined;
  to?: string | undefined;
}): string | null {
  return from !== undefined && to !== undefined && from > to
    ? 'The first day lies after the last one: change one of them.'
    : null;
}

/** The moments that a span of days begins and ends before. */
export function momentsOf({ from, to }: Days): {
  since?: Date;
  until?: Date;
} {
  return {
    ...(from === undefined ? {} : { since: new Date(`${from}T00:00:00Z`) }),
    ...(to === undefined ? {} : { until: new Date(Date.parse(`${to}T00:00:00Z`) + DAY_MS) }),
  };
}
