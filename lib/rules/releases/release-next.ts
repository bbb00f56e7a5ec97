// What comes next in a release, in one sentence: the "Action" line of manual 2's dashboard. Pure.
import { STRATEGIES } from '#lib/catalog/releases.ts';
import { marksOf, nextShare, type ReleaseStanding } from './release.ts';

interface Next extends ReleaseStanding {
  fromVersion: string;
  toVersion: string;
  toSide: string;
  fullAt: Date | null;
  effectiveAt: Date | null;
}

function minutes(from: Date, to: Date): string {
  const left = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / 60_000));
  return left === 1 ? '1 more minute' : `${left} more minutes`;
}

function ofMonitoring({ fullAt }: Next, held: string | null, now: Date): string {
  if (fullAt === null) return '';
  const { monitorUntil, successAt } = marksOf(fullAt);
  if (now < monitorUntil) return `Monitor for ${minutes(now, monitorUntil)}.`;
  if (now < successAt) return `Stable for ${minutes(now, successAt)}, then it is marked as successful.`;
  return held ?? 'It is marked as successful at the next look.';
}

/** `held` is why it cannot go on at this moment; null when it can. */
export function nextOf(release: Next, held: string | null, now: Date): string {
  const { state, toVersion, toSide, fromVersion, strategy } = release;
  switch (state) {
    case 'planned':
      return 'Somebody else approves it, or refuses it.';
    case 'approved':
      return held ?? `${toVersion} is healthy on ${toSide}: give it ${nextShare(release)}% of the traffic.`;
    case 'in_progress':
      return held ?? `Give it ${nextShare(release)}% of the traffic.`;
    case 'paused':
      return 'Resume it, or roll it back.';
    case 'monitoring':
      return ofMonitoring(release, held, now);
    case 'succeeded':
      return `${toVersion} has the traffic. Update the other side to it, for redundancy.`;
    case 'rolled_back':
      return release.effectiveAt === null
        ? `All traffic goes back to ${fromVersion}: the target is ${STRATEGIES[strategy].target}.`
        : `${fromVersion} has all traffic. Find out what went wrong, fix it, and start a new version.`;
    case 'refused':
    case 'withdrawn':
      return 'Nothing was deployed to users.';
  }
}
