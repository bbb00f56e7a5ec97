// start-run: begins a procedure. What it does is frozen with it: a catalogue that changes later never changes a run.
import { z } from 'zod';
import { RECOVERY_PROCEDURE } from '#lib/catalog/emergency.ts';
import type { Procedure } from '#lib/catalog/procedure-types.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import { RUN_SUBJECTS, type RunSubjectKind, runName } from '#lib/catalog/runs.ts';
import { CANARY_PLAN } from '#lib/catalog/signoff.ts';
import { anyReason, anyValue, catalogueKey, switchName, symbolName, uuid } from '#lib/commands/inputs.ts';
import type { StartedRun } from '#lib/contract/runs.ts';
import { type CarriedOut, planFor } from '#lib/rules/canary/canary-plan.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { chosenSettings, mayStart, takesSettings } from '#lib/rules/runs/run-start.ts';
import { canaryById } from '#lib/store/canary/canary-runs.ts';
import { formAtGate } from '#lib/store/canary/signoff-forms.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  activeRunOf,
  insertRun,
  lockStart,
  type NewRun,
  nextRunNumber,
  startName,
  subjectExists,
} from '#lib/store/runs/runs.ts';
import { openStop } from '#lib/store/venue/emergency.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { RUN_CHANGED } from './run-step.ts';

const KINDS = `A run is about one of ${RUN_SUBJECTS.join(', ')}.`;

const input = z
  .strictObject({
    procedure: catalogueKey('the procedure'),
    reason: anyReason,
    subjectKind: z.enum(RUN_SUBJECTS, { error: KINDS }).optional().describe('What the run is about.'),
    subjectId: uuid.optional().describe('Id of what the run is about.'),
    settings: z
      .array(z.strictObject({ switch: switchName, symbol: symbolName.optional(), value: anyValue }), {
        error: 'Send the settings as a list.',
      })
      .max(50, 'Send at most 50 settings.')
      .optional()
      .describe('What the run is to set, where its procedure leaves that to whoever starts it.'),
  })
  .refine(({ subjectKind, subjectId }) => (subjectKind === undefined) === (subjectId === undefined), {
    message: 'Send subjectKind and subjectId together, or neither.',
  });

type Input = z.output<typeof input>;
type Subject = { kind: RunSubjectKind; id: string };

interface State {
  procedure: Procedure | undefined;
  /** Null when the run is about nothing in particular. */
  subject: Subject | null;
  subjectKnown: boolean;
  /** The canary that the execution plan is to carry out. */
  canary: CarriedOut | null;
  /** An active run that this one would only repeat. */
  same: { id: string; number: number } | null;
  number: number;
}

/** The recovery is always about the stop that holds. */
async function subjectOf(tx: Parameters<typeof openStop>[0], asked: Input): Promise<Subject | null> {
  if (asked.subjectKind !== undefined && asked.subjectId !== undefined) {
    return { kind: asked.subjectKind, id: asked.subjectId };
  }
  const stop = asked.procedure === RECOVERY_PROCEDURE ? await openStop(tx) : undefined;
  return stop ? { kind: 'emergency-stop', id: stop.id } : null;
}

/** With the form that was signed, or is being signed, before it. */
async function carriedOut(
  tx: Parameters<typeof openStop>[0],
  subject: Subject | null,
): Promise<CarriedOut | null> {
  const run = subject?.kind === 'canary' ? await canaryById(tx, subject.id) : undefined;
  if (!run) return null;
  const form = await formAtGate(tx, run.id, 0);
  const { number, definition, endedAt } = run;
  return { number, definition, ended: endedAt !== null, form: form?.state ?? null };
}

export const startRun: Command<Input, void, State, NewRun, StartedRun> = {
  name: 'start-run',
  input,
  body: 'StartedRun',
  load: async (tx, asked) => {
    const procedure = Object.hasOwn(PROCEDURES, asked.procedure) ? PROCEDURES[asked.procedure] : undefined;
    const subject = await subjectOf(tx, asked);
    // One at a time: two people who start the same for the same cause work in one run.
    const alone = subject !== null || procedure?.every !== undefined;
    if (procedure && alone) await lockStart(tx, startName(procedure.key, subject));
    return {
      state: {
        procedure,
        subject,
        canary: asked.procedure === CANARY_PLAN ? await carriedOut(tx, subject) : null,
        subjectKnown: subject === null || (await subjectExists(tx, subject.kind, subject.id)),
        same: procedure && alone ? await activeRunOf(tx, procedure.key, subject) : null,
        number: procedure ? await nextRunNumber(tx) : 0,
      },
      now: await databaseNow(tx),
    };
  },
  decide: ({ procedure: known, subject, subjectKnown, canary, same, number }, asked, actor, moment) => {
    if (!known) {
      return fail('not_found', `There is no procedure "${asked.procedure}". The Manual lists them all.`);
    }
    const allowed = mayStart(actor, known);
    if (!allowed.ok) return allowed;
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    if (!subjectKnown) return fail('not_found', `There is no ${subject?.kind.replace('-', ' ')} of that id.`);
    if (known.key === RECOVERY_PROCEDURE && subject?.kind !== 'emergency-stop') {
      return fail('conflict', 'No emergency stop is open: there is nothing to recover from.');
    }
    if (same) {
      return fail('conflict', `${runName(same.number)} runs this already: work in that one.`, {
        runId: same.id,
        number: same.number,
      });
    }
    const carried = canary ? planFor(canary) : ok(known);
    if (!carried.ok) return carried;
    const procedure = carried.value;
    const settings = chosenSettings(procedure, asked.settings ?? []);
    if (!settings.ok) return settings;
    const names = [...new Set(settings.value.map((setting) => setting.switch))];
    const title = takesSettings(procedure) ? `${procedure.title}: ${names.join(', ')}` : procedure.title;
    return ok({
      next: {
        ...{ id: moment.id, number, procedure, title, subject, settings: settings.value },
        ...{ reason: reason.value, by: personOf(actor), startedAt: moment.now },
      },
      events: [
        {
          kind: 'run.started',
          subject: runName(number),
          newValue: title,
          reason: reason.value,
          details: {
            ...{ runId: moment.id, procedure: procedure.key },
            ...(subject ? { about: subject.kind, aboutId: subject.id } : {}),
            ...(settings.value.length > 0 ? { settings: settings.value } : {}),
          },
        },
      ],
      effects: [RUN_CHANGED],
      answer: { runId: moment.id, number },
    });
  },
  save: insertRun,
};
