// Puts a form together as it is frozen: everything that four people sign, from the gate, the catalogue and what was written.
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
  const { triggers, mustHave, shouldHave, shouldHaveAtLeast, afterSuccess, afterFailure } = definition;
  return {
    ...{ version: 1, form: formName(run.number, run.stage), kind: definition.key, title: definition.title },
    gate: run.stage,
    run: { id: run.id, number: run.number, programme: run.definition.key, title: run.definition.title },
    ...gateEnds(run),
    ...{ openedAt: now.toISOString(), openedBy: by, closesAt: closesAt.toISOString() },
    ...{ configuration, criteria, changes, build, position: positionId({ epoch, revision }) },
    checklists: checklistsOf(definition, criteria),
    metrics: metricsOf(definition, criteria, asked),
    lines: SIGNOFF_LINES.map((line) => ({ line, ...SIGNATURE_LINES[line] })),
    // A gate has those of its programme.
    triggers: triggers.length > 0 ? triggers : run.definition.guards.map(({ title }) => title),
    ...{ mustHave, shouldHave, shouldHaveAtLeast, afterSuccess, afterFailure },
    notes: FORM_NOTE_NAMES.flatMap((key) => {
      const text = notes[key];
      return text ? [{ key, title: FORM_NOTES[key], text }] : [];
    }),
    contacts,
  };
}
