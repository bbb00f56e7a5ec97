// rollback-matrix: every switch to the value that held at a moment, as one change set or one request.
import { z } from 'zod';
import { anyReason, changeTerms, moment as momentInput, shownPosition } from '#lib/commands/inputs.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { planMatrix } from '#lib/rules/changes/matrix-rollback.ts';
import { fail } from '#lib/rules/result.ts';
import { type LockedMatrix, snapshotBefore } from '#lib/store/changes/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { asShown, breaksGlass, lockForChange, termsOf } from './change-terms.ts';

const input = z.strictObject({
  at: momentInput,
  reason: anyReason,
  expected: shownPosition.optional(),
  ...changeTerms,
});

type State = LockedMatrix & { past: Snapshot | undefined };

export const rollbackMatrix: Command<z.output<typeof input>, void, State, PlannedWrite, ChangeAnswer> = {
  name: 'rollback-matrix',
  input,
  body: 'ChangeAnswer',
  asksStepUp: breaksGlass,
  load: async (tx, asked) => {
    const { state, now } = await lockForChange(tx, asked);
    return { state: { ...state, past: await snapshotBefore(tx, asked.at) }, now };
  },
  decide: (state, asked, actor, moment) => {
    const { past } = state;
    if (asked.at > moment.now)
      return fail('invalid_input', 'at: that time has not come yet. Name a moment in the past.');
    if (!past)
      return fail(
        'not_found',
        'The matrix has no values from that time: it is older than the first revision.',
      );
    const shown = asShown(state, asked.expected);
    if (!shown.ok) return shown;
    const { requests } = planMatrix(past.switches, state.matrix);
    const wanted = { ...termsOf(state, asked), requests, reason: asked.reason };
    return decideMatrix(state, wanted, { command: 'rollback-matrix', actor, moment });
  },
  save: savePlan,
};
