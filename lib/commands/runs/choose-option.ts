// choose-option: one of the ways that a step offers; what the others lead to is not needed any more.
import { z } from 'zod';
import { catalogueKey } from '#lib/commands/inputs.ts';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { fail } from '#lib/rules/result.ts';
import { writeOf } from '#lib/rules/runs/procedure-run.ts';
import { stepFor } from '#lib/rules/runs/run-moves.ts';
import type { Command } from '#lib/write/command.ts';
import { doerOf, loadRun, moved, type RunState, type StepNext, saveMoved, stepInput } from './run-step.ts';

const input = z.strictObject({ ...stepInput, option: catalogueKey('the option') });

export const chooseOption: Command<z.output<typeof input>, void, RunState, StepNext, StepAnswer> = {
  name: 'choose-option',
  input,
  body: 'StepAnswer',
  load: loadRun,
  decide: (state, asked, actor, { now }) => {
    const found = stepFor(state.run, asked.step, ['choose'], 'do', actor);
    if (!found.ok) return found;
    const { run, at, step } = found.value;
    if (!step.options.some(({ key }) => key === asked.option)) {
      const keys = step.options.map(({ key }) => key).join(', ');
      return fail('invalid_input', `"${step.title}" takes one of ${keys}.`);
    }
    return moved(
      run,
      at,
      writeOf(at, now, { state: 'done', ...doerOf(actor), data: { option: asked.option } }),
    );
  },
  save: saveMoved,
};
