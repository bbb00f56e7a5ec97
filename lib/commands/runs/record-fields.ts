// record-fields: the form of a step, filled in as a whole.
import { z } from 'zod';
import { LONGEST_EVIDENCE } from '#lib/catalog/runs.ts';
import { catalogueKey, storableText } from '#lib/commands/inputs.ts';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { writeOf } from '#lib/rules/runs/procedure-run.ts';
import { stepFor } from '#lib/rules/runs/run-moves.ts';
import { parseFields } from '#lib/rules/runs/run-record.ts';
import type { Command } from '#lib/write/command.ts';
import { doerOf, loadRun, moved, type RunState, type StepNext, saveMoved, stepInput } from './run-step.ts';

const TEXT = `A field holds text of 1 to ${LONGEST_EVIDENCE} characters. Leave out what is empty.`;

const input = z.strictObject({
  ...stepInput,
  fields: z
    .record(catalogueKey('the field'), storableText(TEXT, LONGEST_EVIDENCE), {
      error: 'Send the fields by their keys.',
    })
    .describe('Text of each field by its key; amounts as decimal text.'),
});

export const recordFields: Command<z.output<typeof input>, void, RunState, StepNext, StepAnswer> = {
  name: 'record-fields',
  input,
  body: 'StepAnswer',
  load: loadRun,
  decide: (state, asked, actor, { now }) => {
    const found = stepFor(state.run, asked.step, ['record'], 'do', actor);
    if (!found.ok) return found;
    const { run, at, step } = found.value;
    const fields = parseFields(step.fields, asked.fields);
    if (!fields.ok) return fields;
    return moved(
      run,
      at,
      writeOf(at, now, { state: 'done', ...doerOf(actor), data: { fields: fields.value } }),
    );
  },
  save: saveMoved,
};
