// set-switches: several new values as one atomic change set: all of them, or none.
import { z } from 'zod';
import {
  anyReason,
  anyValue,
  changeTerms,
  epoch,
  revision,
  switchName,
  symbolName,
} from '#lib/commands/inputs.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { LockedMatrix } from '#lib/store/changes/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { breaksGlass, lockForChange, termsOf } from './change-terms.ts';

const change = z.strictObject({
  switch: switchName,
  value: anyValue,
  symbol: symbolName.optional(),
  expectedRevision: revision.optional(),
  expectedEpoch: epoch.optional(),
});

const input = z.strictObject({
  changes: z
    .array(change, { error: 'Send the changes as a list.' })
    .min(1, 'Send at least one change.')
    .max(200, 'Send at most 200 changes at once.'),
  reason: anyReason,
  ...changeTerms,
});

export const setSwitches: Command<z.output<typeof input>, void, LockedMatrix, PlannedWrite, ChangeAnswer> = {
  name: 'set-switches',
  input,
  body: 'ChangeAnswer',
  asksStepUp: breaksGlass,
  load: lockForChange,
  decide: (state, input, actor, moment) => {
    const wanted = { ...termsOf(state, input), requests: input.changes, reason: input.reason };
    return decideMatrix(state, wanted, { command: 'set-switches', actor, moment });
  },
  save: savePlan,
};
