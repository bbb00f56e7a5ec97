// restart-after-stop: what the emergency stop switched off is switched on again as it was before; a second person has to agree.
import { z } from 'zod';
import { stopEnded } from '#lib/commands/changes/request-subjects.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { planRestart } from '#lib/rules/venue/restart.ts';
import { type LockedMatrix, lockMatrix, snapshotAt } from '#lib/store/changes/matrix.ts';
import { closeStop, openStop, type StoredStop } from '#lib/store/venue/emergency.ts';
import { type RecoveryRun, recoveryOf } from '#lib/store/venue/recovery.ts';
import type { Command } from '#lib/write/command.ts';
import { decideMatrix, type PlannedWrite, savePlan } from '#lib/write/matrix-write.ts';

const input = z.strictObject({ reason: anyReason });

interface State extends LockedMatrix {
  stop: StoredStop | undefined;
  before: Snapshot | undefined;
  recovery: RecoveryRun | null;
}

/** `write` is null when there is nothing to set back: the stop only ends. */
interface Next {
  stopId: string;
  write: PlannedWrite | null;
}

export const restartAfterStop: Command<z.output<typeof input>, void, State, Next, ChangeAnswer> = {
  name: 'restart-after-stop',
  input,
  body: 'ChangeAnswer',
  load: async (tx) => {
    const { state, now } = await lockMatrix(tx);
    const stop = await openStop(tx);
    return {
      state: {
        ...state,
        stop,
        before: stop && (await snapshotAt(tx, stop.before)),
        recovery: stop ? await recoveryOf(tx, stop.id) : null,
      },
      now,
    };
  },
  decide: (state, asked, actor, moment) => {
    const reason = parseReason(asked.reason, true);
    if (!reason.ok) return reason;
    const { stop, before, recovery } = state;
    if (!stop) return fail('conflict', 'No emergency stop is open: there is nothing to restart.');
    if (!recovery?.completedAt) {
      return fail(
        'conflict',
        'The recovery procedure of this stop is not complete: finish it first. Nothing restarts without it.',
        { stopId: stop.id, runId: recovery?.runId ?? null },
      );
    }
    const decided = decideMatrix(
      state,
      {
        requests: planRestart(before?.switches ?? state.matrix),
        reason: asked.reason,
        terms: { alwaysWaits: true, restart: true },
        subject: { kind: 'emergency-stop', id: stop.id },
      },
      { command: 'restart-after-stop', actor, moment },
    );
    if (!decided.ok) return decided;
    const { next: write, events, ...rest } = decided.value;
    if (write) return ok({ ...rest, events, next: { stopId: stop.id, write } });
    const ended = stopEnded(stop.id);
    return ok({
      ...rest,
      next: { stopId: stop.id, write: null },
      events: [{ ...ended, reason: reason.value, details: { ...ended.details, nothingToSetBack: true } }],
      effects: [{ kind: 'notify', channel: 'bulkhead_console', payload: 'emergency-stop' }],
    });
  },
  save: (tx, { stopId, write }, state, actor) =>
    write ? savePlan(tx, write, state, actor) : closeStop(tx, stopId, null),
};
