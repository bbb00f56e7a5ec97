// Incidents as screens take them: one line of a list, and what belongs to one.
import type { IncidentLinkView, IncidentSummary } from '#lib/contract/incidents.ts';
import { respondClock, stateOf } from '#lib/rules/incidents/incident.ts';
import type { IncidentSubject } from '#lib/store/incidents/incident-subjects.ts';
import type { StoredIncident } from '#lib/store/incidents/incidents.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function incidentSummary(incident: StoredIncident, now: Date): IncidentSummary {
  const { id, number, title, severity, drill, source, owner, exposureUsd, pnlUsd, postMortem } = incident;
  const clock = respondClock(incident, now);
  return {
    ...{ id, number, title, severity, state: stateOf(incident), drill, source, owner, exposureUsd, pnlUsd },
    ...{ beganAt: incident.beganAt.toISOString(), openedAt: incident.openedAt.toISOString() },
    openedBy: incident.openedName,
    respond: { dueAt: clock.dueAt.toISOString(), stoppedAt: iso(clock.stoppedAt), late: clock.late },
    ...{ mitigatedAt: iso(incident.mitigatedAt), resolvedAt: iso(incident.resolvedAt) },
    resolvedBy: incident.resolvedName,
    postMortem: postMortem === null ? 'none' : postMortem.signedAt === null ? 'draft' : 'signed',
  };
}

export function subjectView(subject: IncidentSubject): IncidentLinkView {
  const { kind, id, label, title, at, endedAt, number } = subject;
  return { kind, id, label, title, at: at.toISOString(), endedAt: iso(endedAt), number };
}
