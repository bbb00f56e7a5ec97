// The verdict on one criterion: pass, fail or insufficient. What is not known, not enough, not fresh or not whole never passes.
import { BASELINE, FRESH_ROUNDS, LEAST_COVERAGE, ROUND_SECONDS } from '#lib/catalog/canary-runs.ts';
import type { Comparator, MetricCriterion } from '#lib/catalog/programme-types.ts';
import { findSwitch } from '#lib/catalog/switches.ts';
import { dollars } from '#lib/rules/dollars.ts';
import type { FrozenCriterion } from './programme.ts';

/** One answer to the queries of a criterion. `problem` says why there is no value; then `value` is null. */
export interface Sample {
  at: Date;
  value: number | null;
  /** What it rests on: how many orders, requests, ...; null when that is not known. */
  count: number | null;
  baseline: { value: number | null; count: number | null; ageGapSeconds: number | null } | null;
  problem: string | null;
}

/** What the samples of a criterion say, as stored. */
export interface Measured {
  latest: Sample | undefined;
  /** Rounds of the window that brought a value. */
  good: number;
  /** When the window began. */
  since: Date;
}

export type Verdict = 'pass' | 'fail' | 'insufficient';

export interface Judged {
  verdict: Verdict;
  value: number | null;
  count: number | null;
  /** Share of the rounds that brought a value; null where nothing is sampled. */
  coverage: number | null;
  /** It passes, and not by much: whoever signs is asked to have read it. */
  narrow: boolean;
  /** Why it is insufficient, or what it rests on. */
  why: string;
  /** What was attached to it. */
  file?: AttachedFile;
}

/** A file by its name and the SHA-256 of what it holds, hexadecimal. */
export interface AttachedFile {
  name: string;
  sha256: string;
}

export function holds(value: number, is: Comparator, target: number): boolean {
  switch (is) {
    case '<':
      return value < target;
    case '<=':
      return value <= target;
    case '>':
      return value > target;
    case '>=':
      return value >= target;
    case '=':
      return value === target;
  }
}

type Metric = MetricCriterion & { target: number };

/** Rounds that should have brought a value by now; the one that is under way is not counted. */
function roundsDue(since: Date, now: Date): number {
  return Math.floor((now.getTime() - since.getTime()) / 1_000 / ROUND_SECONDS);
}

export function coverageOf({ good, since }: Pick<Measured, 'good' | 'since'>, now: Date): number {
  const due = roundsDue(since, now);
  return due <= 0 ? 0 : Math.min(1, good / due);
}

/** Of rounds that bring a value without another gap, how long it takes until enough of the window was measured, s; 0 when it was. */
export function enoughInSeconds({ good, since }: Pick<Measured, 'good' | 'since'>, now: Date): number {
  const due = Math.max(0, roundsDue(since, now));
  const missing = Math.max(0, due - good);
  // Missing rounds are the share that may be missing of so many.
  const enough = Math.ceil(Number((missing / (1 - LEAST_COVERAGE)).toFixed(6)));
  return Math.max(0, enough - due) * ROUND_SECONDS;
}

function comparison({ value, count, baseline }: Sample): { ratio: number } | { why: string } {
  const { value: base, count: baseCount, ageGapSeconds } = baseline ?? {};
  if (value === null || base === null || base === undefined) return { why: 'The baseline has no value.' };
  if (count === null || baseCount === null || baseCount === undefined || ageGapSeconds == null)
    return { why: 'The size or the age of the baseline is not known.' };
  if (Math.abs(ageGapSeconds) > BASELINE.ageSeconds)
    return { why: `The baseline differs in age by ${Math.round(Math.abs(ageGapSeconds))} s.` };
  if (Math.abs(count - baseCount) > BASELINE.sizeShare * Math.max(count, baseCount))
    return { why: `The baseline is of another size: ${Math.round(baseCount)} against ${Math.round(count)}.` };
  return base > 0 ? { ratio: value / base } : { why: 'The baseline is zero.' };
}

/** The verdict on a figure. `now` is the database's. */
export function judgeMetric(criterion: Metric, measured: Measured, now: Date): Judged {
  const { latest } = measured;
  const coverage = coverageOf(measured, now);
  const none = (why: string, value: number | null = null): Judged => ({
    ...{ verdict: 'insufficient', value, count: latest?.count ?? null, coverage, narrow: false, why },
  });
  if (latest === undefined) return none('Nothing was measured yet.');
  const ageSeconds = (now.getTime() - latest.at.getTime()) / 1_000;
  if (ageSeconds > FRESH_ROUNDS * ROUND_SECONDS)
    // Of what is compared, one value alone is no ratio.
    return none(
      `The newest answer is ${Math.round(ageSeconds)} s old.`,
      criterion.baseline ? null : latest.value,
    );
  if (latest.problem !== null || latest.value === null) return none(latest.problem ?? 'There is no value.');
  const compared = criterion.baseline ? comparison(latest) : { ratio: latest.value };
  if ('why' in compared) return none(compared.why);
  const value = compared.ratio;
  if (!Number.isFinite(value)) return none('The value is not a number.');
  const { least, of } = criterion.samples;
  if (latest.count === null || !(latest.count >= least))
    return none(`${Math.floor(latest.count ?? 0)} of at least ${least} ${of}.`, value);
  if (coverage < LEAST_COVERAGE)
    return none(`Only ${Math.floor(100 * coverage)}% of the time was measured.`, value);
  const passes = holds(value, criterion.is, criterion.target);
  return {
    ...{ verdict: passes ? 'pass' : 'fail', value, count: latest.count, coverage },
    narrow: passes && criterion.narrow > 0 && Math.abs(value - criterion.target) <= criterion.narrow,
    why: `${Math.floor(latest.count).toLocaleString('en-US')} ${of}`,
  };
}

/** What is known beside samples. */
export interface CriterionFacts {
  /** The newest word on a manual check; undefined when nobody has said anything. */
  evidence(key: string): { holds: boolean; by: string; file: AttachedFile | null } | undefined;
  /** Value of a switch as it is now. */
  switch(name: string): unknown;
  openP0: { number: number; title: string } | null;
  /** The audit chain was found whole; null when that is not known. */
  auditWhole: boolean | null;
  measured(key: string): Measured;
}

const plain = (verdict: Verdict, why: string): Judged => ({
  ...{ verdict, value: null, count: null, coverage: null, narrow: false, why },
});

/** A switch's value as a form says it: `$500,000`, `on`, `off`. */
function switchWords(name: string, value: unknown): string {
  if (value === null || value === undefined || value === false) return 'off';
  if (value === true) return 'on';
  return typeof value === 'string' && findSwitch(name)?.type === 'money' ? dollars(value) : String(value);
}

export function judge(criterion: FrozenCriterion, facts: CriterionFacts, now: Date): Judged {
  switch (criterion.kind) {
    case 'metric':
      return judgeMetric(
        { ...criterion, target: criterion.target as number },
        facts.measured(criterion.key),
        now,
      );
    case 'manual': {
      const said = facts.evidence(criterion.key);
      if (said === undefined) return plain('insufficient', 'Nobody has looked yet.');
      const judged = plain(said.holds ? 'pass' : 'fail', said.by);
      return said.file ? { ...judged, file: said.file } : judged;
    }
    case 'switch': {
      const value = facts.switch(criterion.switch);
      const fine = criterion.is === 'on' ? value === true : value !== null && value !== undefined;
      return plain(fine ? 'pass' : 'fail', switchWords(criterion.switch, value));
    }
    case 'no-p0': {
      const { openP0 } = facts;
      return openP0
        ? plain('fail', `A-${openP0.number}: ${openP0.title}`)
        : plain('pass', 'No P0 of the venue is open');
    }
    case 'audit':
      if (facts.auditWhole === null) return plain('insufficient', 'The audit chain was not checked.');
      return facts.auditWhole
        ? plain('pass', 'The audit chain verifies')
        : plain('fail', 'The audit chain is broken');
  }
}

export type GuardState = 'armed' | 'blind' | 'breached';

/**
 * What a guard's newest sample says. Without a fresh value it is blind: that is shown and alarmed, never taken for a
 * breach and never for health.
 */
export function guardState(
  guard: { is: '<' | '>'; threshold: number },
  latest: Pick<Sample, 'at' | 'value'> | undefined,
  now: Date,
): GuardState {
  if (latest === undefined || latest.value === null || !Number.isFinite(latest.value)) return 'blind';
  const ageSeconds = (now.getTime() - latest.at.getTime()) / 1_000;
  if (ageSeconds > FRESH_ROUNDS * ROUND_SECONDS) return 'blind';
  return holds(latest.value, guard.is, guard.threshold) ? 'breached' : 'armed';
}
