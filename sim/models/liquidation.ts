// The liquidation engine: it detects accounts under margin, closes them, and is asked now and then whether it still does.
import type { SwitchReader } from '#lib/rules/changes/matrix.ts';
import { poisson, type Random } from './random.ts';

/** Moments are milliseconds since 1970. */
export interface Liquidation {
  /** Accounts under margin that nobody has closed yet. */
  readonly waiting: number;
  readonly detectedAt: number;
  readonly checkedAt: number;
  /** Whether the last health check found it detecting. */
  readonly healthy: boolean;
}

/** `hangs`: it detects nothing. `executions`: much of what it closes is refused. */
export type LiquidationTrouble = 'none' | 'hangs' | 'executions';

export interface LiquidationStep {
  liquidation: Liquidation;
  executed: number;
  failed: number;
  /** Health checks made in this step, and how many of them failed. */
  checks: number;
  checksFailed: number;
  /** What accounts under margin cost the reserve while they wait, USD. */
  lostUsd: number;
}

const UNDER_MARGIN_PER_MINUTE = 20;
/** Customers who add margin or close by themselves, of those who wait, a second. */
const SETTLED_PER_SECOND = 0.02;
const LOST_PER_SECOND_USD = 2;
const REFUSED_SHARE = 0.4;
/** It counts as hanging when it missed so many detections. */
const MISSED = 3;

export function openLiquidation(now: number): Liquidation {
  return { waiting: 0, detectedAt: now, checkedAt: now, healthy: true };
}

export interface LiquidationAround {
  dtMs: number;
  now: number;
  /** Switches of the liquidator. */
  values: SwitchReader;
  trouble: LiquidationTrouble;
  /** Between two health checks. */
  checkMs: number;
  random: Random;
}

/** `dtMs` later. */
export function stepLiquidation(before: Liquidation, around: LiquidationAround): LiquidationStep {
  const { dtMs, now, values, trouble, checkMs, random } = around;
  const seconds = dtMs / 1_000;
  const settled = poisson(random, before.waiting * SETTLED_PER_SECOND * seconds);
  const arrived = poisson(random, (UNDER_MARGIN_PER_MINUTE / 60) * seconds);
  let waiting = Math.max(0, before.waiting - settled) + arrived;
  const lostUsd = before.waiting * LOST_PER_SECOND_USD * seconds;
  let { detectedAt, checkedAt, healthy } = before;
  let executed = 0;
  let failed = 0;
  const intervalMs = values.get('liquidation_check_interval_ms');
  const works = values.get('liquidation_enabled') && values.get('liquidation_execution') !== 'observe';
  if (works && trouble !== 'hangs' && now - detectedAt >= intervalMs) {
    detectedAt = now;
    if (values.get('liquidation_execution') === 'live') {
      executed = waiting;
      for (let left = waiting; left > 0; left -= 1)
        if (trouble === 'executions' && random() < REFUSED_SHARE) failed += 1;
      waiting = failed;
    }
  }
  // One that was turned off on purpose has not failed: it is not asked, and begins anew when it is back.
  if (!works) detectedAt = now;
  let checks = 0;
  if (now - checkedAt >= checkMs) {
    checkedAt = now;
    if (works) {
      checks = 1;
      healthy = now - detectedAt <= MISSED * intervalMs;
    }
  }
  const liquidation = { waiting, detectedAt, checkedAt, healthy };
  return { liquidation, executed, failed, checks, checksFailed: checks > 0 && !healthy ? 1 : 0, lostUsd };
}
