// disarm-canary: the guards of a run that has ended are needed no more, because what it set is closed, or set by a later run; Bulkhead itself sees that, once.
import { z } from 'zod';
import type { CanaryAnswer } from '#lib/contract/canary.ts';
import { disarmedBecause, stillGuarded } from '#lib/rules/canary/canary-guards.ts';
import { fail, ok } from '#lib/rules/result.ts';
import {
  type CanaryMove,
  laterCanary,
  lockCanary,
  moveCanary,
  type StoredCanary,
} from '#lib/store/canary/canary-runs.ts';
import { type LockedMatrix, lockMatrix } from '#lib/store/changes/matrix.ts';
import type { Command } from '#lib/write/command.ts';
import { CANARY_CHANGED, canaryEvent, canaryInput } from './canary-state.ts';

const input = z.strictObject(canaryInput);

interface State extends LockedMatrix {
  run: StoredCanary | undefined;
  later: StoredCanary | undefined;
}

export const disarmCanary: Command<z.output<typeof input>, void, State, CanaryMove, CanaryAnswer> = {
  name: 'disarm-canary',
  input,
  body: 'CanaryAnswer',
  load: async (tx, { runId }) => {
    const { state, now } = await lockMatrix(tx);
    const run = await lockCanary(tx, runId);
    const later = run?.endedAt ? await laterCanary(tx, run.endedAt) : undefined;
    return { state: { ...state, run, later }, now };
  },
  decide: ({ run, later, matrix }, _asked, _actor, { now }) => {
    if (run === undefined) return fail('not_found', 'There is no such run of a programme.');
    const answer = { state: run.state, changeSetId: null };
    // Another worker was first, or it is under way: its guards are its own matter.
    if (!stillGuarded(run))
      return ok({ next: null, events: [], effects: [], answer: { ...answer, changed: false } });
    const why = disarmedBecause(run, matrix, later);
    if (why === null) return fail('conflict', 'What this run set is in force: its guards stay armed.');
    return ok({
      next: { disarmed: { at: now, why } },
      events: [canaryEvent('canary.disarmed', run, { reason: why })],
      effects: [CANARY_CHANGED],
      answer: { ...answer, changed: true },
    });
  },
  save: async (tx, move, { run }) => run !== undefined && moveCanary(tx, run, move),
};
