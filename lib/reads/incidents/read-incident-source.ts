// What an incident would be opened from: offered with its title and severity, and whether one is about it already.
import { z } from 'zod';
import { INCIDENT_LIMITS, INCIDENT_SUBJECT_KINDS, type Severity } from '#lib/catalog/incidents.ts';
import type { IncidentSourceBody } from '#lib/contract/incidents.ts';
import type { Read } from '#lib/reads/read.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  firingPriority,
  type IncidentSubject,
  incidentsAbout,
  subjectBy,
} from '#lib/store/incidents/incident-subjects.ts';
import { subjectView } from './incident-view.ts';

const input = z.strictObject({
  kind: z.enum(INCIDENT_SUBJECT_KINDS as ['firing', ...typeof INCIDENT_SUBJECT_KINDS], {
    error: `kind is one of ${INCIDENT_SUBJECT_KINDS.join(', ')}.`,
  }),
  id: z.uuid('Send the id as it was shown.'),
});

/** A P0 and a stop are critical, a level is high; of anything else somebody has to say it. */
function severityOf({ kind }: IncidentSubject, priority: string | null): Severity {
  if (kind === 'emergency-stop' || priority === 'P0') return 'critical';
  return kind === 'level-press' ? 'high' : 'medium';
}

function titleOf({ kind, label, title }: IncidentSubject): string {
  const own = kind === 'firing' || kind === 'run' ? title : `${label}: ${title}`;
  return own.slice(0, INCIDENT_LIMITS.title);
}

export const readIncidentSource: Read<z.output<typeof input>, IncidentSourceBody> = {
  action: 'read-incidents',
  body: 'IncidentSourceBody',
  input,
  run: async (tx, link) => {
    const subject = await subjectBy(tx, link);
    if (!subject) return fail('not_found', `There is no ${link.kind.replace('-', ' ')} of that id.`);
    return ok({
      now: (await databaseNow(tx)).toISOString(),
      source: subjectView(subject),
      title: titleOf(subject),
      severity: severityOf(subject, await firingPriority(tx, link)),
      drill: subject.drill,
      incidents: await incidentsAbout(tx, link),
    });
  },
};
