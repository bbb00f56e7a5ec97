// One incident as it is now, with the timeline that writes itself and its post-mortem; by its id or its number.
import { z } from 'zod';
import type { IncidentBody, PreventionView } from '#lib/contract/incidents.ts';
import { idOrNumber } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { signHeldBy } from '#lib/rules/incidents/post-mortem.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { activePeople } from '#lib/store/access/people.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { type IncidentFile, incidentFile } from '#lib/store/incidents/incident-file.ts';
import { incidentBy } from '#lib/store/incidents/incidents.ts';
import type { StoredPrevention } from '#lib/store/incidents/post-mortems.ts';
import { incidentSummary, subjectView } from './incident-view.ts';

const input = idOrNumber(
  'incident',
  z.uuid('Send the id as it was shown.').describe('Id of the incident, as incidents lists it.'),
);

export function preventionView(item: StoredPrevention): PreventionView {
  const { id, kind, what, owner, dueOn, doneAt, doneName } = item;
  return { id, kind, what, owner, dueOn, doneAt: doneAt?.toISOString() ?? null, doneBy: doneName };
}

export function postMortemView(file: IncidentFile): IncidentBody['postMortem'] {
  const { incident, saved, text, signable } = file;
  return {
    ...{ version: saved?.version ?? 0, text, hash: signable.hash },
    prevention: file.prevention.map(preventionView),
    editedAt: saved?.editedAt.toISOString() ?? null,
    editedBy: saved?.editedName ?? null,
    signatures: file.signatures.map((one) => ({ ...one, void: one.hash !== signable.hash })),
    signedAt: saved?.signedAt?.toISOString() ?? null,
    signHeldBy: signHeldBy(incident, saved !== undefined, text),
  };
}

export const readIncident: Read<z.output<typeof input>, IncidentBody> = {
  action: 'read-incident',
  body: 'IncidentBody',
  input,
  run: async (tx, { id, number }) => {
    const incident = await incidentBy(tx, id === undefined ? { number: number ?? 0 } : { id });
    if (!incident) return fail('not_found', 'There is no such incident.');
    const file = await incidentFile(tx, incident);
    const now = await databaseNow(tx);
    const { systems, version } = incident;
    const { positions, timeline, timelineCut } = file;
    return ok({
      ...{ now: now.toISOString(), incident: incidentSummary(incident, now), version, systems },
      ...{ positions, timeline, timelineCut },
      links: file.subjects.map(subjectView),
      postMortem: postMortemView(file),
      people: (await activePeople(tx)).map(({ id: personId, name }) => ({ id: personId, name })),
    });
  },
};
