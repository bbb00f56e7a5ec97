// sign-step: one person signs the statement of a step, with a proof that it is them; the step is done with the last of the people it asks for.
import { z } from 'zod';
import type { StepAnswer } from '#lib/contract/runs.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { writeOf } from '#lib/rules/runs/procedure-run.ts';
import { stepFor } from '#lib/rules/runs/run-moves.ts';
import { insertSignature } from '#lib/store/runs/runs.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { loadRun, moved, type RunState, type StepNext, saveMoved, stepInput } from './run-step.ts';

const input = z.strictObject(stepInput);

interface Next extends StepNext {
  signature: Parameters<typeof insertSignature>[2];
}

export const signStep: Command<z.output<typeof input>, void, RunState, Next, StepAnswer> = {
  name: 'sign-step',
  input,
  body: 'StepAnswer',
  load: loadRun,
  decide: (state, asked, actor, { now }) => {
    const found = stepFor(state.run, asked.step, ['sign'], 'sign', actor);
    if (!found.ok) return found;
    const { run, at, step } = found.value;
    const person = personOf(actor);
    if (step.notStarter && run.startedBy.id === person.id) {
      return fail('forbidden', `You started this run: somebody else signs "${step.title}".`);
    }
    const before = run.signatures.filter((signature) => signature.step === step.key);
    if (before.some((signature) => signature.person.id === person.id)) {
      return fail('conflict', `You have signed "${step.title}" already: it takes somebody else.`);
    }
    const last = before.length + 1 >= step.people;
    const write = writeOf(at, now, { state: last ? 'done' : 'waiting', doneBy: last ? person : null });
    const decided = moved(run, at, write);
    if (!decided.ok) return decided;
    const { next, events, ...rest } = decided.value;
    if (next === null) throw new Error('a signature that moves nothing');
    const [stepEvent, ...others] = events;
    const signed = {
      ...stepEvent,
      kind: 'run.signed',
      subject: stepEvent?.subject ?? '',
      reason: step.statement,
    };
    const signature = {
      ...{ step: step.key, person, statement: step.statement, at: now },
      notStarter: step.notStarter === true,
    };
    return ok({ ...rest, next: { ...next, signature }, events: [signed, ...others] });
  },
  save: async (tx, next) => {
    await insertSignature(tx, next.run.id, next.signature);
    return saveMoved(tx, next);
  },
};
