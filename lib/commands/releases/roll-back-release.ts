// roll-back-release: a person judges that the new version is not safe; all traffic goes back at once.
import { z } from 'zod';
import { JUDGED_BY_A_PERSON } from '#lib/catalog/releases.ts';
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
  takenBack,
} from './release-state.ts';

/** What a figure tells, or what manual 2 leaves to people. */
const reason = anyReason.describe(
  `Why, in one line of 3 to 500 characters: a trigger that was told, ${JUDGED_BY_A_PERSON}.`,
);
const input = z.strictObject({ releaseId, reason });

export const rollBackRelease: Command<
  z.output<typeof input>,
  void,
  ReleaseWithSample,
  ReleaseChange,
  ReleaseAnswer
> = {
  name: 'roll-back-release',
  input,
  body: 'ReleaseAnswer',
  lane: 'urgent',
  load: loadRelease,
  decide: ({ release: found, sample }, asked, actor, { now }) => {
    const reason = parseReason(asked.reason, false);
    if (!reason.ok) return reason;
    const moved = movable(found, 'roll-back');
    if (!moved.ok) return moved;
    const { release, to } = moved.value;
    return ok({
      next: {
        ...{ state: to, share: takenBack(release) },
        ended: { at: now, by: endedBy(actor), reason: reason.value },
        rolledBack: { evidence: sample?.body ?? null, trigger: null },
      },
      events: [
        releaseEvent('release.rolled-back', release, {
          ...{ oldValue: `${release.share}%`, newValue: '0%', reason: reason.value },
          details: { verdict: sample?.body.verdict.state ?? null },
        }),
      ],
      effects: [RELEASE_CHANGED],
      answer: releaseAnswer(release, { state: to, share: 0 }),
    });
  },
  save: async (tx, change, { release }) => release !== undefined && changeRelease(tx, release, change),
};
