// The timeline of an incident, made from entries of the log and the moments of its firings: one line each, in order, never written by hand. Pure.
import type { TimelineEntry } from '#lib/contract/incidents.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { valueText } from '#lib/rules/changes/value-text.ts';

export interface LoggedEntry {
  seq: number;
  /** ISO 8601. */
  at: string;
  actorName: string;
  kind: string;
  subject: string;
  symbol: string | null;
  oldValue: string | null;
  newValue: string | null;
  reason: string | null;
  changeSetId: string | null;
}

/** A firing that belongs to the incident. */
export interface FiringTrace {
  number: number;
  title: string;
  firedAt: string;
  confirmedAt: string | null;
  confirmedBy: string | null;
  actedAt: string | null;
  actedBy: string | null;
  effectiveAt: string | null;
  resolvedAt: string | null;
}

/** Alerts of one name that fired meanwhile and belong to no link: one line, however many. */
export interface OtherAlerts {
  title: string;
  count: number;
  firstAt: string;
  firstNumber: number;
}

function wireText(json: string | null): string {
  if (json === null) return 'unset';
  try {
    return valueText(JSON.parse(json) as WireValue);
  } catch {
    return json;
  }
}

type Words = readonly [kind: string, what: (entry: LoggedEntry) => string];

const named = (entry: LoggedEntry): string => `${entry.subject}: ${entry.newValue ?? ''}`;

/** The kinds that the timeline tells; what is not here is not its business. */
const WORDS: Readonly<Record<string, Words>> = {
  'level.pressed': ['level', ({ subject }) => `${capital(subject)} pressed`],
  'level.confirmed': ['level', ({ subject }) => `${capital(subject)} confirmed as stable`],
  'level.left': ['level', ({ subject }) => `${capital(subject)} left`],
  'emergency-stop.pressed': ['stop', () => 'Emergency stop pressed'],
  'emergency-stop.joined': ['stop', () => 'Emergency stop pressed again'],
  'emergency-stop.ended': ['stop', () => 'Restarted after the emergency stop'],
  'executors.commanded': ['command', ({ subject }) => `Executors ordered: ${subject.replaceAll('_', ' ')}`],
  'executors.retired': ['command', ({ subject }) => `Executor ${subject} retired`],
  'instance.isolated': ['instance', ({ subject }) => `Instance ${subject} isolated`],
  'instance.restored': ['instance', ({ subject }) => `Instance ${subject} counted again`],
  'effect.missed': ['instance', ({ subject }) => `Time budget missed at ${subject}`],
  'change-request.opened': ['approval', ({ subject }) => `${subject} waits for a second person`],
  'change-request.approved': ['approval', ({ subject }) => `${subject} approved`],
  'change-request.refused': ['approval', ({ subject }) => `${subject} refused`],
  'break-glass.used': ['approval', ({ subject }) => `Break-glass used for ${subject}`],
  'audit.broken': ['audit', () => 'The audit chain is broken'],
  'audit.sound': ['audit', () => 'The audit chain is sound again'],
  'run.started': ['run', ({ subject, newValue }) => `${subject} started: ${newValue ?? ''}`],
  'run.step_started': ['run', (entry) => `${named(entry)} began`],
  'run.step_waits': ['run', (entry) => `${named(entry)} waits`],
  'run.step_done': ['run', (entry) => `${named(entry)} done`],
  'run.step_passed_over': ['run', (entry) => `${named(entry)} passed over`],
  'run.step_failed': ['run', (entry) => `${named(entry)} failed`],
  'run.observation_broken': ['run', (entry) => `${named(entry)} began anew`],
  'run.signed': ['run', (entry) => `${named(entry)} signed`],
  'run.noted': ['note', named],
  'run.completed': ['run', ({ subject }) => `${subject} complete`],
  'run.ended': ['run', ({ subject }) => `${subject} ended`],
  'alert.noted': ['note', named],
  'alert.taken_over': ['alert', ({ subject }) => `${subject} taken over`],
  'alert.escalated': [
    'alert',
    ({ subject, newValue }) => `${subject}: step ${newValue ?? ''} of the chain told`,
  ],
  'canary.stage_entered': ['run', ({ subject, newValue }) => `${subject} entered ${newValue ?? ''}`],
  'canary.guard_breached': ['run', ({ subject, newValue }) => `${subject} rolled back: ${newValue ?? ''}`],
  'canary.passed': ['run', ({ subject }) => `${subject} passed`],
  'canary.no_go': ['run', ({ subject }) => `${subject}: NO-GO`],
  'canary.aborted': ['run', ({ subject }) => `${subject} ended by hand`],
  'release.stepped': ['release', ({ subject, newValue }) => `${subject} given ${newValue} of the traffic`],
  'release.rolled-back': ['release', ({ subject }) => `${subject} rolled back`],
  'release.succeeded': ['release', ({ subject }) => `${subject} is successful`],
  'incident.opened': ['incident', ({ subject }) => `${subject} opened`],
  'incident.taken': ['incident', ({ subject }) => `${subject} taken`],
  'incident.severity_set': [
    'incident',
    ({ subject, oldValue, newValue }) => `${subject}: severity ${oldValue ?? ''} to ${newValue ?? ''}`,
  ],
  'incident.mitigated': ['incident', ({ subject }) => `${subject} mitigated`],
  'incident.resolved': ['incident', ({ subject }) => `${subject} resolved`],
  'incident.impact_recorded': ['incident', named],
  'incident.noted': ['note', named],
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What happens to the whole venue counts for every incident of its time. */
export const KINDS_IN_TIME: readonly string[] = [
  'switch.changed',
  ...Object.keys(WORDS).filter((kind) => !/^(run|alert|incident)\./.test(kind)),
];

/** What belongs to one run, firing or incident counts where that one belongs to the incident. */
export const KINDS_OF_SUBJECTS: readonly string[] = Object.keys(WORDS).filter((kind) =>
  /^(run|alert|incident)\./.test(kind),
);

function lineOf(entry: LoggedEntry): TimelineEntry[] {
  const words = Object.hasOwn(WORDS, entry.kind) ? WORDS[entry.kind] : undefined;
  if (!words) return [];
  const [kind, what] = words;
  const { at, actorName: by, reason, seq } = entry;
  return [{ at, kind, what: what(entry), by, reason, seq }];
}

/** The switches of one change set are one line. */
function changeLine(entries: readonly LoggedEntry[]): TimelineEntry[] {
  const [first] = entries;
  if (!first) return [];
  const what = entries
    .map(
      ({ subject, symbol, oldValue, newValue }) =>
        `${symbol ? `${subject} ${symbol}` : subject} ${wireText(oldValue)} to ${wireText(newValue)}`,
    )
    .join(', ');
  return [{ at: first.at, kind: 'switch', what, by: first.actorName, reason: first.reason, seq: first.seq }];
}

function firingLines(firing: FiringTrace): TimelineEntry[] {
  const name = `A-${firing.number}`;
  const line = (at: string | null, what: string, by: string | null): TimelineEntry[] =>
    at === null ? [] : [{ at, kind: 'alert', what, by, reason: null, seq: null }];
  return [
    ...line(firing.firedAt, `${name} fired: ${firing.title}`, null),
    ...line(firing.confirmedAt, `${name} confirmed`, firing.confirmedBy),
    ...line(firing.actedAt, `${name}: its action carried out`, firing.actedBy),
    ...line(firing.effectiveAt, `${name}: its action effective on every instance`, null),
    ...line(firing.resolvedAt, `${name} resolved`, null),
  ];
}

/** Every line by its time; what happened at the same moment in the order of the log. */
export function timelineOf(
  entries: readonly LoggedEntry[],
  firings: readonly FiringTrace[],
  others: readonly OtherAlerts[],
): TimelineEntry[] {
  const sets = new Map<string, LoggedEntry[]>();
  const changes = entries.filter(({ kind }) => kind === 'switch.changed');
  for (const entry of changes) {
    const set = entry.changeSetId ?? `entry ${entry.seq}`;
    sets.set(set, [...(sets.get(set) ?? []), entry]);
  }
  const lines = [
    ...entries.flatMap(lineOf),
    ...[...sets.values()].flatMap(changeLine),
    ...firings.flatMap(firingLines),
    ...others.map(({ title, count, firstAt, firstNumber }) => ({
      ...{ at: firstAt, kind: 'alert', by: null, reason: null, seq: null },
      what:
        count === 1
          ? `A-${firstNumber} fired meanwhile: ${title}`
          : `A-${firstNumber} and ${count - 1} more fired meanwhile: ${title}`,
    })),
  ];
  return lines.toSorted(
    (a, b) =>
      Date.parse(a.at) - Date.parse(b.at) || (a.seq ?? 0) - (b.seq ?? 0) || (a.what < b.what ? -1 : 1),
  );
}
