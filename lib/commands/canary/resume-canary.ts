// resume-canary: the time of the stage counts again; what it was paused for is added to what it has to last.
import { z } from 'zod';
import { anyReason } from '#lib/commands/inputs.ts';
import type { CanaryAnswer } from '#lib/contract/canary.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { type CanaryMove, moveCanary, type StoredCanary } from '#lib/store/canary/canary-runs.ts';
import type { Command } from '#lib/write/command.ts';
import { CANARY_CHANGED, canaryEvent, canaryFor, canaryInput, loadCanary } from './canary-state.ts';

const input = z.strictObject({ ...canaryInput, reason: anyReason });

export const resumeCanary: Command<
  z.output<typeof input>,
  void,
  StoredCanary | undefined,
  CanaryMove,
  CanaryAnswer
> = {
  name: 'resume-canary',
  input,
  body: 'CanaryAnswer',
  load: loadCanary,
  decide: (state, asked, _actor, { now }) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const found = canaryFor(state, 'resume');
    if (!found.ok) return found;
    const { pausedAt, pausedSeconds } = found.value;
    const seconds = Math.max(0, (now.getTime() - (pausedAt ?? now).getTime()) / 1_000);
    return ok({
      next: { state: 'running', pausedAt: null, pausedSeconds: pausedSeconds + seconds },
      events: [
        canaryEvent('canary.resumed', found.value, {
          reason: reason.value,
          details: { pausedSeconds: Math.round(seconds) },
        }),
      ],
      effects: [CANARY_CHANGED],
      answer: { changed: true, state: 'running', changeSetId: null },
    });
  },
  save: async (tx, move, run) => run !== undefined && moveCanary(tx, run, move),
};
