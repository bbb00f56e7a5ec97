// undo-change-set: the values from before one change set, as a new change set; refused when one of them changed since.
import { z } from 'zod';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { sameValue } from '#lib/contract/values.ts';
import { INHERIT, lastRevisionOf, placeKey } from '#lib/rules/decide-change.ts';
import { hasOverride, valueIn } from '#lib/rules/matrix.ts';
import { fail } from '#lib/rules/result.ts';
import { changeSet, type LockedMatrix, type StoredChangeSet } from '#lib/store/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { breaksGlass, lockForChange, termsOf } from './change-terms.ts';
import { anyReason, changeTerms, uuid } from './inputs.ts';

const input = z.strictObject({ changeSetId: uuid, reason: anyReason, ...changeTerms });

type State = LockedMatrix & { undone: StoredChangeSet | undefined };

/** Places of the change set whose value somebody has changed since. */
function changedSince(state: State, undone: StoredChangeSet): string[] {
  return undone.changes
    .filter((change) => {
      const holds =
        sameValue(valueIn(state.matrix, change.switch, change.symbol), change.newValue) &&
        hasOverride(state.matrix, change.switch, change.symbol) ===
          (change.symbol !== null && !change.newInherited);
      return !holds || lastRevisionOf(state, change.switch, change.symbol) > undone.revision;
    })
    .map((change) => placeKey(change.switch, change.symbol));
}

export const undoChangeSet: Command<z.output<typeof input>, void, State, PlannedWrite, ChangeAnswer> = {
  name: 'undo-change-set',
  input,
  body: 'ChangeAnswer',
  asksStepUp: breaksGlass,
  load: async (tx, input) => {
    const { state, now } = await lockForChange(tx, input);
    return { state: { ...state, undone: await changeSet(tx, input.changeSetId) }, now };
  },
  decide: (state, input, actor, moment) => {
    const { undone } = state;
    if (!undone) return fail('not_found', 'There is no such change set.');
    if (undone.epoch !== state.epoch) {
      return fail(
        'conflict',
        'That change set is from before a restore: roll single switches back to a time instead.',
      );
    }
    const conflicts = changedSince(state, undone);
    if (conflicts.length > 0) {
      return fail(
        'conflict',
        `Changed again since: ${conflicts.join(', ')}. Undo the newer change first, or set the values yourself.`,
        { conflicts },
      );
    }
    const requests = undone.changes.map((change) => ({
      switch: change.switch,
      symbol: change.symbol,
      value: change.oldInherited ? INHERIT : change.oldValue,
    }));
    const wanted = { ...termsOf(state, input), requests, reason: input.reason, undoesId: undone.id };
    return decideMatrix(state, wanted, { command: 'undo-change-set', actor, moment });
  },
  save: savePlan,
};
