// verify-step: looks now whether what a step waits for holds, without waiting for the worker's next round.
import { z } from 'zod';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { isComplete } from '#lib/rules/runs/procedure-run.ts';
import { findingOf, moveByItself } from '#lib/rules/runs/run-advance.ts';
import { stepFor } from '#lib/rules/runs/run-moves.ts';
import type { Command } from '#lib/write/command.ts';
import {
  doerOf,
  type LookingState,
  loadLooking,
  moved,
  type StepNext,
  saveMoved,
  stepInput,
} from './run-step.ts';

const input = z.strictObject(stepInput);

export const verifyStep: Command<z.output<typeof input>, void, LookingState, StepNext, StepAnswer> = {
  name: 'verify-step',
  input,
  body: 'StepAnswer',
  load: loadLooking,
  decide: ({ run: locked, facts, requests }, asked, actor, { now }) => {
    const found = stepFor(locked, asked.step, ['verify', 'observe', 'apply'], 'look', actor);
    if (!found.ok) return found;
    const { run, at, step } = found.value;
    if (step.kind !== 'verify' && at.state === 'open') {
      return fail('conflict', `"${step.title}" has not begun: start it first.`, { state: at.state });
    }
    if (!facts) throw new Error('a run without its facts');
    const write = moveByItself(at, facts, requests, now);
    if (write) return moved(run, at, write.state === 'done' ? { ...write, ...doerOf(actor) } : write);
    const answer = {
      ...{ changed: false, state: at.state, found: findingOf(at, facts)?.found ?? null },
      ...{ changeSetId: null, request: null, commandId: null, completed: isComplete(run) },
    };
    return ok({ next: null, events: [], effects: [], answer });
  },
  save: saveMoved,
};
