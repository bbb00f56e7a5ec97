// note-form: writes one of the notes of a form that is still a draft.
import { z } from 'zod';
import { FORM_NOTE_NAMES, FORM_NOTES, type FormNote, LONGEST_FORM_NOTE } from '#lib/catalog/signoff-types.ts';
import type { ChangedForm } from '#lib/contract/signoff-views.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { draftForm, type StoredForm, saveNotes } from '#lib/store/canary/signoff-forms.ts';
import type { Command } from '#lib/write/command.ts';
import { CANARY_CHANGED } from './canary-state.ts';
import { type FormState, formEvent, formInput, gateOf, loadForm } from './form-state.ts';

const input = z.strictObject({
  ...formInput,
  note: z
    .enum(FORM_NOTE_NAMES as [FormNote, ...FormNote[]], {
      error: `A note is one of ${FORM_NOTE_NAMES.join(', ')}.`,
    })
    .describe('Which of the notes.'),
  text: z
    .string({ error: 'Write the note.' })
    .trim()
    .max(LONGEST_FORM_NOTE, `A note has at most ${LONGEST_FORM_NOTE} characters.`)
    .refine(
      (text) => text.isWellFormed() && !text.includes('\u0000'),
      'Send text without U+0000 and without half characters.',
    )
    .describe('The note; empty takes it away.'),
});

interface Next {
  id: string;
  version: number;
  made: boolean;
  runId: string;
  gate: number;
  notes: StoredForm['notes'];
  at: Date;
}

export const noteForm: Command<z.output<typeof input>, void, FormState, Next, ChangedForm> = {
  name: 'note-form',
  input,
  body: 'ChangedForm',
  load: loadForm,
  decide: (state, { note, text, ...asked }, _actor, moment) => {
    const found = gateOf(state, asked.gate);
    if (!found.ok) return found;
    const { form } = state;
    const gate = found.value;
    if (gate.run.endedAt) return fail('conflict', `${gate.name}: this run is over.`);
    if (form && form.state !== 'draft') {
      return fail(
        'conflict',
        `${gate.name} is open for signature: its notes stay as they are. Take it back first.`,
      );
    }
    const id = form?.id ?? moment.id;
    if ((form?.notes[note] ?? '') === text) {
      return ok({ next: null, events: [], effects: [], answer: { changed: false, form: gate.name } });
    }
    const { [note]: _before, ...others } = form?.notes ?? {};
    const notes = text === '' ? others : { ...others, [note]: text };
    return ok({
      next: { id, version: form?.version ?? 1, made: form === undefined, ...asked, notes, at: moment.now },
      events: [
        formEvent('form.noted', gate, id, {
          ...{ oldValue: form?.notes[note] ?? null, newValue: text === '' ? null : text },
          details: { note: FORM_NOTES[note] },
        }),
      ],
      effects: [CANARY_CHANGED],
      answer: { changed: true, form: gate.name },
    });
  },
  save: (tx, { made, ...next }) => (made ? draftForm(tx, next) : saveNotes(tx, next, next.notes)),
};
