// take-incident: somebody has it in hand; the first time, the clock of the response stops.
import { z } from 'zod';
import type { IncidentAnswer } from '#lib/contract/incidents.ts';
import { move } from '#lib/rules/incidents/incident.ts';
import { ok } from '#lib/rules/result.ts';
import { changeIncident, type IncidentChange, type StoredIncident } from '#lib/store/incidents/incidents.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import {
  answerOf,
  INCIDENT_CHANGED,
  incidentEvent,
  incidentId,
  loadIncident,
  theIncident,
  unchanged,
} from './incident-state.ts';

const input = z.strictObject({ incidentId });

export const takeIncident: Command<
  z.output<typeof input>,
  void,
  StoredIncident | undefined,
  IncidentChange,
  IncidentAnswer
> = {
  name: 'take-incident',
  input,
  body: 'IncidentAnswer',
  load: loadIncident,
  decide: (state, _asked, actor, { now }) => {
    const found = theIncident(state);
    if (!found.ok) return found;
    const incident = found.value;
    const person = personOf(actor);
    if (incident.owner?.id === person.id) return unchanged(incident);
    const open = move(incident, 'resolve');
    if (!open.ok) return open;
    return ok({
      next: {
        owner: { id: person.id, since: now },
        ...(incident.respondedAt === null ? { respondedAt: now } : {}),
      },
      events: [
        incidentEvent('incident.taken', incident, {
          oldValue: incident.owner?.name ?? null,
          newValue: person.name,
        }),
      ],
      effects: [INCIDENT_CHANGED],
      answer: answerOf(incident, true),
    });
  },
  save: async (tx, change, incident) => incident !== undefined && changeIncident(tx, incident, change),
};
