// pass-over-step: an optional step is left out, with the reason for it.
import { z } from 'zod';
import { anyReason } from '#lib/commands/inputs.ts';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { writeOf } from '#lib/rules/runs/procedure-run.ts';
import { stepFor } from '#lib/rules/runs/run-moves.ts';
import type { Command } from '#lib/write/command.ts';
import { doerOf, loadRun, moved, type RunState, type StepNext, saveMoved, stepInput } from './run-step.ts';

const input = z.strictObject({ ...stepInput, reason: anyReason });

export const passOverStep: Command<z.output<typeof input>, void, RunState, StepNext, StepAnswer> = {
  name: 'pass-over-step',
  input,
  body: 'StepAnswer',
  load: loadRun,
  decide: (state, asked, actor, { now }) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const found = stepFor(state.run, asked.step, [], 'pass over', actor);
    if (!found.ok) return found;
    const { run, at } = found.value;
    const change = { state: 'passed over' as const, ...doerOf(actor), data: { reason: reason.value } };
    return moved(run, at, writeOf(at, now, change));
  },
  save: saveMoved,
};
