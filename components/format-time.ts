// Times and durations as the console writes them: UTC, 24 hours, with seconds; ages and effects short enough for a cell.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `03:12:47` in UTC, of an ISO time or milliseconds since 1970. */
export function clock(at: string | number): string {
  const date = new Date(at);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
}

/** `18 Mar`, in UTC. */
export function day(at: string | number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** `Thursday 19 March 2026` without the month cut: for headings. */
export function longDay(at: string | number): string {
  const date = new Date(at);
  const month = date.toLocaleString('en-GB', { month: 'long', timeZone: 'UTC' });
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${month} ${date.getUTCFullYear()}`;
}

/** `03:12:47` on the day of `now`, `18 Mar 22:10:03` on another. */
export function stamp(at: string | number, now: string | number): string {
  return day(at) === day(now) && new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear()
    ? clock(at)
    : `${day(at)} ${clock(at)}`;
}

/** The same for narrow columns: other days without their seconds, `18 Mar 22:10`. */
export function stampShort(at: string | number, now: string | number): string {
  const whole = stamp(at, now);
  return whole.includes(' ') ? whole.slice(0, -3) : whole;
}

/** `19 Mar 2026, 03:07:40.218`: the whole time, for one object's page. */
export function exact(at: string | number): string {
  const date = new Date(at);
  const millis = String(date.getUTCMilliseconds()).padStart(3, '0');
  return `${day(at)} ${date.getUTCFullYear()}, ${clock(at)}.${millis}`;
}

/** `19 Mar 2026, 03:07:40`: the whole time to the second, for what is printed. */
export function exactSecond(at: string | number): string {
  return `${day(at)} ${new Date(at).getUTCFullYear()}, ${clock(at)}`;
}

/** How old something is: `0.8 s`, `14 s`, `3 min`, `5 h`, `12 d`. Never negative. */
export function age(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 120) return `${Math.floor(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.floor(hours)} h` : `${Math.floor(hours / 24)} d`;
}

/** How long something lasts, in whole seconds, for figures that tick: `4:41`, `1 h 12 min`, `3 d 4 h`. */
export function lasting(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return `${minutes}:${two(seconds % 60)}`;
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A measured time to effect: `38 ms` below a tenth of a second, else `0.47`, the seconds the budget is written in. */
export function effectTime(ms: number): string {
  return ms < 99.5 ? `${Math.round(ms)} ms` : (ms / 1000).toFixed(2);
}

/** The same where no budget follows that names the unit: `38 ms`, `0.47 s`. */
export function effectWords(ms: number): string {
  return ms < 99.5 ? effectTime(ms) : `${effectTime(ms)} s`;
}

/** A budget: `1 s`, `0.5 s`. */
export function budgetWords(ms: number): string {
  return `${ms / 1000} s`;
}
