// pause-canary: the time of the stage stops counting; its configuration holds, and its guards stay armed.
import { z } from 'zod';
import { anyReason } from '#lib/commands/inputs.ts';
import type { CanaryAnswer } from '#lib/contract/canary.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { type CanaryMove, moveCanary, type StoredCanary } from '#lib/store/canary/canary-runs.ts';
import type { Command } from '#lib/write/command.ts';
import { CANARY_CHANGED, canaryEvent, canaryFor, canaryInput, loadCanary } from './canary-state.ts';

const input = z.strictObject({ ...canaryInput, reason: anyReason });

export const pauseCanary: Command<
  z.output<typeof input>,
  void,
  StoredCanary | undefined,
  CanaryMove,
  CanaryAnswer
> = {
  name: 'pause-canary',
  input,
  body: 'CanaryAnswer',
  load: loadCanary,
  decide: (state, asked, _actor, { now }) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const found = canaryFor(state, 'pause');
    if (!found.ok) return found;
    return ok({
      next: { state: 'paused', pausedAt: now },
      events: [canaryEvent('canary.paused', found.value, { reason: reason.value })],
      effects: [CANARY_CHANGED],
      answer: { changed: true, state: 'paused', changeSetId: null },
    });
  },
  save: async (tx, move, run) => run !== undefined && moveCanary(tx, run, move),
};
