// Every trigger of manual 2, judged from what was measured of a version; what was not measured is never called well. Pure.
import {
  COMPONENT_NAMES,
  COMPONENTS,
  LEAST,
  LIMITS,
  type TriggerEffect,
  type TriggerKey,
} from '#lib/catalog/releases.ts';
import type { Baseline, SideMeasures } from './release-measures.ts';

export interface Judged {
  version: string;
  /** Of the traffic, percent, wanted for it. */
  share: number;
  /** Percent that the gateway gives it; null when it was not read back. */
  achieved: number | null;
  baseline: Baseline | null;
}

/** `near`: inside, but not by much. `none`: not judged, because there is nothing yet to judge by. */
export type CheckState = 'pass' | 'near' | 'fail' | 'insufficient' | 'none';

export interface Check {
  key: TriggerKey;
  state: CheckState;
  /** What it does when it fails. */
  effect: TriggerEffect;
  measured: number | null;
  baseline: number | null;
  limit: number | null;
  /** Why it fails or cannot be judged: a sentence; empty when it passes. */
  why: string;
}

export type Found = Pick<Check, 'state' | 'why'> & Partial<Check>;

const unknown = (why: string): Found => ({ state: 'insufficient', why });
const none = (why: string): Found => ({ state: 'none', why });
const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
const ms = (value: number): string => `${value.toFixed(1)} ms`;

const NO_TRAFFIC = 'It has no traffic yet.';

function health(of: SideMeasures, { version }: Judged): Found {
  const { up, versions, components } = of;
  if (up !== null && up.answering < up.of)
    return { state: 'fail', why: `${up.of - up.answering} of ${up.of} instances do not answer.` };
  const down = Object.entries(components ?? {}).filter(([, is]) => !is);
  if (down.length > 0) {
    const names = down.map(([name]) => COMPONENTS[name as keyof typeof COMPONENTS] ?? name);
    return { state: 'fail', why: `Down: ${names.join(', ')}.` };
  }
  const other = versions?.find((one) => one !== version);
  if (other !== undefined) return { state: 'fail', why: `${other} answers there, not ${version}.` };
  if (up === null || up.of === 0) return unknown('Nobody measures its instances.');
  if (versions === null || versions.length === 0) return unknown('It does not say which version it is.');
  const missing = COMPONENT_NAMES.filter((name) => components?.[name] === undefined);
  if (missing.length > 0)
    return unknown(`Not measured: ${missing.map((name) => COMPONENTS[name]).join(', ')}.`);
  return { state: 'pass', why: '' };
}

function mismatch({ mismatches: measured }: SideMeasures): Found {
  if (measured === null) return unknown('Whether its positions match was not measured.');
  return measured > 0
    ? { state: 'fail', measured, limit: 0, why: `${measured} of its positions do not match.` }
    : { state: 'pass', measured, limit: 0, why: '' };
}

/** A share that is over the limit whatever the requests that are still missing turn out to be fails at once. */
function errorRate(of: SideMeasures, { share, baseline }: Judged): Found {
  if (share === 0) return none(NO_TRAFFIC);
  const { requests, errors } = of;
  if (requests === null || errors === null) return unknown('Its errors were not measured.');
  const shown = { limit: LIMITS.errorRate, baseline: baseline?.errorRate ?? null };
  const measured = requests > 0 ? errors / requests : null;
  if (errors > LIMITS.errorRate * Math.max(requests, LEAST.requests)) {
    const rate = errors / Math.max(requests, errors);
    return {
      ...shown,
      measured: rate,
      state: 'fail',
      why: `${percent(rate)} of its requests fail, more than 1%.`,
    };
  }
  if (requests < LEAST.requests) {
    return {
      ...{ ...shown, measured, state: 'insufficient' },
      why: `${Math.floor(requests)} requests in the last minute: fewer than ${LEAST.requests} say nothing.`,
    };
  }
  return { ...shown, measured, state: (measured ?? 0) > LIMITS.errorRate / 2 ? 'near' : 'pass', why: '' };
}

function p99(of: SideMeasures, { share, baseline }: Judged): Found {
  if (share === 0) return none(NO_TRAFFIC);
  const measured = of.p99Ms;
  if (baseline === null) return { ...unknown('There is no baseline of its latency.'), measured };
  const shown = { measured, baseline: baseline.p99Ms, limit: baseline.p99Ms * LIMITS.p99Factor };
  if (measured === null) return { ...shown, ...unknown('Its latency was not measured.') };
  if ((of.requests ?? 0) < LEAST.requests)
    return { ...shown, ...unknown(`Fewer than ${LEAST.requests} requests make no 99th percentile.`) };
  if (measured > shown.limit) {
    const over = Math.round((measured / baseline.p99Ms - 1) * 100);
    return {
      ...shown,
      state: 'fail',
      why: `P99 is ${ms(measured)}, ${over}% above the baseline of ${ms(baseline.p99Ms)}.`,
    };
  }
  return { ...shown, state: measured > baseline.p99Ms * LIMITS.p99NearFactor ? 'near' : 'pass', why: '' };
}

function errorSpike(of: SideMeasures, { share, baseline }: Judged): Found {
  if (share === 0) return none(NO_TRAFFIC);
  // Ten times nothing is nothing: without errors before, the 1% decides alone.
  if (baseline === null || baseline.errorRate === 0)
    return none('The baseline has no errors to compare with.');
  if (of.requests === null || of.errors === null || of.requests < LEAST.requests)
    return none('Too few requests to compare.');
  const measured = of.errors / of.requests;
  const shown = {
    measured,
    baseline: baseline.errorRate,
    limit: baseline.errorRate * LIMITS.errorSpikeFactor,
  };
  return measured > shown.limit
    ? {
        ...shown,
        state: 'fail',
        why: `${percent(measured)} of its requests fail, more than 10 times the baseline.`,
      }
    : { ...shown, state: 'pass', why: '' };
}

function restarts(of: SideMeasures, { share }: Judged): Found {
  if (share === 0) return none(NO_TRAFFIC);
  if (of.restarts === null) return none('Its restarts were not measured.');
  return of.restarts > 0
    ? { state: 'fail', measured: of.restarts, limit: 0, why: 'An instance of it restarted under traffic.' }
    : { state: 'pass', measured: 0, limit: 0, why: '' };
}

/** Orders come in, trades were due by the baseline, and there is none. */
function tradingHalted(of: SideMeasures, { share, baseline }: Judged): Found {
  if (share === 0) return none(NO_TRAFFIC);
  if (of.tradedNow === null || of.requests === null) return none('Its trades were not measured.');
  const measured = Math.round(of.tradedNow);
  const due = (baseline?.tradesPerRequest ?? 0) * of.requests;
  if (due < LEAST.expectedTrades)
    return { ...none('Too few trades were due in the last minute to say.'), measured };
  const shown = { measured, baseline: Math.round(due), limit: 0 };
  return measured === 0
    ? { ...shown, state: 'fail', why: `No trade in the last minute, where ${shown.baseline} were due.` }
    : { ...shown, state: 'pass', why: '' };
}

function winRate(of: SideMeasures, { share, baseline }: Judged): Found {
  if (share === 0) return none(NO_TRAFFIC);
  if (of.won === null || of.lost === null) return none('Its win rate was not measured.');
  const trades = of.won + of.lost;
  const before = baseline?.winRate ?? null;
  if (trades < LEAST.trades)
    return {
      ...none(`${Math.floor(trades)} trades: fewer than ${LEAST.trades} say nothing.`),
      baseline: before,
    };
  const measured = of.won / trades;
  if (before === null) return { ...none('The baseline had too few trades.'), measured };
  const drop = 1 - measured / before;
  const shown = { measured, baseline: before, limit: before * (1 - LIMITS.winRateDrop.propose) };
  if (drop > LIMITS.winRateDrop.propose) {
    const effect = drop > LIMITS.winRateDrop.urgent ? 'urgent' : 'propose';
    return {
      ...shown,
      effect,
      state: 'fail',
      why: `Its win rate is ${Math.round(drop * 100)}% below the baseline.`,
    };
  }
  return { ...shown, state: 'pass', why: '' };
}

function latency(of: SideMeasures, { share, baseline }: Judged): Found {
  if (share === 0) return none(NO_TRAFFIC);
  if (baseline === null || of.p99Ms === null || (of.requests ?? 0) < LEAST.requests)
    return none('Too few requests to compare.');
  const times = of.p99Ms / baseline.p99Ms;
  const shown = {
    measured: of.p99Ms,
    baseline: baseline.p99Ms,
    limit: baseline.p99Ms * LIMITS.latencyFactor.propose,
  };
  if (times <= LIMITS.latencyFactor.propose) return { ...shown, state: 'pass', why: '' };
  const effect = times > LIMITS.latencyFactor.urgent ? 'urgent' : 'propose';
  return { ...shown, effect, state: 'fail', why: `P99 is ${times.toFixed(1)} times the baseline.` };
}

export const JUDGES: Record<TriggerKey, (of: SideMeasures, judged: Judged) => Found> = {
  health,
  'position-mismatch': mismatch,
  'error-rate': errorRate,
  p99,
  'error-spike': errorSpike,
  restarts,
  'trading-halted': tradingHalted,
  'win-rate': winRate,
  latency,
};
