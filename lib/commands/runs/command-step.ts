// command-step: sends the command of a step to the executors, again when they will not carry it out any more. The step is
// done when it is sent; whether they have done it, a later step looks at.
import { z } from 'zod';
import { runName } from '#lib/catalog/runs.ts';
import { executorArgument } from '#lib/commands/inputs.ts';
import { decideOrder, loadOrder, type OrderState } from '#lib/commands/venue/executor-order.ts';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { REASON_MAX } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { type Run, stepAt, writeOf } from '#lib/rules/runs/procedure-run.ts';
import { isLost } from '#lib/rules/runs/run-check.ts';
import { stepFor } from '#lib/rules/runs/run-moves.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { commandsOf } from '#lib/store/runs/run-facts.ts';
import { lockRun } from '#lib/store/runs/runs.ts';
import { insertCommands, type NewCommand } from '#lib/store/venue/emergency.ts';
import type { Command } from '#lib/write/command.ts';
import { doerOf, moved, type StepNext, saveMoved, stepInput } from './run-step.ts';

const input = z.strictObject({ ...stepInput, argument: executorArgument.optional() });

interface State {
  run: Run | undefined;
  /** Undefined when the step sends no command. */
  order: OrderState | undefined;
  /** What the step has sent before will not be carried out any more. */
  lost: boolean;
}

interface Next extends StepNext {
  command: NewCommand;
}

export const commandStep: Command<z.output<typeof input>, void, State, Next, StepAnswer> = {
  name: 'command-step',
  input,
  body: 'StepAnswer',
  lane: 'urgent',
  load: async (tx, { runId, step: key, argument }) => {
    const run = await lockRun(tx, runId);
    const { step, stored } = (run && stepAt(run, key)) ?? {};
    const order =
      step?.kind === 'command' ? await loadOrder(tx, { command: step.command, argument }) : undefined;
    const sent = run && stored?.commandId ? await commandsOf(tx, run) : [];
    const lost = sent.some((command) => command.id === stored?.commandId && isLost(command));
    return { state: { run, order, lost }, now: await databaseNow(tx) };
  },
  decide: (state, asked, actor, moment) => {
    const found = stepFor(state.run, asked.step, ['command'], state.lost ? 'again' : 'do', actor);
    if (!found.ok) return found;
    const { run, at, step } = found.value;
    if (!state.order) throw new Error('a command step without its order');
    const order = decideOrder(
      state.order,
      {
        ...{ command: step.command, argument: asked.argument, runId: run.id },
        reason: `${runName(run.number)}, ${step.title}: ${run.reason}`.slice(0, REASON_MAX),
      },
      actor,
      moment,
    );
    if (!order.ok) return order;
    const { command, events, effects } = order.value;
    const data = asked.argument === undefined ? {} : { argument: asked.argument };
    const write = writeOf(at, moment.now, { state: 'done', ...doerOf(actor), commandId: command.id, data });
    const decided = moved(run, at, write);
    if (!decided.ok) return decided;
    return ok({
      ...decided.value,
      next: { run, writes: [write], command },
      events: [...events, ...decided.value.events],
      effects: [...effects, ...decided.value.effects],
    });
  },
  save: async (tx, { command, ...step }) => {
    await insertCommands(tx, [command]);
    return saveMoved(tx, step);
  },
};
