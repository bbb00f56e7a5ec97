// What the screens of incidents say of states, severities, figures and links. Pure.

import { firingHref } from '#components/alerts/alert-words.ts';
import { grouped } from '#components/format-number.ts';
import { lasting, stamp } from '#components/format-time.ts';
import type { Tone } from '#components/ui/chip.tsx';
import {
  INCIDENT_STATES,
  INCIDENT_SUBJECT_KINDS,
  type IncidentState,
  type IncidentSubjectKind,
  PREVENTION_KINDS,
  type PreventionKind,
  SEVERITIES,
  type Severity,
} from '#lib/catalog/incidents.ts';
import type { IncidentSummary } from '#lib/contract/incidents.ts';

export function severityLabel(severity: string): string {
  return Object.hasOwn(SEVERITIES, severity) ? SEVERITIES[severity as Severity].label : severity;
}

export function stateLabel(state: string): string {
  return Object.hasOwn(INCIDENT_STATES, state) ? INCIDENT_STATES[state as IncidentState] : state;
}

export function preventionLabel(kind: string): string {
  return Object.hasOwn(PREVENTION_KINDS, kind) ? PREVENTION_KINDS[kind as PreventionKind] : kind;
}

/** Red is for what is critical and open; what is over is plain again. */
export function severityTone({ severity, state }: { severity: string; state: string }): Tone {
  if (state === 'resolved') return 'plain';
  return severity === 'critical' ? 'crit' : severity === 'high' ? 'risk' : 'plain';
}

export function stateTone(state: string): Tone {
  return state === 'resolved' ? 'ok' : state === 'mitigated' ? 'plain' : 'risk';
}

/** `-$124.32`, `$50,000`; `not recorded`. */
export function dollars(amount: string | null): string {
  if (amount === null) return 'not recorded';
  const loss = amount.startsWith('-');
  return `${loss ? '-' : ''}$${grouped(loss ? amount.slice(1) : amount)}`;
}

/** How long it has lasted, or lasted until its end. */
export function durationWords(begin: string, end: string | null, now: number): string {
  const until = end === null ? now : Date.parse(end);
  return lasting(Math.max(0, Math.floor((until - Date.parse(begin)) / 1_000)));
}

/** Who has it, or who is asked for. */
export function ownerWords({ owner, severity }: IncidentSummary): string {
  if (owner) return owner.name;
  const contact = Object.hasOwn(SEVERITIES, severity) ? SEVERITIES[severity as Severity].contact : 'Nobody';
  return `Nobody yet: ${contact.toLowerCase()} is asked for`;
}

export function beganWords({ beganAt, openedAt }: IncidentSummary, now: number): string {
  return beganAt === openedAt
    ? `Began ${stamp(beganAt, now)}`
    : `Began ${stamp(beganAt, now)}, opened ${stamp(openedAt, now)}`;
}

/** Where something that belongs to an incident is shown. */
export function subjectHref(kind: string, number: number | null): string {
  if (kind === 'firing') return number === null ? '/alerts' : firingHref(number);
  if (kind === 'run') return `/rollback/${number}`;
  return kind === 'emergency-stop' ? '/stop' : kind === 'level-press' ? '/levels' : '/audit';
}

/** What `from` names, or null when it names nothing. */
export function sourceOf(from: string | undefined): { kind: IncidentSubjectKind; id: string } | null {
  const [, kind, id] = /^([a-z-]+):([0-9a-f-]{36})$/.exec(from ?? '') ?? [];
  const known = INCIDENT_SUBJECT_KINDS.find((one) => one === kind);
  return known && id ? { kind: known, id } : null;
}
