// link-incident: an alert, a run, a level, a stop or a change of switches belongs to the incident, and so to its timeline.
import { z } from 'zod';
import { INCIDENT_LIMITS } from '#lib/catalog/incidents.ts';
import type { IncidentAnswer } from '#lib/contract/incidents.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type IncidentSubject, subjectBy } from '#lib/store/incidents/incident-subjects.ts';
import { insertLink, linksOf, type StoredIncident, type StoredLink } from '#lib/store/incidents/incidents.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import {
  answerOf,
  changeable,
  INCIDENT_CHANGED,
  incidentEvent,
  incidentId,
  loadIncident,
  subjectInput,
  unchanged,
} from './incident-state.ts';

const input = z.strictObject({ incidentId, subject: subjectInput });

interface State {
  incident: StoredIncident | undefined;
  subject: IncidentSubject | undefined;
  links: readonly StoredLink[];
}

export const linkIncident: Command<
  z.output<typeof input>,
  void,
  State,
  Parameters<typeof insertLink>[1],
  IncidentAnswer
> = {
  name: 'link-incident',
  input,
  body: 'IncidentAnswer',
  load: async (tx, asked) => {
    const { state: incident, now } = await loadIncident(tx, asked);
    const subject = await subjectBy(tx, asked.subject);
    return { state: { incident, subject, links: await linksOf(tx, asked.incidentId) }, now };
  },
  decide: ({ incident: state, subject, links }, asked, actor, { now }) => {
    const found = changeable(state);
    if (!found.ok) return found;
    const incident = found.value;
    if (!subject) return fail('not_found', `There is no ${asked.subject.kind.replace('-', ' ')} of that id.`);
    const { kind, id } = asked.subject;
    if (links.some((link) => link.kind === kind && link.id === id)) return unchanged(incident);
    if (links.length >= INCIDENT_LIMITS.links) {
      return fail('conflict', `An incident has at most ${INCIDENT_LIMITS.links} links. Take one out first.`);
    }
    return ok({
      next: { incidentId: incident.id, kind, id, by: personOf(actor), at: now },
      events: [
        incidentEvent('incident.linked', incident, {
          newValue: subject.label,
          details: { about: kind, aboutId: id },
        }),
      ],
      effects: [INCIDENT_CHANGED],
      answer: answerOf(incident, true),
    });
  },
  save: insertLink,
};
