// apply-config: a configuration file as one change set: all of what differs, or nothing; a dry run says what that is.
import { z } from 'zod';
import type { AppliedConfigAnswer } from '#lib/contract/config.ts';
import type { Environment } from '#lib/contract/console.ts';
import { parseConfig, pruned } from '#lib/rules/config-file.ts';
import {
  type ChangePlan,
  decideChange,
  INHERIT,
  lastRevisionOf,
  placeKey,
  type Request,
} from '#lib/rules/decide-change.ts';
import { changesFor } from '#lib/rules/matrix.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { waitsForSecond } from '#lib/rules/second-person.ts';
import { environmentOf } from '#lib/store/installation.ts';
import type { LockedMatrix } from '#lib/store/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decisionOf, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { breaksGlass, lockForChange, termsOf } from './change-terms.ts';
import { anyReason, changeTerms, revision } from './inputs.ts';

const input = z.strictObject({
  // How long it may be, and everything else about it, is said with line numbers by the reader of the file.
  yaml: z.string({ error: 'Send the file as text.' }).describe('The file, as GET /api/v1/config gives it.'),
  reason: anyReason,
  expectedRevision: revision
    .optional()
    .describe('Refuse when one of the values that differ has changed since this revision.'),
  pruneOverrides: z
    .boolean({ error: 'pruneOverrides is true or false.' })
    .optional()
    .describe("Also take away symbols' own values that the file does not name, of the switches it names."),
  dryRun: z
    .boolean({ error: 'dryRun is true or false.' })
    .optional()
    .describe('Answer the difference and change nothing.'),
  ...changeTerms,
});

type Input = z.output<typeof input>;
type State = LockedMatrix & { environment: Environment };

export const applyConfig: Command<Input, void, State, PlannedWrite, AppliedConfigAnswer> = {
  name: 'apply-config',
  input,
  body: 'AppliedConfigAnswer',
  asksStepUp: (asked) => asked.dryRun !== true && breaksGlass(asked),
  load: async (tx, asked) => {
    const { state, now } = await lockForChange(tx, asked);
    return { state: { ...state, environment: await environmentOf(tx) }, now };
  },
  decide: (state, asked, actor, moment) => {
    const requests = requestsOf(state, asked);
    if (!requests.ok) return requests;
    if (state.owner === null) {
      return fail('invalid_input', 'owner: there is no such person, or they are disabled. Name another.');
    }
    const wanted = { ...termsOf(state, asked), requests: requests.value, reason: asked.reason };
    const planned = decideChange(state, wanted.requests, wanted.reason, actor, wanted.terms);
    if (!planned.ok) return planned;
    const difference = { dryRun: asked.dryRun === true, changes: viewOf(planned.value) };
    if (asked.dryRun) {
      const { epoch, revision } = state;
      const { warnings = [] } = planned.value ?? {};
      const answer = { changed: false, changeSetId: null, epoch, revision, ...difference };
      return ok({
        ...{ next: null, events: [], effects: [] },
        answer: warnings.length > 0 ? { ...answer, warnings } : answer,
      });
    }
    const decided = decisionOf(state, planned, wanted, { command: 'apply-config', actor, moment });
    return decided.ok
      ? ok({ ...decided.value, answer: { ...decided.value.answer, ...difference } })
      : decided;
  },
  save: savePlan,
};

/** What differs: switches whose value holds already are not asked for, so nobody needs the right to change them. */
function requestsOf(state: State, { yaml, pruneOverrides, expectedRevision }: Input): Result<Request[]> {
  const file = parseConfig(yaml);
  if (!file.ok) return file;
  if (file.value.environment !== state.environment) {
    return fail(
      'rule_violated',
      `The file is for ${file.value.environment.slice(0, 60)} and this installation is ${state.environment}: nothing of it is applied.`,
    );
  }
  const wanted = pruneOverrides ? pruned(file.value.wanted, state.matrix) : file.value.wanted;
  const changes = changesFor(state.matrix, wanted);
  const moved = changes.filter(
    ({ switch: name, symbol }) =>
      lastRevisionOf(state, name, symbol) > (expectedRevision ?? Number.POSITIVE_INFINITY),
  );
  if (moved.length > 0) {
    const places = moved.map((change) => placeKey(change.switch, change.symbol)).join(', ');
    return fail(
      'conflict',
      `Changed since you looked: ${places}. Look at the new difference and decide again.`,
      {
        revision: state.revision,
      },
    );
  }
  return ok(
    changes.map((change) => ({
      switch: change.switch,
      symbol: change.symbol,
      value: change.newInherited ? INHERIT : change.newValue,
    })),
  );
}

function viewOf(plan: ChangePlan | null): AppliedConfigAnswer['changes'] {
  return (plan?.changes ?? []).map((change) => ({
    ...change,
    needsSecond: plan?.waits === true && waitsForSecond(change),
  }));
}
