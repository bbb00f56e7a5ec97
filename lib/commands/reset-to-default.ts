// reset-to-default: the catalogue's default for a switch; with a symbol, the removal of its override.
import { z } from 'zod';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { decideChange, INHERIT, type MatrixState } from '#lib/rules/decide-change.ts';
import { lockMatrix } from '#lib/store/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decisionOf, type PlannedChangeSet, savePlan } from '#lib/write/matrix-write.ts';
import { anyReason, revision, switchName, symbolName } from './inputs.ts';

const input = z.strictObject({
  switch: switchName,
  symbol: symbolName.optional(),
  reason: anyReason,
  expectedRevision: revision.optional(),
});

export const resetToDefault: Command<
  z.output<typeof input>,
  void,
  MatrixState,
  PlannedChangeSet,
  ChangeAnswer
> = {
  name: 'reset-to-default',
  input,
  body: 'ChangeAnswer',
  load: (tx) => lockMatrix(tx),
  decide: (state, { reason, ...request }, actor, moment) => {
    const value = request.symbol === undefined ? findSwitch(request.switch)?.default : INHERIT;
    return decisionOf(
      state,
      decideChange(state, [{ ...request, value }], reason, actor),
      'reset-to-default',
      moment,
    );
  },
  save: savePlan,
};
