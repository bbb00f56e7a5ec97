// add-run-note: a line for whoever reads the run later; also once it is over.
import { z } from 'zod';
import { LONGEST_NOTE, runName } from '#lib/catalog/runs.ts';
import { storableText, uuid } from '#lib/commands/inputs.ts';
import type { NotedAnswer } from '#lib/contract/runs.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { insertNote, runById } from '#lib/store/runs/runs.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { RUN_CHANGED, type RunState } from './run-step.ts';

const NOTE = `A note is text of 1 to ${LONGEST_NOTE} characters.`;

const input = z.strictObject({
  runId: uuid.describe('Id of the run, as runs lists it.'),
  text: storableText(NOTE, LONGEST_NOTE).refine((text) => text.trim() !== '', NOTE),
});

export const addRunNote: Command<
  z.output<typeof input>,
  void,
  RunState,
  Parameters<typeof insertNote>[1],
  NotedAnswer
> = {
  name: 'add-run-note',
  input,
  body: 'NotedAnswer',
  load: async (tx, { runId }) => ({ state: { run: await runById(tx, runId) }, now: await databaseNow(tx) }),
  decide: ({ run }, { text }, actor, { id, now }) => {
    if (!run) return fail('not_found', 'There is no such run.');
    const note = { id, runId: run.id, person: personOf(actor), text: text.trim(), at: now };
    return ok({
      next: note,
      events: [
        { kind: 'run.noted', subject: runName(run.number), newValue: note.text, details: { noteId: id } },
      ],
      effects: [RUN_CHANGED],
      answer: { noteId: id },
    });
  },
  save: insertNote,
};
