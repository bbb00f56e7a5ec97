// One release as the deployment dashboard of manual 2: health, figures against the baseline, shares, what comes next.
import { z } from 'zod';
import { RELEASE_TIMES, STRATEGIES } from '#lib/catalog/releases.ts';
import type { ReleaseBody } from '#lib/contract/releases.ts';
import { idOrNumber } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { goodHeldBy, isActive, isFresh, marksOf, nextShare } from '#lib/rules/releases/release.ts';
import { nextOf } from '#lib/rules/releases/release-next.ts';
import { heldBy } from '#lib/rules/releases/release-step.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { wantedWeights } from '#lib/store/releases/gateway.ts';
import {
  healthySamples,
  newestSample,
  type StoredSample,
  shareSamples,
} from '#lib/store/releases/release-samples.ts';
import { releaseBy, type StoredRelease } from '#lib/store/releases/releases.ts';
import { releaseSummary, sharePoints, verdictView } from './release-view.ts';

/** An hour of them, and what came before the last step. */
const SHOWN_SAMPLES = 900;

const input = idOrNumber(
  'release',
  z.uuid('Send the id as it was shown.').describe('Id of the release, as releases lists it.'),
);

function sampleView(
  { at, body }: StoredSample,
  { endedAt }: StoredRelease,
  now: Date,
): ReleaseBody['sample'] {
  const { to, verdict, skewMs, blind, gatewayProblem } = body;
  return {
    ...{ at: at.toISOString(), fresh: isFresh(at, now), verdict: verdictView(verdict), skewMs },
    components: to?.components ?? null,
    ...{ trades: to?.trades ?? null, failedTrades: to?.failedTrades ?? null },
    // After its end nobody measures it any more, only whether its share is gone.
    problems: [endedAt === null ? blind : null, gatewayProblem].filter((problem) => problem !== null),
  };
}

function rolledBackView(release: StoredRelease): ReleaseBody['rolledBack'] {
  const { state, endedAt, effectiveAt, strategy } = release;
  if (state !== 'rolled_back' || endedAt === null) return null;
  return {
    effectiveAt: effectiveAt?.toISOString() ?? null,
    tookMs: effectiveAt === null ? null : effectiveAt.getTime() - endedAt.getTime(),
    withinSeconds: STRATEGIES[strategy].rollbackWithinSeconds,
  };
}

export const readRelease: Read<z.output<typeof input>, ReleaseBody> = {
  action: 'read-releases',
  body: 'ReleaseBody',
  input,
  run: async (tx, { id, number }) => {
    const release = await releaseBy(tx, id === undefined ? { number: number ?? 0 } : { id });
    if (!release) return fail('not_found', 'There is no such release.');
    const newest = await newestSample(tx, release.id);
    const samples = await shareSamples(tx, release, SHOWN_SAMPLES);
    const wanted = await wantedWeights(tx);
    const now = await databaseNow(tx);
    const healthy = await healthySamples(
      tx,
      release.id,
      new Date(now.getTime() - RELEASE_TIMES.success * 1_000),
    );
    const latest = newest && { at: newest.at, step: newest.step, verdict: newest.body.verdict };
    const marks = release.fullAt === null ? null : marksOf(release.fullAt);
    const stepHeld = heldBy(release, newest, now);
    const goodHeld = release.state === 'monitoring' ? goodHeldBy(release.fullAt, latest, healthy, now) : null;
    const gateway = newest?.body.gateway ?? null;
    return ok({
      ...{ now: now.toISOString(), release: releaseSummary(release, now), reason: release.reason },
      ...{ fromSide: release.fromSide, toSide: release.toSide },
      ...{ checklist: release.checklist, notes: release.notes, baseline: release.baseline },
      sample: newest && sampleView(newest, release, now),
      shares: sharePoints(samples),
      servers: isActive(release.state)
        ? wanted.map(({ name, side, weight }) => ({
            ...{ name, side, wanted: weight, weight: gateway?.[name]?.weight ?? null },
            status: gateway?.[name]?.status ?? null,
          }))
        : [],
      next: nextOf(release, stepHeld ?? goodHeld, now),
      nextShare: release.state === 'approved' || release.state === 'in_progress' ? nextShare(release) : null,
      ...{ stepHeldBy: stepHeld, goodHeldBy: goodHeld },
      monitorUntil: marks?.monitorUntil.toISOString() ?? null,
      successAt: marks?.successAt.toISOString() ?? null,
      rolledBack: rolledBackView(release),
      evidence: release.evidence && verdictView(release.evidence.verdict),
    });
  },
};
