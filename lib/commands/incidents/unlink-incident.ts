// unlink-incident: what was linked by mistake does not belong to the incident.
import { z } from 'zod';
import type { IncidentAnswer } from '#lib/contract/incidents.ts';
import { ok } from '#lib/rules/result.ts';
import { deleteLink, linksOf, type StoredIncident, type StoredLink } from '#lib/store/incidents/incidents.ts';
import type { Command } from '#lib/write/command.ts';
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
  links: readonly StoredLink[];
}

export const unlinkIncident: Command<z.output<typeof input>, void, State, StoredLink, IncidentAnswer> = {
  name: 'unlink-incident',
  input,
  body: 'IncidentAnswer',
  load: async (tx, asked) => {
    const { state: incident, now } = await loadIncident(tx, asked);
    return { state: { incident, links: await linksOf(tx, asked.incidentId) }, now };
  },
  decide: ({ incident: state, links }, { subject }, _actor) => {
    const found = changeable(state);
    if (!found.ok) return found;
    const incident = found.value;
    const link = links.find(({ kind, id }) => kind === subject.kind && id === subject.id);
    if (!link) return unchanged(incident);
    return ok({
      next: link,
      events: [
        incidentEvent('incident.unlinked', incident, {
          oldValue: subject.kind,
          details: { about: subject.kind, aboutId: subject.id },
        }),
      ],
      effects: [INCIDENT_CHANGED],
      answer: answerOf(incident, true),
    });
  },
  save: async (tx, link, { incident }) => incident !== undefined && deleteLink(tx, incident.id, link),
};
