// Puts a form together as it is frozen: everything that four people sign, from the gate, the catalogue and what was written.
import { defaultsOf } from '#lib/catalog/parameter-text.ts';
import { PRODUCTION_PARAMETERS } from '#lib/catalog/programmes/production-parameters.ts';
import { SIGNATURE_LINES } from '#lib/catalog/signoff.ts';
import {
  FORM_NOTE_NAMES,
  FORM_NOTES,
  type FormNote,
  formName,
  SIGNOFF_LINES,
  type SignoffFormDefinition,
} from '#lib/catalog/signoff-types.ts';
import type { FormContact, FormSnapshot } from '#lib/contract/signoff.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import { checklistsOf, type GateFacts, gateEnds, liveFactsOf, metricsOf } from './signoff-facts.ts';
import { outcomeOf } from './signoff-outcome.ts';

/** What a form is made of. */
export interface FormParts extends GateFacts {
  definition: SignoffFormDefinition;
  /** Of the matrix. */
  revision: number;
  notes: Readonly<Partial<Record<FormNote, string>>>;
  contacts: readonly FormContact[];
}

export interface Opening {
  now: Date;
  closesAt: Date;
  by: { id: string; name: string };
}

/** `asked`: the figures that were asked of Prometheus, by the key of their row. */
export function frozenForm(
  parts: FormParts,
  { now, closesAt, by }: Opening,
  asked: ReadonlyMap<string, number | null>,
): FormSnapshot {
  const { run, definition, notes, contacts, build, epoch, revision } = parts;
  const { configuration, criteria, changes } = liveFactsOf(parts, now);
  return {
    ...{ version: 1, form: formName(run.number, run.stage), kind: definition.key, title: definition.title },
    gate: run.stage,
    run: { id: run.id, number: run.number, programme: run.definition.key, title: run.definition.title },
    ...gateEnds(run),
    ...{ openedAt: now.toISOString(), openedBy: by, closesAt: closesAt.toISOString() },
    ...{ configuration, criteria, changes, build, position: positionId({ epoch, revision }) },
    // A run that was planned before there was a parameter has what the manual has.
    checklists: checklistsOf(definition, criteria, [
      ...run.definition.parameters,
      ...defaultsOf(PRODUCTION_PARAMETERS),
    ]),
    metrics: metricsOf(definition, criteria, asked),
    lines: SIGNOFF_LINES.map((line) => ({ line, ...SIGNATURE_LINES[line] })),
    ...outcomeOf(run, definition),
    notes: FORM_NOTE_NAMES.flatMap((key) => {
      const text = notes[key];
      return text ? [{ key, title: FORM_NOTES[key], text }] : [];
    }),
    document: definition.document,
    contacts,
  };
}
