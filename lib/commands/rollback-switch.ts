// rollback-switch: the value that held at a time, for one switch or one symbol of it.
import { z } from 'zod';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { decideChange, INHERIT, type MatrixState } from '#lib/rules/decide-change.ts';
import { fail } from '#lib/rules/result.ts';
import { lockMatrix, snapshotBefore } from '#lib/store/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { decisionOf, type PlannedChangeSet, savePlan } from '#lib/write/matrix-write.ts';
import { anyReason, moment as momentInput, revision, switchName, symbolName } from './inputs.ts';

const input = z.strictObject({
  switch: switchName,
  symbol: symbolName.optional(),
  at: momentInput,
  reason: anyReason,
  expectedRevision: revision.optional(),
});

type State = MatrixState & { past: Snapshot | undefined };

export const rollbackSwitch: Command<z.output<typeof input>, void, State, PlannedChangeSet, ChangeAnswer> = {
  name: 'rollback-switch',
  input,
  body: 'ChangeAnswer',
  load: async (tx, { at }) => {
    const { state, now } = await lockMatrix(tx);
    return { state: { ...state, past: await snapshotBefore(tx, at) }, now };
  },
  decide: (state, { at, reason, ...request }, actor, moment) => {
    if (at > moment.now)
      return fail('invalid_input', 'at: that time has not come yet. Name a moment in the past.');
    const entry = state.past?.switches[request.switch];

    if (!state.past)
      return fail(
        'not_found',
        'The matrix has no value from that time: it is older than the first revision.',
      );
    const symbol = request.symbol;
    const value =
      symbol === undefined
        ? entry?.value
        : entry?.overrides && Object.hasOwn(entry.overrides, symbol)
          ? entry.overrides[symbol]
          : INHERIT;
    // A switch that did not exist then has no entry; the parser names an unknown switch itself.
    if (entry === undefined && Object.hasOwn(state.matrix, request.switch)) {
      return fail('not_found', `${request.switch} had no value at that time.`);
    }
    return decisionOf(
      state,
      decideChange(state, [{ ...request, value }], reason, actor),
      'rollback-switch',
      moment,
    );
  },
  save: savePlan,
};
