// open-incident: something is wrong and somebody works on it; from an alert, a level, a rollback, an emergency stop, or by hand.
import { z } from 'zod';
import { INCIDENT_LIMITS, incidentName, SEVERITY_NAMES } from '#lib/catalog/incidents.ts';
import { moment, storableText } from '#lib/commands/inputs.ts';
import type { OpenedIncident } from '#lib/contract/incidents.ts';
import { respondBy } from '#lib/rules/incidents/incident.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { type IncidentSubject, subjectBy, unresolvedAbout } from '#lib/store/incidents/incident-subjects.ts';
import { insertIncident, type NewIncident, nextIncidentNumber } from '#lib/store/incidents/incidents.ts';
import { lockStart } from '#lib/store/runs/runs.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { INCIDENT_CHANGED, incidentEvent, subjectInput } from './incident-state.ts';

const TITLE = `Name the incident in one line of 3 to ${INCIDENT_LIMITS.title} characters.`;

export const severity = z
  .enum(SEVERITY_NAMES as ['critical', ...typeof SEVERITY_NAMES], {
    error: `Severity is one of ${SEVERITY_NAMES.join(', ')}.`,
  })
  .describe('How soon somebody takes it: 15 minutes, 30 minutes, 2 hours, next business day.');

const input = z.strictObject({
  title: storableText(TITLE, INCIDENT_LIMITS.title)
    .transform((text) => text.trim().replace(/\s+/gu, ' '))
    .refine((text) => text.length >= 3 && !/[\p{C}\u2028\u2029]/u.test(text), TITLE),
  severity,
  from: subjectInput.optional().describe('What it is opened from; by hand when it is left out.'),
  beganAt: moment
    .optional()
    .describe('When it began; when that what it is opened from began, or now, when it is left out.'),
  drill: z.boolean().optional().describe('Only an exercise. Of a drill, the alert says so itself.'),
  take: z.boolean().optional().describe('You take it yourself, at once.'),
});

interface State {
  /** Undefined when it is opened by hand, null when there is no such thing. */
  subject: IncidentSubject | null | undefined;
  about: number | null;
  number: number;
}

export const openIncident: Command<z.output<typeof input>, void, State, NewIncident, OpenedIncident> = {
  name: 'open-incident',
  input,
  body: 'OpenedIncident',
  load: async (tx, { from }) => {
    // Two people who open the same thing at the same time work in one incident.
    if (from) await lockStart(tx, `incident/${from.kind}/${from.id}`);
    return {
      state: {
        subject: from && ((await subjectBy(tx, from)) ?? null),
        about: from ? await unresolvedAbout(tx, from) : null,
        number: await nextIncidentNumber(tx),
      },
      now: await databaseNow(tx),
    };
  },
  decide: ({ subject, about, number }, asked, actor, { id, now }) => {
    if (subject === null)
      return fail('not_found', `There is no ${asked.from?.kind.replace('-', ' ')} of that id.`);
    if (about !== null) {
      return fail('conflict', `${incidentName(about)} is about this already: work in that one.`, {
        number: about,
      });
    }
    const beganAt = asked.beganAt ?? subject?.at ?? now;
    if (beganAt > now)
      return fail('invalid_input', 'An incident has begun already: send a time that has passed.');
    const by = personOf(actor);
    return ok({
      next: {
        ...{ id, number, title: asked.title, severity: asked.severity, by, beganAt, openedAt: now },
        ...{ from: asked.from ?? null, drill: subject?.drill === true || asked.drill === true },
        ...{ respondBy: respondBy(asked.severity, now), taken: asked.take === true },
      },
      events: [
        incidentEvent(
          'incident.opened',
          { id, number },
          {
            newValue: asked.title,
            details: {
              ...{ severity: asked.severity, beganAt: beganAt.toISOString() },
              ...(asked.from ? { from: asked.from.kind, fromId: asked.from.id } : {}),
            },
          },
        ),
        ...(asked.take ? [incidentEvent('incident.taken', { id, number }, { newValue: by.name })] : []),
      ],
      effects: [INCIDENT_CHANGED],
      answer: { incidentId: id, number },
    });
  },
  save: insertIncident,
};
