// mitigate-incident: customers are no longer hurt; the cause may still be there.
import { z } from 'zod';
import type { IncidentAnswer } from '#lib/contract/incidents.ts';
import { move } from '#lib/rules/incident.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { changeIncident, type IncidentChange, type StoredIncident } from '#lib/store/incidents.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import {
  answerOf,
  INCIDENT_CHANGED,
  incidentEvent,
  incidentId,
  loadIncident,
  theIncident,
} from './incident-state.ts';
import { anyReason } from './inputs.ts';

const input = z.strictObject({ incidentId, reason: anyReason });

export const mitigateIncident: Command<
  z.output<typeof input>,
  void,
  StoredIncident | undefined,
  IncidentChange,
  IncidentAnswer
> = {
  name: 'mitigate-incident',
  input,
  body: 'IncidentAnswer',
  load: loadIncident,
  decide: (state, asked, actor, { now }) => {
    const found = theIncident(state);
    if (!found.ok) return found;
    const incident = found.value;
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const next = move(incident, 'mitigate');
    if (!next.ok) return next;
    return ok({
      next: { mitigated: { at: now, by: personOf(actor) } },
      events: [incidentEvent('incident.mitigated', incident, { reason: reason.value })],
      effects: [INCIDENT_CHANGED],
      answer: answerOf(incident, true, next.value),
    });
  },
  save: async (tx, change, incident) => incident !== undefined && changeIncident(tx, incident, change),
};
