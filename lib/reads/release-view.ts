// Releases as the reads say them, from their rows and samples.
import { STRATEGIES } from '#lib/catalog/releases.ts';
import type { ReleaseSummary, ReleaseVerdictView, SharePoint } from '#lib/contract/releases.ts';
import { trafficShare } from '#lib/rules/release-sample.ts';
import type { Verdict } from '#lib/rules/release-verdict.ts';
import type { StoredRelease, StoredSample } from '#lib/store/releases.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function releaseSummary(release: StoredRelease, now: Date): ReleaseSummary {
  const { id, number, strategy, state, fromVersion, toVersion, step, share } = release;
  const from = release.trafficAt ?? release.startedAt;
  return {
    ...{ id, number, strategy, state, fromVersion, toVersion, step, share },
    steps: STRATEGIES[strategy].steps,
    startedAt: release.startedAt.toISOString(),
    startedBy: { id: release.startedBy, name: release.startedName },
    approvedAt: iso(release.approvedAt),
    approvedBy:
      release.approvedBy === null ? null : { id: release.approvedBy, name: release.approvedName ?? '' },
    ...{ trafficAt: iso(release.trafficAt), fullAt: iso(release.fullAt), endedAt: iso(release.endedAt) },
    ...{ endedBy: release.endedName, endReason: release.endReason, trigger: release.trigger },
    durationSeconds: Math.max(0, Math.floor(((release.endedAt ?? now).getTime() - from.getTime()) / 1_000)),
  };
}

export function verdictView({ state, reasons, checks }: Verdict): ReleaseVerdictView {
  return { state, reasons, checks };
}

/** Oldest first; the share by requests is that since the sample before. */
export function sharePoints(release: StoredRelease, newestFirst: readonly StoredSample[]): SharePoint[] {
  const samples = newestFirst.toReversed();
  return samples.map(({ at, share, body }, place) => {
    const { requests, errors, p99Ms } = body.to ?? { requests: null, errors: null, p99Ms: null };
    return {
      ...{ at: at.toISOString(), wanted: share, achieved: body.achieved, verdict: body.verdict.state },
      traffic: trafficShare(samples[place - 1]?.body.gateway ?? null, body.gateway, release.toSide),
      errorRate: requests !== null && errors !== null && requests > 0 ? errors / requests : null,
      p99Ms,
    };
  });
}
