// A run of a programme: what may be done to it in which state, its stage's clock, and what stands against its next gate.
import type { CanaryState } from '#lib/catalog/canary-runs.ts';
import { RETRY_HOURS } from '#lib/catalog/canary-runs.ts';
import { remainingWords } from '#lib/rules/remaining-words.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { type CriterionFacts, guardState, type Judged, judge, type Sample } from './criterion.ts';
import type { FrozenCriterion, FrozenProgramme, FrozenStage } from './programme.ts';

export interface CanaryRun {
  id: string;
  number: number;
  definition: FrozenProgramme;
  state: CanaryState;
  /** 0 before the first stage. */
  stage: number;
  /** When the stage began; for stage 0, when the run was planned. */
  stageEnteredAt: Date;
  extendedSeconds: number;
  pausedAt: Date | null;
  pausedSeconds: number;
  retryOf: { id: string; number: number } | null;
  reason: string;
  plannedBy: { id: string; name: string };
  plannedAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  endedBy: string | null;
  endReason: string | null;
  /** When its guards were needed no more; null while they act (canary-guards.ts). */
  disarmedAt: Date | null;
  disarmedWhy: string | null;
  version: number;
}

/** Everything that can be done to a run. `enter` is the final GO at a gate: into the next stage, or to its end. */
export type CanaryVerb =
  | 'enter'
  | 'pause'
  | 'resume'
  | 'extend'
  | 'abort'
  | 'note-evidence'
  | 'fail'
  | 'no-go'
  | 'retry';

/** What each state allows; a sentence says why not. */
const OVER = 'this run is over';
export const CANARY_MOVES = {
  draft: {
    ...{ enter: true, abort: true, 'note-evidence': true, 'no-go': true },
    ...{ pause: 'it has not begun', resume: 'it has not begun', extend: 'it has not begun' },
    ...{ fail: 'its guards are armed by its first stage', retry: 'it has not failed' },
  },
  running: {
    ...{ enter: true, pause: true, extend: true, abort: true, 'note-evidence': true, fail: true },
    ...{ 'no-go': true, resume: 'it is not paused', retry: 'it has not failed' },
  },
  paused: {
    ...{ resume: true, extend: true, abort: true, 'note-evidence': true, fail: true, 'no-go': true },
    ...{ enter: 'it is paused: resume it first', pause: 'it is paused already', retry: 'it has not failed' },
  },
  passed: over('a run that passed is not tried again: plan a new one'),
  failed: { ...over(''), retry: true },
  'no-go': over('after a NO-GO a new run has to be planned'),
  aborted: over('a run that was ended is not tried again: plan a new one'),
} as const satisfies Record<CanaryState, Record<CanaryVerb, true | string>>;

function over(retry: string) {
  return {
    ...{ enter: OVER, pause: OVER, resume: OVER, extend: OVER, abort: OVER },
    ...{ 'note-evidence': OVER, fail: OVER, 'no-go': OVER, retry },
  };
}

export function mayDo(run: Pick<CanaryRun, 'state' | 'number'>, verb: CanaryVerb): Result<true> {
  const allowed: true | string = CANARY_MOVES[run.state][verb];
  return allowed === true ? ok(true) : fail('conflict', `CN-${run.number}: ${allowed}.`);
}

export function isActive({ state }: Pick<CanaryRun, 'state'>): boolean {
  return state === 'running' || state === 'paused';
}

/** The stage it is in; undefined before the first. */
export function stageOf(run: Pick<CanaryRun, 'definition' | 'stage'>): FrozenStage | undefined {
  return run.stage === 0 ? undefined : run.definition.stages[run.stage - 1];
}

export function nextStageOf(run: Pick<CanaryRun, 'definition' | 'stage'>): FrozenStage | undefined {
  return run.definition.stages[run.stage];
}

export interface StageClock {
  /** Counted time, without pauses. */
  elapsedSeconds: number;
  /** What the manual asks for, and what was added. */
  requiredSeconds: number;
  remainingSeconds: number;
  /** When it is complete if nothing is paused; null while it is paused. */
  dueAt: Date | null;
}

export function stageClock(run: CanaryRun, now: Date): StageClock {
  const until = run.pausedAt ?? now;
  const elapsed = (until.getTime() - run.stageEnteredAt.getTime()) / 1_000 - run.pausedSeconds;
  const requiredSeconds = (stageOf(run)?.seconds ?? run.definition.before.seconds) + run.extendedSeconds;
  const elapsedSeconds = Math.max(0, elapsed);
  const due = run.stageEnteredAt.getTime() + (requiredSeconds + run.pausedSeconds) * 1_000;
  return {
    ...{ elapsedSeconds, requiredSeconds },
    remainingSeconds: Math.max(0, requiredSeconds - elapsedSeconds),
    dueAt: run.pausedAt === null ? new Date(due) : null,
  };
}

/** Criteria that stand at the gate after a stage, in the groups in which they are shown. */
export interface CriteriaGroup {
  key: 'acceptance' | 'targets' | 'pass' | 'checks';
  title: string;
  criteria: readonly FrozenCriterion[];
  /** So many of them suffice; absent: all. */
  least?: number;
}

export function groupsAt({ definition, stage }: Pick<CanaryRun, 'definition' | 'stage'>): CriteriaGroup[] {
  const current = stageOf({ definition, stage });
  const acceptance = current?.acceptance ?? definition.before.acceptance;
  const groups: CriteriaGroup[] = [
    {
      key: 'acceptance',
      title: current ? `Stage ${stage} acceptance` : definition.before.title,
      criteria: acceptance,
    },
    ...(current?.targets
      ? [
          {
            ...{ key: 'targets' as const, title: `Targets, at least ${current.targets.least}` },
            ...{ criteria: current.targets.criteria, least: current.targets.least },
          },
        ]
      : []),
    {
      key: 'pass',
      title: `${definition.short} pass criteria`,
      criteria: current ? definition.passCriteria : [],
    },
    { key: 'checks', title: 'Before the gate', criteria: definition.checks },
  ];
  return groups.filter(({ criteria }) => criteria.length > 0);
}

export type JudgedCriterion = FrozenCriterion & { judged: Judged };
export type JudgedGroup = Omit<CriteriaGroup, 'criteria'> & { criteria: readonly JudgedCriterion[] };

export function judgeGroups(run: CanaryRun, facts: CriterionFacts, now: Date): JudgedGroup[] {
  return groupsAt(run).map((group) => ({
    ...group,
    criteria: group.criteria.map((one) => ({ ...one, judged: judge(one, facts, now) })),
  }));
}

function groupBlock({ criteria, least }: JudgedGroup): string[] {
  const open = criteria.filter(({ judged }) => judged.verdict !== 'pass');
  if (least !== undefined) {
    const passed = criteria.length - open.length;
    return passed >= least ? [] : [`${passed} of the targets hold, ${least} have to.`];
  }
  return open.map(({ title, judged }) =>
    judged.verdict === 'insufficient' ? `${title}: ${judged.why}` : `${title} fails.`,
  );
}

/** What stands against the gate, a sentence each; empty when nothing does. Signatures are not looked at here. */
export function gateBlocks(
  run: CanaryRun,
  groups: readonly JudgedGroup[],
  facts: CriterionFacts & { guard(key: string): Pick<Sample, 'at' | 'value'> | undefined },
  now: Date,
): string[] {
  const { remainingSeconds } = stageClock(run, now);
  const blocks: string[] = [];
  if (remainingSeconds > 0) blocks.push(`The stage lasts another ${remainingWords(remainingSeconds)}.`);
  blocks.push(...groups.flatMap(groupBlock));
  if (facts.openP0 && !groups.some(({ criteria }) => criteria.some(({ kind }) => kind === 'no-p0')))
    blocks.push(`A-${facts.openP0.number} is open: ${facts.openP0.title}.`);
  if (!isActive(run)) return blocks;
  for (const guard of run.definition.guards) {
    const state = guardState(guard, facts.guard(guard.key), now);
    if (state !== 'armed') blocks.push(`The guard "${guard.title}" is ${state}.`);
  }
  return blocks;
}

/** When a programme that failed may be tried again. */
export function retryAt(failedAt: Date): Date {
  return new Date(failedAt.getTime() + RETRY_HOURS * 3_600_000);
}
