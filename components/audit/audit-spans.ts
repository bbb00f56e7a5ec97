// The spans of time that the audit screens offer, in hours back from now.

export const SPANS = [
  { value: '', label: 'All time' },
  { value: '1', label: 'Last hour' },
  { value: '24', label: 'Last 24 hours' },
  { value: '168', label: 'Last 7 days' },
  { value: '720', label: 'Last 30 days' },
] as const;

const HOUR_MS = 3_600_000;

/** The start of a span, rounded to the minute so that it does not change at every pulse; undefined for all time. */
export function spanStart(hours: string, now: number): string | undefined {
  if (hours === '') return undefined;
  return new Date(Math.floor((now - Number(hours) * HOUR_MS) / 60_000) * 60_000).toISOString();
}
