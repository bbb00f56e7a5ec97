// apply-config: a configuration file as one change set: all of what differs, or nothing; a dry run says what that is.
import { z } from 'zod';
import { anyReason, changeTerms, shownPosition } from '#lib/commands/inputs.ts';
import type { AppliedConfigAnswer } from '#lib/contract/config.ts';
import type { Environment } from '#lib/contract/console.ts';
import { parsePositionId } from '#lib/contract/snapshot.ts';
import { type ConfigFile, parseConfig, pruned } from '#lib/rules/changes/config-file.ts';
import {
  type DirectedChange,
  directed,
  INHERIT,
  lastRevisionOf,
  placeKey,
  type Request,
} from '#lib/rules/changes/decide-change.ts';
import { changesFor } from '#lib/rules/changes/matrix.ts';
import { waitsForSecond } from '#lib/rules/changes/second-person.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { LockedMatrix } from '#lib/store/changes/matrix.ts';
import { environmentOf } from '#lib/store/installation.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { breaksGlass, lockForChange, termsOf } from './change-terms.ts';

const input = z.strictObject({
  // How long it may be, and everything else about it, is said with line numbers by the reader of the file.
  yaml: z.string({ error: 'Send the file as text.' }).describe('The file, as GET /api/v1/config gives it.'),
  reason: anyReason,
  expected: shownPosition
    .optional()
    .describe(
      'Position (epoch.revision) that the difference was shown for: refused when one of the values that differ has changed since, or the database was restored.',
    ),
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
/** What the file says, or its mistakes. */
type ReadFile = Result<ConfigFile>;

interface State extends LockedMatrix {
  environment: Environment;
  file: ReadFile;
}

export const applyConfig: Command<Input, ReadFile, State, PlannedWrite, AppliedConfigAnswer> = {
  name: 'apply-config',
  input,
  body: 'AppliedConfigAnswer',
  asksStepUp: (asked) => asked.dryRun !== true && breaksGlass(asked),
  // Nobody waits for the matrix while a file is read.
  prepare: async ({ yaml }) => parseConfig(yaml),
  load: async (tx, asked, _actor, file) => {
    const { state, now } = await lockForChange(tx, asked);
    return { state: { ...state, environment: await environmentOf(tx), file }, now };
  },
  decide: (state, asked, actor, moment) => {
    const found = differenceOf(state, asked);
    if (!found.ok) return found;
    const wanted = {
      ...termsOf(state, asked),
      requests: found.value.map(requestOf),
      reason: asked.reason,
    };
    const decided = decideMatrix(state, wanted, { command: 'apply-config', actor, moment });
    const changes = found.value.map((change) => ({
      ...change,
      needsSecond: !asked.breakGlass && waitsForSecond(change),
    }));
    if (!asked.dryRun) {
      if (!decided.ok) return decided;
      const answer = { ...decided.value.answer, dryRun: false, changes, heldBy: null };
      return ok({ ...decided.value, answer });
    }
    const plan = decided.ok ? decided.value.next?.plan : undefined;
    return ok({
      ...{ next: null, events: [], effects: [] },
      answer: {
        ...{ changed: false, changeSetId: null, epoch: state.epoch, revision: state.revision },
        ...(plan && plan.warnings.length > 0 ? { warnings: plan.warnings } : {}),
        ...{ dryRun: true, changes, heldBy: decided.ok ? null : decided.error.message },
      },
    });
  },
  save: savePlan,
};

/** What differs: switches whose value holds already are not asked for, so nobody needs the right to change them. */
function differenceOf(state: State, asked: Input): Result<DirectedChange[]> {
  const { file, environment, matrix } = state;
  if (!file.ok) return file;
  if (file.value.environment !== environment) {
    return fail(
      'rule_violated',
      `The file is for ${file.value.environment.slice(0, 60)} and this installation is ${environment}: nothing of it is applied.`,
    );
  }
  const wanted = asked.pruneOverrides ? pruned(file.value.wanted, matrix) : file.value.wanted;
  const changes = changesFor(matrix, wanted);
  const seen = parsePositionId(asked.expected);
  // Revisions of two epochs say nothing of each other.
  const moved = changes.filter(
    ({ switch: name, symbol }) =>
      seen && (seen.epoch !== state.epoch || lastRevisionOf(state, name, symbol) > seen.revision),
  );
  if (moved.length > 0) {
    const places = moved.map((change) => placeKey(change.switch, change.symbol)).join(', ');
    return fail(
      'conflict',
      `Changed since you looked: ${places}. Look at the new difference and decide again.`,
      { epoch: state.epoch, revision: state.revision },
    );
  }
  const { terms } = termsOf(state, asked);
  return ok(changes.map((change) => directed(change, terms ?? {})));
}

function requestOf(change: DirectedChange): Request {
  return {
    switch: change.switch,
    symbol: change.symbol,
    value: change.newInherited ? INHERIT : change.newValue,
  };
}
