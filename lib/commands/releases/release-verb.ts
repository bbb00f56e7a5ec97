// What ends a release before it has traffic, or halts it: each verb is a command of its own.
import { z } from 'zod';
import type { ReleaseVerb } from '#lib/catalog/releases.ts';
import { anyReason } from '#lib/commands/inputs.ts';
import type { ReleaseAnswer } from '#lib/contract/releases.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { ok } from '#lib/rules/result.ts';
import { changeRelease, type ReleaseChange } from '#lib/store/releases/releases.ts';
import type { Command } from '#lib/write/command.ts';
import {
  endedBy,
  loadRelease,
  movable,
  RELEASE_CHANGED,
  type ReleaseWithSample,
  releaseAnswer,
  releaseEvent,
  releaseId,
} from './release-state.ts';

const input = z.strictObject({ releaseId, reason: anyReason });

const WORDS = { refuse: 'refused', withdraw: 'withdrawn', pause: 'paused', resume: 'resumed' } as const;

export function releaseVerb(
  verb: keyof typeof WORDS & ReleaseVerb,
): Command<z.output<typeof input>, void, ReleaseWithSample, ReleaseChange, ReleaseAnswer> {
  return {
    name: `${verb}-release`,
    input,
    body: 'ReleaseAnswer',
    load: loadRelease,
    decide: (state, asked, actor, { now }) => {
      const reason = parseReason(asked.reason, false);
      if (!reason.ok) return reason;
      const moved = movable(state.release, verb);
      if (!moved.ok) return moved;
      const { release, to } = moved.value;
      const over = to === 'refused' || to === 'withdrawn';
      return ok({
        next: {
          state: to,
          ...(over ? { ended: { at: now, by: endedBy(actor), reason: reason.value } } : {}),
        },
        events: [releaseEvent(`release.${WORDS[verb]}`, release, { reason: reason.value })],
        effects: [RELEASE_CHANGED],
        answer: releaseAnswer(release, { state: to }),
      });
    },
    save: async (tx, change, { release }) => release !== undefined && changeRelease(tx, release, change),
  };
}
