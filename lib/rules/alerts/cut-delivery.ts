// Cuts a large delivery into small ones that say the same: each is taken within the time that a write has.
import { MOST_LABELS } from '#lib/contract/intake.ts';
import { type Fields, fieldsOf } from './delivery.ts';

/** A larger delivery than this is cut, bytes: a hundred alerts or so. */
export const LARGE_BYTES = 100_000;
/** Alerts in one part, and about the bytes of one. */
const MOST_ALERTS = 50;
const PART_BYTES = LARGE_BYTES / 2;
/** In a whole delivery: with more of them it is no delivery of alerts, and nobody's worker is to stand still for it. */
const MOST_IN_ALL = 100_000;
/** Objects and lists: an alert has three or four. More of them take minutes to read. */
const MOST_BRACKETS = 1_000_000;

/** Of a text, characters: what is shown of it, and how long it was (outside-text.ts). */
const MOST_CHARACTERS = 900;
const FIELDS = ['status', 'fingerprint', 'startsAt', 'endsAt', 'generatorURL'] as const;

function short(value: unknown): unknown {
  if (typeof value !== 'string') return typeof value === 'object' ? null : value;
  if (value.length <= MOST_CHARACTERS) return value;
  return `${value.slice(0, MOST_CHARACTERS)}… (${value.length.toLocaleString('en-US')} characters)`;
}

/** In the order in which they came; names like `__proto__` are names as any other. */
function shortTexts(value: unknown): Fields {
  const pairs = Object.entries(fieldsOf(value) ?? {});
  return Object.fromEntries(pairs.slice(0, MOST_LABELS).map(([name, text]) => [short(name), short(text)]));
}

/** What is read of an alert (delivery.ts), with its texts as they are shown. */
function shortAlert(value: unknown): unknown {
  const alert = fieldsOf(value);
  if (alert === null) return null;
  return {
    ...Object.fromEntries(
      FIELDS.filter((name) => Object.hasOwn(alert, name)).map((name) => [name, short(alert[name])]),
    ),
    labels: shortTexts(alert.labels),
    annotations: shortTexts(alert.annotations),
  };
}

/** Of a delivery that is not read: delivery.ts rejects it with the number. */
const tooMany = (count: number): string => JSON.stringify({ tooMany: count });

function bracketsIn(text: string): number {
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (
      let at = text.indexOf(bracket);
      at >= 0 && count <= MOST_BRACKETS;
      at = text.indexOf(bracket, at + 1)
    )
      count += 1;
  }
  return count;
}

/** The bodies of the parts; what makes no sense as a whole is one part that makes none either. */
export function cutDelivery(text: string): string[] {
  const brackets = bracketsIn(text);
  if (brackets > MOST_BRACKETS) return [tooMany(brackets)];
  let given: Fields | null;
  try {
    given = fieldsOf(JSON.parse(text));
  } catch {
    return [text.slice(0, MOST_CHARACTERS)];
  }
  if (given === null || !Array.isArray(given.alerts)) return ['{}'];
  if (given.alerts.length > MOST_IN_ALL) return [tooMany(given.alerts.length)];
  const { truncatedAlerts } = given;
  const parts: string[] = [];
  let alerts: string[] = [];
  let bytes = 0;

  function close(): void {
    // Counted once, in the first part.
    const lost =
      parts.length === 0 && typeof truncatedAlerts === 'number'
        ? `"truncatedAlerts":${JSON.stringify(truncatedAlerts)},`
        : '';
    parts.push(`{${lost}${given?.drill === true ? '"drill":true,' : ''}"alerts":[${alerts.join(',')}]}`);
    [alerts, bytes] = [[], 0];
  }

  for (const one of given.alerts) {
    const alert = JSON.stringify(shortAlert(one));
    if (alerts.length > 0 && (alerts.length === MOST_ALERTS || bytes + alert.length > PART_BYTES)) close();
    alerts.push(alert);
    bytes += alert.length;
  }
  if (alerts.length > 0 || parts.length === 0) close();
  return parts;
}
