// Releases as the reads say them, from their rows and samples.
import { STRATEGIES } from '#lib/catalog/releases.ts';
import type { ReleaseSummary, ReleaseVerdictView, SharePoint } from '#lib/contract/releases.ts';
import { trafficShare } from '#lib/rules/release-sample.ts';
import type { Verdict } from '#lib/rules/release-verdict.ts';
import type { ShareSample } from '#lib/store/release-samples.ts';
import type { StoredRelease } from '#lib/store/releases.ts';

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

/** So many points are drawn; of more, those between which nothing changed are left out. */
const DRAWN = 240;

/** Oldest first; the share by requests is that since the sample before. */
export function sharePoints(samples: readonly ShareSample[]): SharePoint[] {
  const every = Math.ceil(samples.length / DRAWN);
  const points = samples.map(
    ({ at, requests, errors, mine, all, ...same }, place): SharePoint => ({
      ...{ ...same, at: at.toISOString() },
      traffic: trafficShare(samples[place - 1], { mine, all }),
      errorRate: requests !== null && errors !== null && requests > 0 ? errors / requests : null,
    }),
  );
  return points.filter((point, place) => {
    const before = points[place - 1];
    const moved =
      before?.wanted !== point.wanted ||
      before.achieved !== point.achieved ||
      before.verdict !== point.verdict;
    return moved || place % every === 0 || place === points.length - 1;
  });
}
