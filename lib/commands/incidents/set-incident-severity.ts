// set-incident-severity: it is worse, or less bad, than it looked; its response time counts from the opening as before.
import { z } from 'zod';
import { anyReason } from '#lib/commands/inputs.ts';
import type { IncidentAnswer } from '#lib/contract/incidents.ts';
import { move, respondBy } from '#lib/rules/incidents/incident.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { changeIncident, type IncidentChange, type StoredIncident } from '#lib/store/incidents/incidents.ts';
import type { Command } from '#lib/write/command.ts';
import {
  answerOf,
  INCIDENT_CHANGED,
  incidentEvent,
  incidentId,
  loadIncident,
  theIncident,
  unchanged,
} from './incident-state.ts';
import { severity } from './open-incident.ts';

const input = z.strictObject({ incidentId, severity, reason: anyReason });

export const setIncidentSeverity: Command<
  z.output<typeof input>,
  void,
  StoredIncident | undefined,
  IncidentChange,
  IncidentAnswer
> = {
  name: 'set-incident-severity',
  input,
  body: 'IncidentAnswer',
  load: loadIncident,
  decide: (state, asked, _actor) => {
    const found = theIncident(state);
    if (!found.ok) return found;
    const incident = found.value;
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const open = move(incident, 'resolve');
    if (!open.ok) return open;
    if (incident.severity === asked.severity) return unchanged(incident);
    return ok({
      next: {
        severity: { to: asked.severity, respondBy: respondBy(asked.severity, incident.openedAt) },
      },
      events: [
        incidentEvent('incident.severity_set', incident, {
          ...{ oldValue: incident.severity, newValue: asked.severity, reason: reason.value },
        }),
      ],
      effects: [INCIDENT_CHANGED],
      answer: answerOf(incident, true),
    });
  },
  save: async (tx, change, incident) => incident !== undefined && changeIncident(tx, incident, change),
};
