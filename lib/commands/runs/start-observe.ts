// start-observe: the time of an observation begins now, by the database's clock.
import { z } from 'zod';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { writeOf } from '#lib/rules/runs/procedure-run.ts';
import { stepFor } from '#lib/rules/runs/run-moves.ts';
import type { Command } from '#lib/write/command.ts';
import { loadRun, moved, type RunState, type StepNext, saveMoved, stepInput } from './run-step.ts';

const input = z.strictObject(stepInput);

export const startObserve: Command<z.output<typeof input>, void, RunState, StepNext, StepAnswer> = {
  name: 'start-observe',
  input,
  body: 'StepAnswer',
  load: loadRun,
  decide: (state, asked, actor, { now }) => {
    const found = stepFor(state.run, asked.step, ['observe'], 'start', actor);
    if (!found.ok) return found;
    const { run, at } = found.value;
    return moved(run, at, writeOf(at, now, { state: 'running' }));
  },
  save: saveMoved,
};
