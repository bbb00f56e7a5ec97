// What a delivery of alerts says: each occurrence by itself, so that one that makes no sense loses none of the others.

import type { AlertPriority } from '#lib/catalog/alert-types.ts';
import { ALERTS, type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import { MOST_LABELS } from '#lib/contract/intake.ts';
import { outsideLink, showOutside } from '#lib/rules/outside-text.ts';

/** `bulkhead`: Bulkhead itself, about itself. */
export type DeliverySource = 'alertmanager' | 'api' | 'push' | 'bulkhead';

/** One occurrence as it was heard of. It is told from others by source, fingerprint and startsAt. */
export interface Occurrence {
  /** Of the catalogue; null for one that Bulkhead has no entry for. */
  alert: AlertKey | null;
  title: string;
  priority: AlertPriority;
  fingerprint: string;
  status: 'firing' | 'resolved';
  startsAt: Date;
  /** When it ended; null while it fires. */
  endsAt: Date | null;
  /** In the order of their names; made harmless to show. */
  labels: readonly (readonly [string, string])[];
  annotations: readonly (readonly [string, string])[];
  link: string | undefined;
  drill: boolean;
}

export interface RejectedOccurrence {
  /** Its place in the delivery, from 0; null for the delivery as a whole. */
  index: number | null;
  why: string;
}

export interface ReadDelivery {
  occurrences: readonly Occurrence[];
  rejected: readonly RejectedOccurrence[];
  /** How many Alertmanager left out. */
  truncated: number;
  /** The delivery proves that the pipeline of this name is alive. */
  heartbeats: readonly string[];
}

/** Of one label or annotation, characters; of a delivery everything is kept, this is what is shown. */
const MOST_CHARACTERS = 1_000;

export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;

/** Names and values in order. Names like `__proto__` are names as any other: nothing is made a property of anything. */
function textsOf(value: unknown): [string, string][] {
  return Object.entries(fieldsOf(value) ?? {})
    .filter((pair): pair is [string, string] => typeof pair[1] === 'string')
    .slice(0, MOST_LABELS)
    .map(([name, text]): [string, string] => [showOutside(name, 100), showOutside(text, MOST_CHARACTERS)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const textNamed = (pairs: readonly (readonly [string, string])[], name: string): string | undefined =>
  pairs.find(([one]) => one === name)?.[1];

/** A moment that can be compared: an instant with its zone, after 2000. Alertmanager's year 1 means "not yet". */
function momentOf(value: unknown): Date | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(value)) return null;
  const moment = new Date(value);
  return moment.getUTCFullYear() >= 2000 && moment.getUTCFullYear() < 2100 ? moment : null;
}

function priorityOf(key: AlertKey | null, said: string | undefined): AlertPriority {
  if (key !== null) return ALERTS[key].priority;
  return said === 'P0' || said === 'critical' || said === 'page' ? 'P0' : 'P1';
}

function occurrenceOf(given: unknown, ofAll: { drill: boolean }): Occurrence | string {
  const fields = fieldsOf(given);
  if (fields === null) return 'It is no object.';
  const { status, fingerprint } = fields;
  if (status !== 'firing' && status !== 'resolved') return 'Its status is neither "firing" nor "resolved".';
  if (typeof fingerprint !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(fingerprint))
    return 'It has no fingerprint of 1 to 200 plain characters.';
  const startsAt = momentOf(fields.startsAt);
  if (startsAt === null) return 'Its startsAt is no moment like 2026-01-31T09:30:00Z.';
  const endsAt = status === 'resolved' ? momentOf(fields.endsAt) : null;
  if (status === 'resolved' && endsAt === null) return 'It is resolved without a moment in endsAt.';
  const labels = textsOf(fields.labels);
  const annotations = textsOf(fields.annotations);
  const name = textNamed(labels, 'alertname');
  const known = textNamed(labels, 'bulkhead_alert') ?? '';
  const alert = findAlert(known) ? (known as AlertKey) : null;
  const title = alert === null ? textNamed(annotations, 'summary') || name : ALERTS[alert].title;
  if (title === undefined || title === '') return 'It has neither the label alertname nor a summary.';
  return {
    ...{ alert, title, fingerprint, status, startsAt, endsAt, labels, annotations },
    priority: priorityOf(alert, textNamed(labels, 'priority') ?? textNamed(labels, 'severity')),
    link: typeof fields.generatorURL === 'string' ? outsideLink(fields.generatorURL) : undefined,
    drill: ofAll.drill || textNamed(labels, 'bulkhead_drill') === 'true',
  };
}

/** Prometheus's own operator ships an alert of this name that always fires. */
const WATCHDOG = 'Watchdog';
const HEARTBEAT_NAME = /^.{1,200}$/u;

/** The pipeline that an always-firing alert speaks for; undefined for an alert of another kind. */
function pipelineOf(labels: readonly (readonly [string, string])[]): string | undefined {
  const named = textNamed(labels, 'bulkhead_heartbeat');
  if (named !== undefined || textNamed(labels, 'alertname') !== WATCHDOG) return named;
  return textNamed(labels, 'prometheus') ?? WATCHDOG;
}

/** A delivery that says nothing, and why. */
export const nothing = (why: string): ReadDelivery => ({
  occurrences: [],
  rejected: [{ index: null, why }],
  truncated: 0,
  heartbeats: [],
});

/** In one delivery, each with its place; what there is beyond is counted. */
const MOST_REJECTED = 50;

function bounded(rejected: readonly RejectedOccurrence[]): readonly RejectedOccurrence[] {
  const last = rejected[MOST_REJECTED - 1];
  if (last === undefined || rejected.length === MOST_REJECTED) return rejected;
  const more = (rejected.length - MOST_REJECTED).toLocaleString('en-US');
  return [
    ...rejected.slice(0, MOST_REJECTED - 1),
    { index: last.index, why: `${last.why} After it ${more} more make no sense.` },
  ];
}

/** Reads a delivery as Alertmanager words it (webhook version 4); keys that are not known are ignored. */
export function readDelivery(body: string): ReadDelivery {
  let given: Fields | null;
  try {
    given = fieldsOf(JSON.parse(body));
  } catch {
    return nothing('It is not JSON.');
  }
  if (given !== null && typeof given.heartbeat === 'string') {
    const name = showOutside(given.heartbeat, 200);
    if (!HEARTBEAT_NAME.test(name)) return nothing('It is the heartbeat of a pipeline without a name.');
    return { occurrences: [], rejected: [], truncated: 0, heartbeats: [name] };
  }
  if (given !== null && typeof given.tooMany === 'number')
    return nothing(`It has ${given.tooMany.toLocaleString('en-US')} parts, more than are read at once.`);
  if (given === null || !Array.isArray(given.alerts)) return nothing('It has no list of alerts.');
  const occurrences: Occurrence[] = [];
  const rejected: RejectedOccurrence[] = [];
  const heartbeats = new Set<string>();
  for (const [index, one] of given.alerts.entries()) {
    const beat = pipelineOf(textsOf(fieldsOf(one)?.labels));
    if (beat !== undefined) {
      // Its name is a key of a table: one that does not fit there would hold up every delivery after it.
      if (!HEARTBEAT_NAME.test(beat))
        rejected.push({ index, why: 'It is a heartbeat without a name of 1 to 200 characters.' });
      else if (fieldsOf(one)?.status === 'firing') heartbeats.add(beat);
      continue;
    }
    const read = occurrenceOf(one, { drill: given.drill === true });
    if (typeof read === 'string') rejected.push({ index, why: read });
    else occurrences.push(read);
  }
  const { truncatedAlerts } = given;
  const truncated = typeof truncatedAlerts === 'number' && truncatedAlerts > 0 ? truncatedAlerts : 0;
  return { occurrences, rejected: bounded(rejected), truncated, heartbeats: [...heartbeats] };
}
