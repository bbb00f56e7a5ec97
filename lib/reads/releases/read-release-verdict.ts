// Whether a release is healthy, small and stable: what CI systems and other rollout tools poll between their steps.
import { z } from 'zod';
import { RELEASE_STATES, RELEASE_TIMES, type ReleaseState, releaseName } from '#lib/catalog/releases.ts';
import type { ReleaseVerdictBody } from '#lib/contract/releases.ts';
import type { Read } from '#lib/reads/read.ts';
import { moveRelease } from '#lib/rules/releases/release.ts';
import { heldBy, standingOf } from '#lib/rules/releases/release-step.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { newestSample } from '#lib/store/releases/release-samples.ts';
import { releaseBy, releasesWhere } from '#lib/store/releases/releases.ts';

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
  pass: z
    .enum(['healthy', 'step'], { error: 'Send healthy or step.' })
    .meta({
      description:
        'For tools that look at the status alone: 200 only when it is healthy, or when the next step may be taken; 422 when it is failing, 503 when nobody can say yet: wait, and ask again.',
    })
    .optional(),
});

/** Nothing new is known sooner, s. */
const ASK_AGAIN = RELEASE_TIMES.sample;

/** The verdict as a status: what does not pass is a failure, with all of it among the details. */
function passed(body: ReleaseVerdictBody, pass: 'healthy' | 'step'): Result<ReleaseVerdictBody> {
  if (pass === 'healthy' ? body.verdict === 'healthy' : body.mayStep) return ok(body);
  const { release, verdict, reasons, heldBy } = body;
  const name = releaseName(release.number);
  const details = { verdict, reasons, heldBy, release };
  if (verdict === 'failing')
    return fail('rule_violated', `${name} is failing: ${reasons.join(' ')}`.trimEnd(), details);
  if (pass === 'step' && verdict === 'healthy' && heldBy === null)
    return fail(
      'conflict',
      `${name} has no next step: it is ${RELEASE_STATES[body.release.state as ReleaseState].toLowerCase()}.`,
      details,
    );
  const why = pass === 'step' && heldBy !== null ? heldBy : reasons.join(' ');
  return fail('unavailable', `${name} cannot be judged yet: ${why}`, {
    ...details,
    retryAfterSeconds: ASK_AGAIN,
  });
}

export const readReleaseVerdict: Read<z.output<typeof input>, ReleaseVerdictBody> = {
  action: 'read-releases',
  body: 'ReleaseVerdictBody',
  input,
  run: async (tx, { number: asked, pass }) => {
    const release =
      asked === undefined ? (await releasesWhere(tx, {}, 1))[0] : await releaseBy(tx, { number: asked });
    if (!release) return fail('not_found', 'There is no such release.');
    const sample = await newestSample(tx, release.id);
    const now = await databaseNow(tx);
    const { number, state, fromVersion, toVersion, share, step } = release;
    const held = heldBy(release, sample, now);
    const body: ReleaseVerdictBody = {
      now: now.toISOString(),
      release: { number, state, fromVersion, toVersion, share, step },
      ...standingOf(release, sample, now),
      measuredAt: sample?.at.toISOString() ?? null,
      mayStep: moveRelease(release, 'step').ok && held === null,
      heldBy: held,
    };
    return pass === undefined ? ok(body) : passed(body, pass);
  },
};
