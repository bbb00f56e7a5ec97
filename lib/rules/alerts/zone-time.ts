// Local time of a named time zone and the moments it stands for, with the two hours a year that are missing or come twice.

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    });
    formats.set(zone, format);
  }
  return format;
}

/** Whether it is a zone of the IANA list by its name, such as Europe/London; offsets such as +02:00 know no summer. */
export function isTimeZone(zone: string): boolean {
  if (zone !== 'UTC' && !/^[A-Za-z]+(?:\/[A-Za-z0-9_+-]+){1,2}$/.test(zone)) return false;
  try {
    return formatOf(zone) !== undefined;
  } catch {
    // RangeError: no such zone.
    return false;
  }
}

/** Wall clock as ms since 1970 as if it were UTC. */
function wallOf(at: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const ms = ((at % 1_000) + 1_000) % 1_000;
  return (
    Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) + ms
  );
}

const DAY = 86_400_000;

/** The local day of a moment, such as 2026-11-27. */
export function localDay(at: Date, zone: string): string {
  return new Date(wallOf(at.getTime(), zone)).toISOString().slice(0, 10);
}

/**
 * The moment at which a clock on the wall shows this. A time that comes twice (clocks go back) is its first; one that is
 * skipped (clocks go forward) is as long after midnight as it would have been.
 */
export function momentOf(day: string, time: string, zone: string): Date {
  const wall = Date.parse(`${day}T${time}:00Z`);
  const offsets = [wall - DAY, wall + DAY].map((near) => wallOf(near, zone) - near);
  const [before = 0] = offsets;
  const right = offsets.map((offset) => wall - offset).filter((at) => wallOf(at, zone) === wall);
  return new Date(right.length > 0 ? Math.min(...right) : wall - before);
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Days from one to the other. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}
