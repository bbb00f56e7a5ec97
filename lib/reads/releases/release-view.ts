// Releases as the reads say them, from their rows and samples.
import { STRATEGIES } from '#lib/catalog/releases.ts';
import type { ReleaseSummary, ReleaseVerdictView, SharePoint } from '#lib/contract/releases.ts';
import { trafficShare } from '#lib/rules/releases/release-sample.ts';
import type { Verdict } from '#lib/rules/releases/release-verdict.ts';
import type { ShareSample } from '#lib/store/releases/release-samples.ts';
import type { StoredRelease } from '#lib/store/releases/releases.ts';

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

/** About so many points are drawn. */
const DRAWN = 240;

function pointOf(sample: ShareSample, before: ShareSample | undefined): SharePoint {
  const { at, requests, errors, won, lost, mine, all, ...same } = sample;
  const trades = won === null || lost === null ? 0 : won + lost;
  return {
    ...{ ...same, at: at.toISOString(), traffic: trafficShare(before, { mine, all }) },
    errorRate: requests !== null && errors !== null && requests > 0 ? errors / requests : null,
    winRate: won !== null && trades > 0 ? won / trades : null,
  };
}

/** The one in which a figure is furthest the wrong way; none where nothing was measured. */
function worst(points: readonly SharePoint[], rank: (point: SharePoint) => number | null): SharePoint[] {
  const known = points.filter((point) => rank(point) !== null);
  return known.length === 0
    ? []
    : [known.reduce((a, b) => ((rank(b) ?? -Infinity) > (rank(a) ?? -Infinity) ? b : a))];
}

/** What stays of some points one after the other: the first, every change, and the worst of each figure. */
function kept(points: readonly SharePoint[]): SharePoint[] {
  const moved = points.filter((point, place) => {
    const before = points[place - 1];
    return (
      before?.wanted !== point.wanted ||
      before.achieved !== point.achieved ||
      before.verdict !== point.verdict
    );
  });
  const stays = new Set([
    ...moved,
    ...worst(points, ({ p99Ms }) => p99Ms),
    ...worst(points, ({ errorRate }) => errorRate),
    ...worst(points, ({ winRate }) => (winRate === null ? null : -winRate)),
  ]);
  return points.filter((point) => stays.has(point));
}

/** Oldest first; the share by requests is that since the sample before. Of many, those between which nothing happened are left out. */
export function sharePoints(samples: readonly ShareSample[]): SharePoint[] {
  const every = Math.ceil(samples.length / DRAWN);
  const points = samples.map((sample, place) => pointOf(sample, samples[place - 1]));
  const parts = Array.from({ length: Math.ceil(points.length / Math.max(1, every)) }, (_, part) =>
    kept(points.slice(part * every, (part + 1) * every)),
  );
  const last = points.at(-1);
  const drawn = parts.flat();
  return last && drawn.at(-1) !== last ? [...drawn, last] : drawn;
}
