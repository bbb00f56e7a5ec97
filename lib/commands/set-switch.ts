// set-switch: one new value for one switch, or for one symbol of it.
import { z } from 'zod';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import { decideChange, type MatrixState } from '#lib/rules/decide-change.ts';
import { lockMatrix } from '#lib/store/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decisionOf, type PlannedChangeSet, savePlan } from '#lib/write/matrix-write.ts';
import { anyReason, anyValue, revision, switchName, symbolName } from './inputs.ts';

const input = z.strictObject({
  switch: switchName,
  value: anyValue,
  symbol: symbolName.optional(),
  reason: anyReason,
  expectedRevision: revision.optional(),
});

export const setSwitch: Command<z.output<typeof input>, void, MatrixState, PlannedChangeSet, ChangeAnswer> = {
  name: 'set-switch',
  input,
  body: 'ChangeAnswer',
  load: (tx) => lockMatrix(tx),
  decide: (state, { reason, ...request }, actor, moment) =>
    decisionOf(state, decideChange(state, [request], reason, actor), 'set-switch', moment),
  save: savePlan,
};
