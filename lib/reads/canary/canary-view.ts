// A run of a programme as screens, the form and the API take it: stages, criteria with their verdicts, guards, what stands against the gate.
import { createHash } from 'node:crypto';
import { SKEW_MS } from '#lib/catalog/canary-runs.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type {
  CanaryClockView,
  CanaryExtensionView,
  CanaryPauseView,
  CanaryStageView,
  CanarySummary,
  CanaryVerbView,
  CriteriaGroupView,
  CriterionView,
  EvidenceView,
  GuardView,
  WatchView,
} from '#lib/contract/canary.ts';
import { sameValue } from '#lib/contract/values.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { type CourseEntry, courseOf } from '#lib/rules/canary/canary-course.ts';
import { isGuarded } from '#lib/rules/canary/canary-guards.ts';
import {
  CANARY_MOVES,
  type CanaryRun,
  type JudgedCriterion,
  type JudgedGroup,
  stageClock,
  stageOf,
} from '#lib/rules/canary/canary-run.ts';
import { enoughInSeconds, guardState } from '#lib/rules/canary/criterion.ts';
import type { FrozenSetting } from '#lib/rules/canary/programme.ts';
import { type Matrix, valueIn } from '#lib/rules/changes/matrix.ts';
import { may } from '#lib/rules/may.ts';
import type { CanaryFacts } from '#lib/store/canary/canary-facts.ts';
import type { Watch } from '#lib/store/canary/canary-samples.ts';

const iso = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

export function definitionHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function canarySummary(run: CanaryRun): CanarySummary {
  const { id, number, definition, state, stage, reason } = run;
  return {
    ...{ id, number, programme: definition.key, title: definition.title, state, stage, reason },
    stages: definition.stages.length,
    stageTitle: stageOf(run)?.title ?? definition.before.title,
    plannedBy: run.plannedBy.name,
    plannedAt: run.plannedAt.toISOString(),
    ...{ startedAt: iso(run.startedAt), endedAt: iso(run.endedAt) },
    ...{ endedBy: run.endedBy, endReason: run.endReason, retryOf: run.retryOf?.number ?? null },
    guarded: isGuarded(run),
  };
}

export function watchView(watch: Watch | null): WatchView | null {
  if (watch === null) return null;
  const { askedAt, skewMs, roundTripMs, problem, problemSince } = watch;
  return {
    ...{ askedAt: askedAt.toISOString(), skewMs, roundTripMs, problem, problemSince: iso(problemSince) },
    skewed: skewMs !== null && Math.abs(skewMs) > SKEW_MS,
  };
}

export function clockView(run: CanaryRun, now: Date): CanaryClockView {
  const { dueAt, elapsedSeconds, requiredSeconds, remainingSeconds } = stageClock(run, run.endedAt ?? now);
  return {
    ...{ elapsedSeconds, requiredSeconds, remainingSeconds, extendedSeconds: run.extendedSeconds },
    ...{ dueAt: run.endedAt ? null : iso(dueAt), pausedAt: iso(run.pausedAt) },
  };
}

export function courseView(
  entries: readonly CourseEntry[],
  endedAt: Date | null,
): { pauses: CanaryPauseView[]; extensions: CanaryExtensionView[] } {
  const { pauses, extensions } = courseOf(entries, endedAt);
  return {
    pauses: pauses.map(({ from, to, ...one }) => ({ ...one, from: from.toISOString(), to: iso(to) })),
    extensions: extensions.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
  };
}

export interface CanaryContext {
  now: Date;
  facts: CanaryFacts;
  matrix: Matrix;
  sparks: ReadonlyMap<string, (number | null)[]>;
  evidence: ReadonlyMap<string, EvidenceView>;
  /** The last value of each criterion in the stage before. */
  earlier: ReadonlyMap<string, number>;
  stages: ReadonlyMap<number, Pick<CanaryStageView, 'enteredAt' | 'leftAt' | 'changeSetId' | 'openedBy'>>;
}

function criterionView(
  one: JudgedCriterion,
  { now, facts, sparks, evidence, earlier }: CanaryContext,
): CriterionView {
  const { judged } = one;
  const metric = one.kind === 'metric' ? one : undefined;
  const latest = metric && facts.measured(one.key).latest;
  return {
    ...{ key: one.key, title: one.title, kind: one.kind },
    ...{ is: metric?.is ?? null, target: metric ? Number(metric.target) : null, unit: metric?.unit ?? null },
    over: one.kind === 'metric' || one.kind === 'manual' ? one.over : null,
    ...{ query: metric?.query ?? null, ask: one.kind === 'manual' ? one.ask : null },
    ...{ verdict: judged.verdict, value: judged.value, count: judged.count, coverage: judged.coverage },
    enoughInSeconds: metric ? enoughInSeconds(facts.measured(one.key), now) : null,
    ...{ narrow: judged.narrow, why: judged.why },
    baseline: metric?.baseline
      ? {
          title: metric.baseline.title,
          ...{ value: latest?.baseline?.value ?? null, count: latest?.baseline?.count ?? null },
        }
      : null,
    ...{ evidence: evidence.get(one.key) ?? null, before: earlier.get(one.key) ?? null },
    spark: sparks.get(one.key) ?? [],
  };
}

export function groupViews(groups: readonly JudgedGroup[], context: CanaryContext): CriteriaGroupView[] {
  return groups.map(({ key, title, least, criteria }) => ({
    ...{ key, title, least: least ?? null },
    criteria: criteria.map((one) => criterionView(one, context)),
  }));
}

function settingView(setting: FrozenSetting, matrix: Matrix): CanaryStageView['settings'][number] {
  const symbol = setting.symbol ?? null;
  const name = setting.switch as SwitchName;
  const from = valueIn(matrix, name, symbol);
  const inherit = 'inherit' in setting;
  const to = inherit ? valueIn(matrix, name) : setting.value;
  return { switch: setting.switch, symbol, from, to, inherit, changes: !sameValue(from, to) };
}

export function stageViews(run: CanaryRun, { matrix, stages }: CanaryContext): CanaryStageView[] {
  const never = { enteredAt: null, leftAt: null, changeSetId: null, openedBy: null };
  return run.definition.stages.map((stage, index) => ({
    ...{ stage: index + 1, key: stage.key, title: stage.title, when: stage.when, seconds: stage.seconds },
    ...{ objective: stage.objective, notes: [...stage.notes] },
    settings: stage.settings.map((one) => settingView(one, matrix)),
    ...(stages.get(index + 1) ?? never),
  }));
}

export function guardViews(run: CanaryRun, { facts, now }: CanaryContext): GuardView[] {
  return run.definition.guards.map((guard) => {
    const latest = facts.guard(guard.key);
    return {
      ...{ key: guard.key, title: guard.title, is: guard.is, threshold: guard.threshold, unit: guard.unit },
      ...{ query: guard.query, source: guard.source },
      state: isGuarded(run) ? guardState(guard, latest, now) : ('waits' as const),
      ...{ value: latest?.value ?? null, at: iso(latest?.at), problem: latest?.problem ?? null },
      rollback: guard.rollback.label,
      settings: guard.rollback.settings.map((one) => ({ switch: one.switch, value: one.value })),
    };
  });
}

const COMMAND_OF = {
  pause: 'pause-canary',
  resume: 'resume-canary',
  extend: 'extend-canary',
  abort: 'abort-canary',
  'note-evidence': 'note-canary-evidence',
  retry: 'retry-canary',
} as const satisfies Record<CanaryVerbView, string>;

/** What this person may do to the run as it is; every command decides it again. */
export function verbsFor(actor: Actor, run: CanaryRun): CanaryVerbView[] {
  const verbs = Object.keys(COMMAND_OF) as CanaryVerbView[];
  return verbs.filter((verb) => CANARY_MOVES[run.state][verb] === true && may(actor, COMMAND_OF[verb]).ok);
}
