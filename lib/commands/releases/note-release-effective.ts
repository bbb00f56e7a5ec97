// note-release-effective: the gateway was seen to give a rolled back version nothing any more; the time that took is kept.
import type { z } from 'zod';
import { STRATEGIES } from '#lib/catalog/releases.ts';
import type { ReleaseAnswer } from '#lib/contract/releases.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { changeRelease, type ReleaseChange } from '#lib/store/releases/releases.ts';
import type { Command } from '#lib/write/command.ts';
import {
  loadRelease,
  onlyRelease,
  RELEASE_CHANGED,
  type ReleaseWithSample,
  releaseAnswer,
  releaseEvent,
} from './release-state.ts';

export const noteReleaseEffective: Command<
  z.output<typeof onlyRelease>,
  void,
  ReleaseWithSample,
  ReleaseChange,
  ReleaseAnswer
> = {
  name: 'note-release-effective',
  input: onlyRelease,
  body: null,
  load: loadRelease,
  decide: ({ release, sample }) => {
    if (!release) return fail('not_found', 'There is no such release.');
    const { state, endedAt, effectiveAt } = release;
    const seen = sample !== null && endedAt !== null && sample.at > endedAt && sample.body.achieved === 0;
    if (state !== 'rolled_back' || effectiveAt !== null || !seen) {
      return ok({ next: null, events: [], effects: [], answer: releaseAnswer(release, { changed: false }) });
    }
    const tookMs = sample.at.getTime() - endedAt.getTime();
    const { rollbackWithinSeconds } = STRATEGIES[release.strategy];
    return ok({
      next: { state, effectiveAt: sample.at },
      events: [
        releaseEvent('release.effective', release, {
          details: {
            tookMs,
            withinSeconds: rollbackWithinSeconds,
            late: tookMs > rollbackWithinSeconds * 1_000,
          },
        }),
      ],
      effects: [RELEASE_CHANGED],
      answer: releaseAnswer(release),
    });
  },
  save: async (tx, change, { release }) => release !== undefined && changeRelease(tx, release, change),
};
