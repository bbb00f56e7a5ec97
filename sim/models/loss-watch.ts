// The venue's equity against its peak and its beginning of the day: how far it fell, and whether the breaker trips.
import { BREAKER_DRAWDOWN } from '#lib/catalog/failure-detection.ts';

/** Equity in USD. Both begin anew when trading is resumed: a loss that people looked at does not trip it again. */
export interface LossWatch {
  readonly peakUsd: number;
  readonly fromUsd: number;
}

export const openLossWatch = (equityUsd: number): LossWatch => ({ peakUsd: equityUsd, fromUsd: equityUsd });

export function stepLossWatch(watch: LossWatch, equityUsd: number): LossWatch {
  return equityUsd > watch.peakUsd ? { ...watch, peakUsd: equityUsd } : watch;
}

/** Share of the peak that is lost; 0 at the peak. */
export function drawdownOf({ peakUsd }: LossWatch, equityUsd: number): number {
  return Math.max(0, (peakUsd - equityUsd) / peakUsd);
}

/** Why the breaker trips: on manual 3's drawdown, or once the day's loss is over `limitPct`. Null when it does not. */
export function tripReason(watch: LossWatch, equityUsd: number, limitPct: number): string | null {
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  const drawdown = drawdownOf(watch, equityUsd);
  if (drawdown >= BREAKER_DRAWDOWN)
    return `Drawdown ${percent(drawdown)} reached the limit of ${BREAKER_DRAWDOWN * 100}%`;
  const lost = (watch.fromUsd - equityUsd) / watch.fromUsd;
  return lost * 100 > limitPct ? `Daily loss ${percent(lost)} is over the limit of ${limitPct}%` : null;
}
