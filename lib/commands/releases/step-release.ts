// step-release: the new version gets its next share of the traffic, if it is measured and healthy at the share it has.
import type { z } from 'zod';
import type { ReleaseAnswer } from '#lib/contract/releases.ts';
import { nextShare, weightsAt } from '#lib/rules/releases/release.ts';
import { baselineNow, heldBy } from '#lib/rules/releases/release-step.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { changeRelease, type ReleaseChange } from '#lib/store/releases/releases.ts';
import type { Command } from '#lib/write/command.ts';
import {
  loadRelease,
  movable,
  onlyRelease,
  RELEASE_CHANGED,
  type ReleaseWithSample,
  releaseAnswer,
  releaseEvent,
} from './release-state.ts';

export const stepRelease: Command<
  z.output<typeof onlyRelease>,
  void,
  ReleaseWithSample,
  ReleaseChange,
  ReleaseAnswer
> = {
  name: 'step-release',
  input: onlyRelease,
  body: 'ReleaseAnswer',
  load: loadRelease,
  decide: ({ release: found, sample }, _asked, _actor, { now }) => {
    const moved = movable(found, 'step');
    if (!moved.ok) return moved;
    const { release, to } = moved.value;
    const share = nextShare(release);
    if (share === null) return fail('conflict', 'It has no further step.');
    const held = heldBy(release, sample, now);
    if (held !== null) return fail('rule_violated', held, { state: release.state });
    const baseline = baselineNow(release, sample);
    const weights = weightsAt(release.strategy, release.toSide, share);
    return ok({
      next: {
        state: to,
        share: { to: share, step: release.step + 1, weights, at: now },
        ...(release.trafficAt === null && baseline ? { traffic: { at: now, baseline } } : {}),
        ...(share === 100 ? { fullAt: now } : {}),
      },
      events: [
        releaseEvent('release.stepped', release, {
          ...{ oldValue: `${release.share}%`, newValue: `${share}%` },
          details: { step: release.step + 1, ...(release.trafficAt === null ? { baseline } : {}) },
        }),
      ],
      effects: [RELEASE_CHANGED],
      answer: releaseAnswer(release, { state: to, share }),
    });
  },
  save: async (tx, change, { release }) => release !== undefined && changeRelease(tx, release, change),
};
