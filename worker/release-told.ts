// The release under way as Prometheus sees it, for rollout tools and dashboards that look there: its verdict and its share.
import { standingOf } from '#lib/rules/releases/release-step.ts';
import type { Verdict } from '#lib/rules/releases/release-verdict.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { newestSample } from '#lib/store/releases/release-samples.ts';
import { releaseBy } from '#lib/store/releases/releases.ts';
import { metrics } from './metrics.ts';

const VERDICTS: readonly Verdict['state'][] = ['healthy', 'failing', 'insufficient'];

/** Of what is stored, so that two workers say the same; nothing is left of a release when none is under way. */
export async function tellRelease(releaseId: string | undefined): Promise<void> {
  const tx = database();
  const release = releaseId === undefined ? undefined : await releaseBy(tx, { id: releaseId });
  const sample = release ? await newestSample(tx, release.id) : null;
  const now = await databaseNow(tx);
  metrics.releaseVerdict.reset();
  metrics.releaseShare.reset();
  if (!release) return;
  const { toVersion: version, share } = release;
  const { verdict } = standingOf(release, sample, now);
  for (const one of VERDICTS) metrics.releaseVerdict.set({ version, verdict: one }, one === verdict ? 1 : 0);
  metrics.releaseShare.set({ version, share: 'wanted' }, share);
  const achieved = sample?.body.achieved ?? null;
  if (achieved !== null) metrics.releaseShare.set({ version, share: 'achieved' }, achieved);
}
