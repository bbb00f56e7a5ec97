// mark-release-good: an hour of health with all traffic (manual 2); from now on the new version is the one that is live.
import type { z } from 'zod';
import { RELEASE_TIMES } from '#lib/catalog/releases.ts';
import type { ReleaseAnswer } from '#lib/contract/releases.ts';
import { goodHeldBy } from '#lib/rules/releases/release.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { healthySamples } from '#lib/store/releases/release-samples.ts';
import { changeRelease, type ReleaseChange } from '#lib/store/releases/releases.ts';
import type { Command } from '#lib/write/command.ts';
import {
  endedBy,
  loadRelease,
  movable,
  onlyRelease,
  RELEASE_CHANGED,
  type ReleaseWithSample,
  releaseAnswer,
  releaseEvent,
} from './release-state.ts';

type State = ReleaseWithSample & { healthy: number };

export const markReleaseGood: Command<
  z.output<typeof onlyRelease>,
  void,
  State,
  ReleaseChange,
  ReleaseAnswer
> = {
  name: 'mark-release-good',
  input: onlyRelease,
  body: 'ReleaseAnswer',
  load: async (tx, asked) => {
    const { state, now } = await loadRelease(tx, asked);
    const since = new Date(now.getTime() - RELEASE_TIMES.success * 1_000);
    const healthy = state.release ? await healthySamples(tx, state.release.id, since) : 0;
    return { state: { ...state, healthy }, now };
  },
  decide: ({ release: found, sample, healthy }, _asked, actor, { now }) => {
    const moved = movable(found, 'mark-good');
    if (!moved.ok) return moved;
    const { release, to } = moved.value;
    const latest = sample && { at: sample.at, step: sample.step, verdict: sample.body.verdict };
    const held = goodHeldBy(release.fullAt, latest, healthy, now);
    if (held !== null) return fail('rule_violated', held);
    const { toSide: side, toVersion: version, fromVersion: oldVersion } = release;
    return ok({
      next: {
        state: to,
        ended: { at: now, by: endedBy(actor), reason: null },
        swap: { side, version, oldVersion },
      },
      events: [
        releaseEvent('release.succeeded', release, {
          ...{ oldValue: oldVersion, newValue: version, details: { healthySamples: healthy, side } },
        }),
      ],
      effects: [RELEASE_CHANGED],
      answer: releaseAnswer(release, { state: to }),
    });
  },
  save: async (tx, change, { release }) => release !== undefined && changeRelease(tx, release, change),
};
