// note-incident: what somebody saw or did, for whoever reads the incident later; also once it is over.
import { z } from 'zod';
import { INCIDENT_LIMITS } from '#lib/catalog/incidents.ts';
import { storableText } from '#lib/commands/inputs.ts';
import type { NotedAnswer } from '#lib/contract/runs.ts';
import { parseText } from '#lib/rules/incidents/post-mortem.ts';
import { ok } from '#lib/rules/result.ts';
import { insertIncidentNote, type StoredIncident } from '#lib/store/incidents/incidents.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { INCIDENT_CHANGED, incidentEvent, incidentId, loadIncident, theIncident } from './incident-state.ts';

const NOTE = `A note is text of 1 to ${INCIDENT_LIMITS.note.toLocaleString('en-US')} characters.`;

const input = z.strictObject({
  incidentId,
  text: storableText(NOTE, INCIDENT_LIMITS.note).refine((text) => text.trim() !== '', NOTE),
});

export const noteIncident: Command<
  z.output<typeof input>,
  void,
  StoredIncident | undefined,
  Parameters<typeof insertIncidentNote>[1],
  NotedAnswer
> = {
  name: 'note-incident',
  input,
  body: 'NotedAnswer',
  load: loadIncident,
  decide: (state, { text }, actor, { id, now }) => {
    const found = theIncident(state);
    if (!found.ok) return found;
    const body = parseText('Note', text);
    if (!body.ok) return body;
    return ok({
      next: { id, incidentId: found.value.id, person: personOf(actor), body: body.value, at: now },
      events: [
        incidentEvent('incident.noted', found.value, { newValue: body.value, details: { noteId: id } }),
      ],
      effects: [INCIDENT_CHANGED],
      answer: { noteId: id },
    });
  },
  save: insertIncidentNote,
};
