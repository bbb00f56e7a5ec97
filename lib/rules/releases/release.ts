// A release: which verb leads where, what each server gets of the traffic, and when it may go on. Pure.
import {
  ACTIVE_STATES,
  CHECKLIST_KEYS,
  type ChecklistKey,
  RELEASE_CHECKLIST,
  RELEASE_MOVES,
  RELEASE_STATES,
  RELEASE_TIMES,
  type ReleaseState,
  type ReleaseVerb,
  releaseName,
  STABLE_SHARE,
  STRATEGIES,
  type Strategy,
} from '#lib/catalog/releases.ts';
import {
  type GatewayWeights,
  otherSide,
  SERVERS_PER_SIDE,
  type Side,
  serversOf,
} from '#lib/contract/gateway.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import type { Verdict } from './release-verdict.ts';
import { changeOf, parseVersion, VERSION_FORM } from './version.ts';

export interface ReleaseStanding {
  number: number;
  strategy: Strategy;
  state: ReleaseState;
  /** Steps taken so far. */
  step: number;
  /** Of the traffic, percent, wanted for the new version now. */
  share: number;
}

export const isActive = (state: ReleaseState): boolean =>
  (ACTIVE_STATES as readonly ReleaseState[]).includes(state);

/** What the next step would give the new version, percent; null when there is none. */
export function nextShare({ strategy, step }: Pick<ReleaseStanding, 'strategy' | 'step'>): number | null {
  return STRATEGIES[strategy].steps[step] ?? null;
}

/** Where the verb leads, or why it is refused. */
export function moveRelease(release: ReleaseStanding, verb: ReleaseVerb): Result<ReleaseState> {
  const next = RELEASE_MOVES[release.state][verb];
  if (next === null) {
    return fail(
      'conflict',
      `${releaseName(release.number)} is ${RELEASE_STATES[release.state].toLowerCase()}: ${WHY[verb]}`,
      { state: release.state },
    );
  }
  return ok(verb === 'step' && nextShare(release) === 100 ? 'monitoring' : next);
}

const WHY: Record<ReleaseVerb, string> = {
  approve: 'only one that waits for approval is approved.',
  refuse: 'only one that waits for approval is refused.',
  withdraw: 'it is withdrawn only before it has traffic. Roll it back, if it still has any.',
  step: 'it goes on only while it is approved or in progress.',
  pause: 'only one in progress is paused.',
  resume: 'only a paused one is resumed.',
  'roll-back': 'there is no traffic to take back.',
  'mark-good': 'only one that has all traffic and is watched is marked as successful.',
};

/** What each server gets at this share, percent of its full weight. */
export function weightsAt(strategy: Strategy, toSide: Side, share: number): GatewayWeights {
  const [to, from] = [serversOf(toSide), serversOf(otherSide(toSide))];
  // Instance by instance: one of the old side goes when one of the new side has come.
  if (strategy === 'rolling') {
    const moved = Math.round((share * SERVERS_PER_SIDE) / 100);
    return Object.fromEntries([
      ...to.map((name, at) => [name, at < moved ? 100 : 0]),
      ...from.map((name, at) => [name, at < moved ? 0 : 100]),
    ]);
  }
  return Object.fromEntries([...to.map((name) => [name, share]), ...from.map((name) => [name, 100 - share])]);
}

export interface Rollout {
  strategy: Strategy;
  toSide: Side;
  /** Steps taken so far. */
  step: number;
}

/**
 * Whose measures are looked at one by one: of a rolling update those that are replaced, and the one whose health the
 * next step waits for (null: all are replaced). Null of any other strategy: it is judged as a whole.
 */
export function judgedServers({ strategy, toSide, step }: Rollout): {
  replaced: string[];
  next: string | null;
} | null {
  if (strategy !== 'rolling') return null;
  const servers = serversOf(toSide);
  return { replaced: servers.slice(0, step), next: servers[step] ?? null };
}

/** Which of the questions are not answered with yes; the empty list is a ready release. */
export function unready(answers: Readonly<Partial<Record<ChecklistKey, boolean>>>): ChecklistKey[] {
  return CHECKLIST_KEYS.filter((key) => answers[key] !== true);
}

/** Fails with the questions that are open: manual 2, "if answer is no to any: fix before deploying". */
export function checkReady(answers: Readonly<Partial<Record<ChecklistKey, boolean>>>): Result<true> {
  const open = unready(answers);
  if (open.length === 0) return ok(true);
  const told = open.map((key) => `${key} (${RELEASE_CHECKLIST[key]})`).join('; ');
  return fail('rule_violated', `Not ready to deploy. Fix this first, then answer it with yes: ${told}.`, {
    checklist: open,
  });
}

/** Whether this version may follow that one; an older one only on purpose. */
export function checkVersions(
  from: string,
  to: string,
  olderOnPurpose: boolean,
): Result<ReturnType<typeof changeOf>> {
  const [before, after] = [parseVersion(from), parseVersion(to)];
  if (!before || !after) return fail('invalid_input', VERSION_FORM, { field: before ? 'to' : 'from' });
  const change = changeOf(before, after);
  if (change === 'same') {
    return fail('rule_violated', `${to} is the version that has the traffic already.`, { field: 'to' });
  }
  if (change === 'older' && !olderOnPurpose) {
    return fail(
      'rule_violated',
      `${to} is older than ${from}. To go back to it, say that this is on purpose.`,
      { field: 'to' },
    );
  }
  return ok(change);
}

/** The newest sample, as far as a decision needs it. */
export interface LatestSample {
  at: Date;
  /** Steps taken when it was measured. */
  step: number;
  verdict: Verdict;
}

/** Why the next step has to wait; null when it may be taken now. No data never counts as healthy. */
export function stepHeldBy(
  release: Pick<ReleaseStanding, 'step'> & { steppedAt: Date | null; hasBaseline: boolean },
  sample: LatestSample | null,
  now: Date,
): string | null {
  if (sample === null || !isFresh(sample.at, now))
    return 'The new version was not measured in the last 15 seconds: what is not known is not healthy.';
  if (sample.step !== release.step) return 'The new share is not measured yet. Wait for the next sample.';
  if (sample.verdict.state === 'insufficient')
    return `Not known yet whether the new version is healthy: ${sample.verdict.reasons.join(' ')}`;
  if (sample.verdict.state !== 'healthy')
    return `The new version is not healthy: ${sample.verdict.reasons.join(' ')}`;
  if (!release.hasBaseline)
    return 'There is no baseline of the old version yet: it takes traffic to have one.';
  const until = release.steppedAt === null ? null : after(release.steppedAt, RELEASE_TIMES.window);
  if (until !== null && now < until) {
    const left = Math.ceil((until.getTime() - now.getTime()) / 1_000);
    return `This share has to hold for ${RELEASE_TIMES.window} seconds before it is judged: ${left} more.`;
  }
  return null;
}

export const isFresh = (at: Date, now: Date): boolean => now <= after(at, RELEASE_TIMES.freshWithin);

function after(at: Date, seconds: number): Date {
  return new Date(at.getTime() + seconds * 1_000);
}

/** The two marks of manual 2 after all traffic is on the new version. */
export function marksOf(fullAt: Date): { monitorUntil: Date; successAt: Date } {
  return {
    monitorUntil: after(fullAt, RELEASE_TIMES.monitor),
    successAt: after(fullAt, RELEASE_TIMES.success),
  };
}

/** Why it is not successful yet; null when it is. `healthy` of the samples of the last hour, by the system or a person. */
export function goodHeldBy(
  fullAt: Date | null,
  sample: LatestSample | null,
  healthySamples: number,
  now: Date,
): string | null {
  if (fullAt === null) return 'It does not have all traffic yet.';
  const { successAt } = marksOf(fullAt);
  if (now < successAt) {
    const minutes = Math.ceil((successAt.getTime() - now.getTime()) / 60_000);
    return `It is marked as successful after one hour with all traffic: ${minutes} more minutes.`;
  }
  if (sample === null || !isFresh(sample.at, now) || sample.verdict.state !== 'healthy')
    return 'The new version is not known to be healthy at this moment.';
  const wanted = Math.ceil((RELEASE_TIMES.success / RELEASE_TIMES.sample) * STABLE_SHARE);
  if (healthySamples < wanted) {
    return `Of the last hour, ${healthySamples} samples were healthy; it takes ${wanted}: a gap is not stability.`;
  }
  return null;
}
