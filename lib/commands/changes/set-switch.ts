// set-switch: one new value for one switch, or for one symbol of it.
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

const input = z.strictObject({
  switch: switchName,
  value: anyValue,
  symbol: symbolName.optional(),
  reason: anyReason,
  expectedRevision: revision.optional(),
  expectedEpoch: epoch.optional(),
  ...changeTerms,
});

export const setSwitch: Command<z.output<typeof input>, void, LockedMatrix, PlannedWrite, ChangeAnswer> = {
  name: 'set-switch',
  input,
  body: 'ChangeAnswer',
  asksStepUp: breaksGlass,
  load: lockForChange,
  decide: (state, input, actor, moment) => {
    const { switch: name, value, symbol, expectedRevision, expectedEpoch, reason } = input;
    const requests = [{ switch: name, value, symbol, expectedRevision, expectedEpoch }];
    const wanted = { ...termsOf(state, input), requests, reason };
    return decideMatrix(state, wanted, { command: 'set-switch', actor, moment });
  },
  save: savePlan,
};
