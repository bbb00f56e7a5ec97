// extend-canary: the stage lasts longer than the manual asks for; it never becomes shorter.
import { z } from 'zod';
import { EXTENSION } from '#lib/catalog/canary-runs.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import type { CanaryAnswer } from '#lib/contract/canary.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type CanaryMove, moveCanary, type StoredCanary } from '#lib/store/canary/canary-runs.ts';
import type { Command } from '#lib/write/command.ts';
import { CANARY_CHANGED, canaryEvent, canaryFor, canaryInput, loadCanary } from './canary-state.ts';

const MOST_MINUTES = EXTENSION.mostDays * 24 * 60;
const MINUTES = `Send the minutes that are added: ${EXTENSION.leastMinutes} to ${MOST_MINUTES}.`;

const input = z.strictObject({
  ...canaryInput,
  minutes: z
    .int({ error: MINUTES })
    .min(EXTENSION.leastMinutes, MINUTES)
    .max(MOST_MINUTES, MINUTES)
    .describe('How much longer the stage lasts.'),
  reason: anyReason,
});

export const extendCanary: Command<
  z.output<typeof input>,
  void,
  StoredCanary | undefined,
  CanaryMove,
  CanaryAnswer
> = {
  name: 'extend-canary',
  input,
  body: 'CanaryAnswer',
  load: loadCanary,
  decide: (state, asked) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const found = canaryFor(state, 'extend');
    if (!found.ok) return found;
    const run = found.value;
    const extendedSeconds = run.extendedSeconds + asked.minutes * 60;
    if (extendedSeconds > MOST_MINUTES * 60)
      return fail(
        'invalid_value',
        `A stage is extended by ${EXTENSION.mostDays} days at most, all together.`,
      );
    return ok({
      next: { extendedSeconds },
      events: [
        canaryEvent('canary.extended', run, {
          reason: reason.value,
          newValue: `${asked.minutes} min`,
          details: { extendedSeconds },
        }),
      ],
      effects: [CANARY_CHANGED],
      answer: { changed: true, state: run.state, changeSetId: null },
    });
  },
  save: async (tx, move, run) => run !== undefined && moveCanary(tx, run, move),
};
