// tick-step: somebody says that what the step asks for is so, with evidence where the step wants it.
import { z } from 'zod';
import { LONGEST_EVIDENCE } from '#lib/catalog/runs.ts';
import { storableText } from '#lib/commands/inputs.ts';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { writeOf } from '#lib/rules/runs/procedure-run.ts';
import { stepFor } from '#lib/rules/runs/run-moves.ts';
import { parseEvidence } from '#lib/rules/runs/run-record.ts';
import type { Command } from '#lib/write/command.ts';
import { doerOf, loadRun, moved, type RunState, type StepNext, saveMoved, stepInput } from './run-step.ts';

const EVIDENCE = `Evidence is text of at most ${LONGEST_EVIDENCE} characters.`;

const input = z.strictObject({
  ...stepInput,
  evidence: storableText(EVIDENCE, LONGEST_EVIDENCE)
    .optional()
    .describe('What you looked at, or a link to it.'),
});

export const tickStep: Command<z.output<typeof input>, void, RunState, StepNext, StepAnswer> = {
  name: 'tick-step',
  input,
  body: 'StepAnswer',
  load: loadRun,
  decide: (state, asked, actor, { now }) => {
    const found = stepFor(state.run, asked.step, ['tick'], 'do', actor);
    if (!found.ok) return found;
    const { run, at, step } = found.value;
    const evidence = parseEvidence(step.evidence, asked.evidence);
    if (!evidence.ok) return evidence;
    const data = evidence.value === null ? {} : { evidence: evidence.value };
    return moved(run, at, writeOf(at, now, { state: 'done', ...doerOf(actor), data }));
  },
  save: saveMoved,
};
