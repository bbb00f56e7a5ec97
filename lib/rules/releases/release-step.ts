// How a release stands and when its next step may be taken, from what was measured last: of screen, command and verdict alike. Pure.
import type { Side } from '#lib/contract/gateway.ts';
import { isActive, isFresh, moveRelease, type ReleaseStanding, stepHeldBy } from './release.ts';
import { type Baseline, baselineOf } from './release-measures.ts';
import type { SampleBody } from './release-sample.ts';
import type { Verdict } from './release-verdict.ts';

export interface Stepping extends ReleaseStanding {
  fromVersion: string;
  fromSide: Side;
  baseline: Baseline | null;
  steppedAt: Date | null;
}

export interface SampleOfStep {
  at: Date;
  step: number;
  body: SampleBody;
}

/** What it is compared with: the old version as it was measured before the first step, or is at this moment. */
export function baselineNow(release: Stepping, sample: SampleOfStep | null): Baseline | null {
  return release.baseline ?? (sample && baselineOf(sample.body.from, sample.at));
}

/** Why the next step has to wait; null when it may be taken now, or when it is not its turn. */
export function heldBy(release: Stepping, sample: SampleOfStep | null, now: Date): string | null {
  if (!moveRelease(release, 'step').ok) return null;
  const latest = sample && { at: sample.at, step: sample.step, verdict: sample.body.verdict };
  const standing = { ...release, hasBaseline: baselineNow(release, sample) !== null };
  const held = stepHeldBy(standing, latest, now);
  if (held !== null || release.baseline !== null) return held;
  const other = sample?.body.from?.versions?.find((version) => version !== release.fromVersion);
  return other === undefined
    ? null
    : `${other} answers on ${release.fromSide}, not ${release.fromVersion}: withdraw this release and start it from what is there.`;
}

/** The verdict on a release at this moment, whatever state it is in: no data never counts as healthy. */
export function standingOf(
  release: Pick<ReleaseStanding, 'state' | 'step'> & { endReason: string | null; trigger: string | null },
  sample: SampleOfStep | null,
  now: Date,
): { verdict: Verdict['state']; reasons: readonly string[] } {
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
