// rollback-switch: the value that held at a time, for one switch or one symbol of it.
import { z } from 'zod';
import {
  anyReason,
  changeTerms,
  epoch,
  moment as momentInput,
  revision,
  switchName,
  symbolName,
} from '#lib/commands/inputs.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { INHERIT } from '#lib/rules/changes/decide-change.ts';
import { fail } from '#lib/rules/result.ts';
import { type LockedMatrix, snapshotBefore } from '#lib/store/changes/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';
import { breaksGlass, lockForChange, termsOf } from './change-terms.ts';

const input = z.strictObject({
  switch: switchName,
  symbol: symbolName.optional(),
  at: momentInput,
  reason: anyReason,
  expectedRevision: revision.optional(),
  expectedEpoch: epoch.optional(),
  ...changeTerms,
});

type State = LockedMatrix & { past: Snapshot | undefined };

export const rollbackSwitch: Command<z.output<typeof input>, void, State, PlannedWrite, ChangeAnswer> = {
  name: 'rollback-switch',
  input,
  body: 'ChangeAnswer',
  asksStepUp: breaksGlass,
  load: async (tx, input) => {
    const { state, now } = await lockForChange(tx, input);
    return { state: { ...state, past: await snapshotBefore(tx, input.at) }, now };
  },
  decide: (state, input, actor, moment) => {
    const { at, reason, switch: name, symbol, expectedRevision, expectedEpoch } = input;
    if (at > moment.now)
      return fail('invalid_input', 'at: that time has not come yet. Name a moment in the past.');
    const entry = state.past?.switches[name];

    if (!state.past)
      return fail(
        'not_found',
        'The matrix has no value from that time: it is older than the first revision.',
      );
    const value =
      symbol === undefined
        ? entry?.value
        : entry?.overrides && Object.hasOwn(entry.overrides, symbol)
          ? entry.overrides[symbol]
          : INHERIT;
    // A switch that did not exist then has no entry; the parser names an unknown switch itself.
    if (entry === undefined && Object.hasOwn(state.matrix, name)) {
      return fail('not_found', `${name} had no value at that time.`);
    }
    const requests = [{ switch: name, symbol, value, expectedRevision, expectedEpoch }];
    const wanted = { ...termsOf(state, input), requests, reason };
    return decideMatrix(state, wanted, { command: 'rollback-switch', actor, moment });
  },
  save: savePlan,
};
