// What a replay says: whether the rule would have fired, and how much of the time there is anything to say about.

import { grouped } from '#components/format-number.ts';
import { stamp } from '#components/format-time.ts';
import type { ReplayBody } from '#lib/contract/canary-figures.ts';

/** `7 days`, `24 hours`, `hour`: after "the last". */
export function spanOfHours(hours: number): string {
  if (hours === 1) return 'hour';
  return hours > 24 && hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`;
}

/** Never says more than is known: without any data, nothing; with some, of these moments only. */
export function firedWords({
  firings,
  coverage,
  moments,
}: Pick<ReplayBody, 'firings' | 'coverage' | 'moments'>): string {
  if (coverage === 0) return 'Nobody can say whether it would have fired.';
  if (firings === 0) {
    return coverage < 1
      ? `It would not have fired at any of the ${grouped(Math.round(coverage * moments))} moments that have a value.`
      : `It would not have fired at any of ${grouped(moments)} moments.`;
  }
  return firings === 1 ? 'It would have fired once.' : `It would have fired ${grouped(firings)} times.`;
}

/** `Prometheus has values for 12.4% of this time, since 26 Nov 13:00:15; the rest says nothing.` */
export function knownWords({ coverage, since }: Pick<ReplayBody, 'coverage' | 'since'>, now: number): string {
  if (since === null) return 'Prometheus has no value for it in this time.';
  if (coverage === 1) return 'Prometheus has a value for every one of them.';
  const share = 100 * coverage;
  const percent = share < 0.1 ? 'less than 0.1%' : `${Math.floor(share * 10) / 10}%`;
  return `Prometheus has values for ${percent} of this time, the first of ${stamp(since, now)}; the rest says nothing.`;
}
