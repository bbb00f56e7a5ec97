// set-switches: several new values as one atomic change set: all of them, or none.
import { z } from 'zod';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { decideChange, type MatrixState } from '#lib/rules/decide-change.ts';
import { lockMatrix } from '#lib/store/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decisionOf, type PlannedChangeSet, savePlan } from '#lib/write/matrix-write.ts';
import { anyReason, anyValue, revision, switchName, symbolName } from './inputs.ts';

const change = z.strictObject({
  switch: switchName,
  value: anyValue,
  symbol: symbolName.optional(),
  expectedRevision: revision.optional(),
});

const input = z.strictObject({
  changes: z
    .array(change, { error: 'Send the changes as a list.' })
    .min(1, 'Send at least one change.')
    .max(200, 'Send at most 200 changes at once.'),
  reason: anyReason,
});

export const setSwitches: Command<
  z.output<typeof input>,
  void,
  MatrixState,
  PlannedChangeSet,
  ChangeAnswer
> = {
  name: 'set-switches',
  input,
  body: 'ChangeAnswer',
  load: (tx) => lockMatrix(tx),
  decide: (state, { changes, reason }, actor, moment) =>
    decisionOf(state, decideChange(state, changes, reason, actor), 'set-switches', moment),
  save: savePlan,
};
