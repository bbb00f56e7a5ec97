// What a person says of a run that stops the clock of its stage, or lets it count again: each verb is a command of its own.
import { z } from 'zod';
import { anyReason } from '#lib/commands/inputs.ts';
import type { CanaryAnswer } from '#lib/contract/canary.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { type CanaryMove, moveCanary, type StoredCanary } from '#lib/store/canary/canary-runs.ts';
import type { Command } from '#lib/write/command.ts';
import { CANARY_CHANGED, canaryEvent, canaryFor, canaryInput, loadCanary } from './canary-state.ts';

const input = z.strictObject({ ...canaryInput, reason: anyReason });

const STATES = { pause: 'paused', resume: 'running' } as const;
const WORDS = { pause: 'paused', resume: 'resumed' } as const;

export function canaryVerb(
  verb: keyof typeof STATES,
): Command<z.output<typeof input>, void, StoredCanary | undefined, CanaryMove, CanaryAnswer> {
  const state = STATES[verb];
  return {
    name: `${verb}-canary`,
    input,
    body: 'CanaryAnswer',
    load: loadCanary,
    decide: (stored, asked, _actor, { now }) => {
      const reason = parseReason(asked.reason, false);
      if (!reason.ok) return reason;
      const found = canaryFor(stored, verb);
      if (!found.ok) return found;
      const { pausedAt, pausedSeconds } = found.value;
      // What it was paused for is added to what its stage has to last.
      const seconds = Math.max(0, (now.getTime() - (pausedAt ?? now).getTime()) / 1_000);
      const paused = state === 'paused';
      return ok({
        next: paused
          ? { state, pausedAt: now }
          : { state, pausedAt: null, pausedSeconds: pausedSeconds + seconds },
        events: [
          canaryEvent(`canary.${WORDS[verb]}`, found.value, {
            reason: reason.value,
            ...(paused ? {} : { details: { pausedSeconds: Math.round(seconds) } }),
          }),
        ],
        effects: [CANARY_CHANGED],
        answer: { changed: true, state, changeSetId: null },
      });
    },
    save: async (tx, move, run) => run !== undefined && moveCanary(tx, run, move),
  };
}
