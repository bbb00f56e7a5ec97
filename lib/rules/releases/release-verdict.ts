// Whether a new version is healthy: its triggers taken together, of a whole side or of each instance by itself. Pure.
import { TRIGGER_KEYS, TRIGGERS, type TriggerEffect } from '#lib/catalog/releases.ts';
import { type Check, type CheckState, JUDGES, type Judged } from './release-checks.ts';
import { NOT_MEASURED, type SideMeasures } from './release-measures.ts';

export interface Verdict {
  state: 'healthy' | 'failing' | 'insufficient';
  /** Sentences: what fails first, then what is not known. */
  reasons: readonly string[];
  checks: readonly Check[];
}

/** `measures` is null when nothing could be measured at all; `blind` says why. */
export function judge(
  measures: SideMeasures | null,
  judged: Judged,
  blind = 'Nothing is measured.',
): Verdict {
  if (measures === null) return { state: 'insufficient', reasons: [blind], checks: [] };
  return verdictOf(checksOf(measures, judged), judged);
}

/** One instance of a rolling update. */
export interface InstanceMeasures {
  name: string;
  measures: SideMeasures | null;
  /** It is among those that have traffic; otherwise its turn is next. */
  replaced: boolean;
  /** The gateway's own health check does not reach it. */
  unreached: boolean;
}

/**
 * Instance by instance, so that a bad one is not lost among good ones. Of the next one, manual 2 waits for the health
 * check: while it is being replaced it is down, which holds the step and rolls nothing back.
 */
export function judgeEach(
  instances: readonly InstanceMeasures[],
  judged: Judged,
  blind = 'Nothing is measured.',
): Verdict {
  if (instances.every(({ measures }) => measures === null))
    return { state: 'insufficient', reasons: [blind], checks: [] };
  const each = instances.map((instance) => checksOfInstance(instance, judged));
  const checks = TRIGGER_KEYS.map((key) =>
    each
      .map((all) => all.find((check) => check.key === key))
      .filter((check) => check !== undefined)
      .reduce((worst, check) => (weightOf(check) > weightOf(worst) ? check : worst)),
  );
  return verdictOf(checks, judged);
}

function checksOfInstance(instance: InstanceMeasures, judged: Judged): Check[] {
  const { name, measures, replaced } = instance;
  const checks = checksOf(measures ?? NOT_MEASURED, replaced ? judged : { ...judged, share: 0 });
  return checks.map((check) => {
    if (!replaced && check.key === 'health') return healthOfNext(check, instance);
    return check.why === '' ? check : { ...check, why: `${name}: ${check.why}` };
  });
}

function healthOfNext(check: Check, { name, unreached }: InstanceMeasures): Check {
  const why = check.why === '' && unreached ? 'The gateway does not reach it.' : check.why;
  return why === '' ? check : { ...check, state: 'insufficient', why: `${name} is next: ${why}` };
}

const WEIGHTS: Record<CheckState, number> = { none: 0, pass: 1, near: 2, insufficient: 3, fail: 4 };
const EFFECT_WEIGHTS: Record<TriggerEffect, number> = { propose: 0, urgent: 1, automatic: 2 };
const weightOf = ({ state, effect }: Check): number =>
  WEIGHTS[state] + (state === 'fail' ? EFFECT_WEIGHTS[effect] : 0);

function checksOf(measures: SideMeasures, judged: Judged): Check[] {
  return TRIGGER_KEYS.map(
    (key): Check => ({
      ...{ key, effect: TRIGGERS[key].effect, measured: null, baseline: null, limit: null },
      ...JUDGES[key](measures, judged),
    }),
  );
}

function verdictOf(checks: readonly Check[], judged: Judged): Verdict {
  const failing = checks.filter(({ state }) => state === 'fail');
  const unjudged = checks.filter(({ state }) => state === 'insufficient').map(({ why }) => why);
  const notThere = shareProblem(judged);
  const unsure = [...unjudged, ...(notThere === null ? [] : [notThere])];
  const state = failing.length > 0 ? 'failing' : unsure.length > 0 ? 'insufficient' : 'healthy';
  return { state, reasons: [...failing.map(({ why }) => why), ...unsure], checks };
}

function shareProblem({ share, achieved }: Judged): string | null {
  if (achieved === null) return 'The share was not read back from the gateway.';
  return Math.abs(achieved - share) > 0.5
    ? `The gateway gives it ${achieved.toFixed(0)}% of the traffic, not ${share}%.`
    : null;
}

/** The trigger by which Bulkhead itself rolls back; null when none has been reached. */
export function automaticBreach(verdict: Verdict): Check | null {
  return verdict.checks.find(({ state, effect }) => state === 'fail' && effect === 'automatic') ?? null;
}

/** What people are told to roll back for: urgent first. */
export function proposals(verdict: Verdict): Check[] {
  return verdict.checks
    .filter(({ state, effect }) => state === 'fail' && effect !== 'automatic')
    .sort((a, b) => Number(b.effect === 'urgent') - Number(a.effect === 'urgent'));
}
