// roll-back-by-trigger: the newest sample reached one of manual 2's automatic triggers; Bulkhead takes all traffic back.
import type { z } from 'zod';
import { TRIGGERS } from '#lib/catalog/releases.ts';
import type { ReleaseAnswer } from '#lib/contract/releases.ts';
import { isFresh } from '#lib/rules/releases/release.ts';
import { sampleOf } from '#lib/rules/releases/release-sample.ts';
import { automaticBreach } from '#lib/rules/releases/release-verdict.ts';
import { ok } from '#lib/rules/result.ts';
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
  takenBack,
} from './release-state.ts';

export const rollBackByTrigger: Command<
  z.output<typeof onlyRelease>,
  void,
  ReleaseWithSample,
  ReleaseChange,
  ReleaseAnswer
> = {
  name: 'roll-back-by-trigger',
  input: onlyRelease,
  body: null,
  lane: 'urgent',
  load: loadRelease,
  decide: ({ release: found, sample }, _asked, actor, { now }) => {
    const moved = movable(found, 'roll-back');
    if (!moved.ok) return moved;
    const { release, to } = moved.value;
    // What was measured is judged again here, by what the release is now: nobody's word is taken for it.
    const judged = sample && isFresh(sample.at, now) ? sampleOf(sample.body, release) : null;
    const breach = judged && automaticBreach(judged.verdict);
    if (!judged || !breach) {
      return ok({ next: null, events: [], effects: [], answer: releaseAnswer(release, { changed: false }) });
    }
    const reason = `${TRIGGERS[breach.key].label}: ${breach.why}`;
    return ok({
      next: {
        ...{ state: to, share: takenBack(release) },
        ended: { at: now, by: endedBy(actor), reason },
        rolledBack: { evidence: judged, trigger: breach.key },
      },
      events: [
        releaseEvent('release.rolled-back', release, {
          ...{ oldValue: `${release.share}%`, newValue: '0%', reason },
          details: {
            ...{ trigger: breach.key, measured: breach.measured, limit: breach.limit },
            ...{ baseline: breach.baseline, measuredAt: sample?.at.toISOString() },
          },
        }),
      ],
      effects: [RELEASE_CHANGED],
      answer: releaseAnswer(release, { state: to, share: 0 }),
    });
  },
  save: async (tx, change, { release }) => release !== undefined && changeRelease(tx, release, change),
};
