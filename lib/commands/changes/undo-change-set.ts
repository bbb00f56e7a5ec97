// undo-change-set: the values from before one change set, as a new change set; refused when one of them changed since.
import { z } from 'zod';
import { anyReason, changeTerms, shownPosition, uuid } from '#lib/commands/inputs.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { placeKey } from '#lib/rules/changes/decide-change.ts';
import { planUndo } from '#lib/rules/changes/matrix-rollback.ts';
import { fail } from '#lib/rules/result.ts';
import { changeSet, type LockedMatrix, type StoredChangeSet } from '#lib/store/changes/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { asShown, breaksGlass, lockForChange, termsOf } from './change-terms.ts';

const input = z.strictObject({
  changeSetId: uuid,
  reason: anyReason,
  skipConflicts: z
    .boolean({ error: 'skipConflicts is true or false.' })
    .optional()
    .describe('Undo what nobody has changed since, and leave the rest as it is. Absent: all or nothing.'),
  expected: shownPosition.optional(),
  ...changeTerms,
});

type State = LockedMatrix & { undone: StoredChangeSet | undefined };

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
    const shown = asShown(state, input.expected);
    if (!shown.ok) return shown;
    if (undone.epoch !== state.epoch) {
      return fail(
        'conflict',
        'That change set is from before a restore: roll single switches back to a time instead.',
      );
    }
    const { requests, conflicts } = planUndo(state, undone);
    const places = conflicts.map((change) => placeKey(change.switch, change.symbol));
    if (places.length > 0 && (!input.skipConflicts || requests.length === 0)) {
      return fail(
        'conflict',
        `Changed again since: ${places.join(', ')}. ${
          requests.length > 0
            ? 'Undo the rest alone (skipConflicts), undo the newer change first, or set the values yourself.'
            : 'Undo the newer change first, or set the values yourself.'
        }`,
        { conflicts: places },
      );
    }
    const wanted = { ...termsOf(state, input), requests, reason: input.reason, undoesId: undone.id };
    return decideMatrix(state, wanted, { command: 'undo-change-set', actor, moment });
  },
  save: savePlan,
};
