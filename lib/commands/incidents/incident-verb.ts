// What a person says of an incident, with a reason, that moves it down its list: each verb is a command of its own.
import { z } from 'zod';
import { anyReason } from '#lib/commands/inputs.ts';
import type { IncidentAnswer } from '#lib/contract/incidents.ts';
import { move } from '#lib/rules/incidents/incident.ts';
import { parseReason } from '#lib/rules/reason.ts';
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
} from './incident-state.ts';

const input = z.strictObject({ incidentId, reason: anyReason });

/** The moment that each verb sets. */
const MOMENTS = { mitigate: 'mitigated', resolve: 'resolved' } as const;

export function incidentVerb(
  verb: keyof typeof MOMENTS,
): Command<z.output<typeof input>, void, StoredIncident | undefined, IncidentChange, IncidentAnswer> {
  const moment = MOMENTS[verb];
  return {
    name: `${verb}-incident`,
    input,
    body: 'IncidentAnswer',
    load: loadIncident,
    decide: (state, asked, actor, { now }) => {
      const found = theIncident(state);
      if (!found.ok) return found;
      const incident = found.value;
      const reason = parseReason(asked.reason, false);
      if (!reason.ok) return reason;
      const next = move(incident, verb);
      if (!next.ok) return next;
      const said = { at: now, by: personOf(actor) };
      return ok({
        next: moment === 'mitigated' ? { mitigated: said } : { resolved: said },
        events: [incidentEvent(`incident.${moment}`, incident, { reason: reason.value })],
        effects: [INCIDENT_CHANGED],
        answer: answerOf(incident, true, next.value),
      });
    },
    save: async (tx, change, incident) => incident !== undefined && changeIncident(tx, incident, change),
  };
}
