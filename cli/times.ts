// Moments and ages: what a person types for one, and how one is said.
import { InvalidArgumentError } from 'commander';

const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;
const UNITS = [
  { seconds: 86_400, name: 'd' },
  { seconds: 3_600, name: 'h' },
  { seconds: 60, name: 'min' },
] as const;

/** For commander: a time with its zone, as the API takes it. Without a zone nobody knows which one is meant. */
export function momentArgument(text: string): string {
  const time = text
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2})[ t]/, '$1T')
    .replace(/z$/, 'Z');
  if (!WITH_ZONE.test(time) || Number.isNaN(Date.parse(time))) {
    throw new InvalidArgumentError('Give it with its zone, such as 2026-03-19T03:07:40Z.');
  }
  // The API wants seconds as well.
  return time.replace(/(T\d{2}:\d{2})(Z|[+-])/, '$1:00$2');
}

/** `0.4 s`, `12 s`, `3 min`, `5 h`, `2 d`. */
export function age(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  const unit = UNITS.find((one) => seconds >= one.seconds);
  if (unit) return `${Math.floor(seconds / unit.seconds)} ${unit.name}`;
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds)} s`;
}

/** UTC to the second, as it can be typed back: `2026-03-19T03:07:40Z`. What is no time is left as it came. */
export function instant(at: string): string {
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 19)}Z`;
}
