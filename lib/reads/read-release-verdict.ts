// Whether a release is healthy, small and stable: what CI systems and other rollout tools poll between their steps.
import { z } from 'zod';
import type { ReleaseVerdictBody } from '#lib/contract/releases.ts';
import { isActive, isFresh, moveRelease } from '#lib/rules/release.ts';
import { heldBy } from '#lib/rules/release-step.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { newestSample, type StoredSample } from '#lib/store/release-samples.ts';
import { releaseBy, releasesWhere, type StoredRelease } from '#lib/store/releases.ts';
import type { Read } from './read.ts';

const input = z.strictObject({
  number: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'Send the number of the release, such as 42.')
    .transform(Number)
    .meta({
      type: 'integer',
      minimum: 1,
      description: 'Number of the release; the newest when it is left out.',
    })
    .optional(),
});

function verdictOf(
  release: StoredRelease,
  sample: StoredSample | null,
  now: Date,
): Pick<ReleaseVerdictBody, 'verdict' | 'reasons'> {
  const { state, endReason, trigger } = release;
  if (state === 'succeeded') return { verdict: 'healthy', reasons: [] };
  if (!isActive(state)) {
    const why = endReason ?? trigger;
    return { verdict: 'failing', reasons: why === null ? [] : [why] };
  }
  if (state === 'planned')
    return { verdict: 'insufficient', reasons: ['It waits for approval: nothing is measured yet.'] };
  if (sample === null || !isFresh(sample.at, now))
    return { verdict: 'insufficient', reasons: ['It was not measured in the last 15 seconds.'] };
  if (sample.step !== release.step)
    return { verdict: 'insufficient', reasons: ['The new share is not measured yet.'] };
  const { verdict } = sample.body;
  return { verdict: verdict.state, reasons: verdict.reasons };
}

export const readReleaseVerdict: Read<z.output<typeof input>, ReleaseVerdictBody> = {
  action: 'read-releases',
  body: 'ReleaseVerdictBody',
  input,
  run: async (tx, { number: asked }) => {
    const release =
      asked === undefined ? (await releasesWhere(tx, {}, 1))[0] : await releaseBy(tx, { number: asked });
    if (!release) return fail('not_found', 'There is no such release.');
    const sample = await newestSample(tx, release.id);
    const now = await databaseNow(tx);
    const { number, state, fromVersion, toVersion, share, step } = release;
    return ok({
      now: now.toISOString(),
      release: { number, state, fromVersion, toVersion, share, step },
      ...verdictOf(release, sample, now),
      measuredAt: sample?.at.toISOString() ?? null,
      mayStep: moveRelease(release, 'step').ok && heldBy(release, sample, now) === null,
    });
  },
};
