// advance-run: what Bulkhead itself finds in a run at this moment: checks that hold, observations that are over or broken, decided requests.
import { z } from 'zod';
import { uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { ok } from '#lib/rules/result.ts';
import { stepAt, withSteps } from '#lib/rules/runs/procedure-run.ts';
import { advance } from '#lib/rules/runs/run-advance.ts';
import type { Command } from '#lib/write/command.ts';
import {
  completion,
  type LookingState,
  loadLooking,
  RUN_CHANGED,
  type StepNext,
  saveMoved,
  stepEvent,
} from './run-step.ts';

const input = z.strictObject({ runId: uuid });

export const advanceRun: Command<z.output<typeof input>, void, LookingState, StepNext, ChangedAnswer> = {
  name: 'advance-run',
  input,
  body: null,
  load: loadLooking,
  decide: ({ run, facts, requests }, _asked, _actor, { now }) => {
    const writes = run && facts ? advance(run, facts, requests, now) : [];
    if (!run || writes.length === 0) {
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    }
    const after = withSteps(run, writes);
    const events = writes.flatMap((write) => {
      const at = stepAt(after, write.key);
      return at ? [stepEvent(run, at, write)] : [];
    });
    return ok({
      next: { run, writes },
      events: [...events, ...completion(run, writes)],
      effects: [RUN_CHANGED],
      answer: { changed: true },
    });
  },
  save: saveMoved,
};
