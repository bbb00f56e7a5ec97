// reset-to-default: the catalogue's default for a switch; with a symbol, the removal of its override.
import { z } from 'zod';
import { findSwitch } from '#lib/catalog/switches.ts';
import { anyReason, changeTerms, epoch, revision, switchName, symbolName } from '#lib/commands/inputs.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { INHERIT } from '#lib/rules/changes/decide-change.ts';
import type { LockedMatrix } from '#lib/store/changes/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { breaksGlass, lockForChange, termsOf } from './change-terms.ts';

const input = z.strictObject({
  switch: switchName,
  symbol: symbolName.optional(),
  reason: anyReason,
  expectedRevision: revision.optional(),
  expectedEpoch: epoch.optional(),
  ...changeTerms,
});

export const resetToDefault: Command<
  z.output<typeof input>,
  void,
  LockedMatrix,
  PlannedWrite,
  ChangeAnswer
> = {
  name: 'reset-to-default',
  input,
  body: 'ChangeAnswer',
  asksStepUp: breaksGlass,
  load: lockForChange,
  decide: (state, input, actor, moment) => {
    const { switch: name, symbol, expectedRevision, expectedEpoch, reason } = input;
    const value = symbol === undefined ? findSwitch(name)?.default : INHERIT;
    const requests = [{ switch: name, value, symbol, expectedRevision, expectedEpoch }];
    const wanted = { ...termsOf(state, input), requests, reason };
    return decideMatrix(state, wanted, { command: 'reset-to-default', actor, moment });
  },
  save: savePlan,
};
