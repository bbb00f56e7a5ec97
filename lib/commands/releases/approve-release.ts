// approve-release: a second person stands by it that this version may be deployed; nobody approves what they started.
import type { z } from 'zod';
import type { ReleaseAnswer } from '#lib/contract/releases.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { changeRelease, type ReleaseChange } from '#lib/store/releases/releases.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import {
  loadRelease,
  movable,
  onlyRelease,
  RELEASE_CHANGED,
  type ReleaseWithSample,
  releaseAnswer,
  releaseEvent,
} from './release-state.ts';

export const approveRelease: Command<
  z.output<typeof onlyRelease>,
  void,
  ReleaseWithSample,
  ReleaseChange,
  ReleaseAnswer
> = {
  name: 'approve-release',
  input: onlyRelease,
  body: 'ReleaseAnswer',
  load: loadRelease,
  decide: (state, _asked, actor, { now }) => {
    const moved = movable(state.release, 'approve');
    if (!moved.ok) return moved;
    const { release, to } = moved.value;
    const by = personOf(actor);
    if (by.id === release.startedBy)
      return fail('forbidden', 'You started this release: somebody else has to approve it.');
    return ok({
      next: { state: to, approved: { at: now, by } },
      events: [releaseEvent('release.approved', release, { newValue: release.toVersion })],
      effects: [RELEASE_CHANGED],
      answer: releaseAnswer(release, { state: to }),
    });
  },
  save: async (tx, change, { release }) => release !== undefined && changeRelease(tx, release, change),
};
