// What the commands about one incident share: the incident, locked, what stands in the log of it, and what they answer.
import { z } from 'zod';
import { INCIDENT_SUBJECT_KINDS, type IncidentState, incidentName } from '#lib/catalog/incidents.ts';
import { uuid } from '#lib/commands/inputs.ts';
import type { IncidentAnswer } from '#lib/contract/incidents.ts';
import { stateOf } from '#lib/rules/incidents/incident.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Effect } from '#lib/store/effects.ts';
import { lockIncident, type StoredIncident } from '#lib/store/incidents/incidents.ts';
import type { Decision } from '#lib/write/command.ts';

export const INCIDENT_CHANGED: Effect = {
  kind: 'notify',
  channel: 'bulkhead_console',
  payload: 'incidents',
};

export const incidentId = uuid.describe('Id of the incident, as incidents lists it.');

/** What an incident is about. */
export const subjectInput = z.strictObject({
  kind: z.enum(INCIDENT_SUBJECT_KINDS as ['firing', ...typeof INCIDENT_SUBJECT_KINDS], {
    error: `An incident is about one of ${INCIDENT_SUBJECT_KINDS.join(', ')}.`,
  }),
  id: uuid,
});

export async function loadIncident(
  tx: Tx,
  asked: { incidentId: string },
): Promise<{ state: StoredIncident | undefined; now: Date }> {
  const state = await lockIncident(tx, asked.incidentId);
  return { state, now: await databaseNow(tx) };
}

export function theIncident(incident: StoredIncident | undefined): Result<StoredIncident> {
  return incident ? ok(incident) : fail('not_found', 'There is no such incident.');
}

/** An incident whose post-mortem nobody can change any more keeps what was signed of it. */
export function stillOpenToChange(incident: StoredIncident): Result<true> {
  return incident.postMortem?.signedAt
    ? fail(
        'conflict',
        `The post-mortem of ${incidentName(incident.number)} is signed: what it says stays as it is. Add a note.`,
      )
    : ok(true);
}

/** The incident, if there is one and what it says may still change. */
export function changeable(incident: StoredIncident | undefined): Result<StoredIncident> {
  const found = theIncident(incident);
  if (!found.ok) return found;
  const open = stillOpenToChange(found.value);
  return open.ok ? found : open;
}

/** An entry of the log about an incident. */
export function incidentEvent(
  kind: string,
  incident: { id: string; number: number },
  more: Partial<AuditEvent> & { details?: Readonly<Record<string, unknown>> } = {},
): AuditEvent {
  const details = { incidentId: incident.id, ...more.details };
  return { kind, subject: incidentName(incident.number), ...more, details };
}

/** Nothing to do: as it is wanted already. */
export function unchanged(incident: StoredIncident): Result<Decision<never, IncidentAnswer>> {
  return ok({ next: null, events: [], effects: [], answer: answerOf(incident, false) });
}

export function answerOf(
  incident: StoredIncident,
  changed: boolean,
  state: IncidentState = stateOf(incident),
): IncidentAnswer {
  return { changed, incidentId: incident.id, state };
}
