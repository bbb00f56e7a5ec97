// end-run: gives a run up before its end, with the reason. What its steps have changed stays as it is.
import { z } from 'zod';
import { runName } from '#lib/catalog/runs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { isOver, type Run } from '#lib/rules/procedure-run.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { runOverSentence } from '#lib/rules/run-moves.ts';
import { mayStart } from '#lib/rules/run-start.ts';
import { endRunRow } from '#lib/store/runs.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { anyReason, uuid } from './inputs.ts';
import { loadRun, RUN_CHANGED, type RunState } from './run-step.ts';

const input = z.strictObject({ runId: uuid.describe('Id of the run, as runs lists it.'), reason: anyReason });

export const endRun: Command<
  z.output<typeof input>,
  void,
  RunState,
  { run: Run; reason: string },
  ChangedAnswer
> = {
  name: 'end-run',
  input,
  body: 'ChangedAnswer',
  load: loadRun,
  decide: ({ run }, asked, actor) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    if (!run) return fail('not_found', 'There is no such run.');
    if (isOver(run)) return fail('conflict', runOverSentence(run));
    const allowed = mayStart(actor, run.procedure);
    if (!allowed.ok) return allowed;
    return ok({
      next: { run, reason: reason.value },
      events: [
        { kind: 'run.ended', subject: runName(run.number), newValue: run.title, reason: reason.value },
      ],
      effects: [RUN_CHANGED],
      answer: { changed: true },
    });
  },
  save: (tx, { run, reason }, _state, actor) => endRunRow(tx, run, personOf(actor), reason),
};
