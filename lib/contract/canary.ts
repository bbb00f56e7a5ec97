// Bodies of canary programmes: the catalogue, the list of runs, one run with its criteria, guards and gate.
import type { NextBefore } from './console.ts';
import type { WireValue } from './values.ts';

export type CanaryStateView = 'draft' | 'running' | 'paused' | 'passed' | 'failed' | 'no-go' | 'aborted';
export type VerdictView = 'pass' | 'fail' | 'insufficient';
export type CanaryVerbView = 'pause' | 'resume' | 'extend' | 'abort' | 'note-evidence' | 'retry';

/** How Prometheus was at the last round; null before the first. */
export interface WatchView {
  askedAt: string;
  /** Its clock against the database's, ms; null when it did not say. */
  skewMs: number | null;
  /** The clocks are so far apart that windows are wrong. */
  skewed: boolean;
  roundTripMs: number | null;
  problem: string | null;
  problemSince: string | null;
}

/** A parameter that may be chosen when a run is planned. */
export interface ParameterView {
  key: string;
  label: string;
  /** Title of the stage it belongs to; null for the whole programme. */
  stage: string | null;
  type: 'money' | 'number' | 'symbols' | 'choice';
  default: string | number | string[];
  min: string | number | null;
  max: string | number | null;
  unit: string | null;
  decimals: number | null;
  /** What symbols and choices are chosen from. */
  options: string[] | null;
  /** Exactly one of the options. */
  one: boolean;
}

export interface ProgrammeView {
  key: string;
  title: string;
  purpose: string;
  source: string;
  stages: { title: string; when: string; seconds: number; objective: string }[];
  parameters: ParameterView[];
  criteria: number;
  guards: string[];
  /** Until then no run is planned, because one failed; null when it may be. */
  waitsUntil: string | null;
  /** Its run that is not over: planned, or begun. Until it is, no other is planned. */
  open: { number: number; begun: boolean } | null;
}

export interface CanarySummary {
  id: string;
  number: number;
  programme: string;
  title: string;
  state: CanaryStateView;
  /** 0 before the first. */
  stage: number;
  stages: number;
  stageTitle: string;
  reason: string;
  plannedBy: string;
  plannedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  endedBy: string | null;
  endReason: string | null;
  retryOf: number | null;
  /** Its guards act: it is under way, or what it set is in force still. */
  guarded: boolean;
}

export interface CanariesBody {
  now: string;
  items: CanarySummary[];
  nextBefore: NextBefore;
  programmes: ProgrammeView[];
  prometheus: WatchView | null;
}

export interface EvidenceView {
  /** Of this word on the check; its file is at /api/v1/evidence/<id>/file. */
  id: string;
  holds: boolean;
  text: string;
  link: string | null;
  /** `sizeBytes` is null where the file itself was not kept. */
  file: { name: string; sha256: string; sizeBytes: number | null } | null;
  by: string;
  at: string;
}

export interface CriterionView {
  key: string;
  title: string;
  kind: 'metric' | 'manual' | 'switch' | 'no-p0' | 'audit';
  /** As it is shown: "> 99%"; "none" for zero of something. */
  is: '<' | '<=' | '>' | '>=' | '=' | null;
  target: number | null;
  unit: 'ms' | 's' | 'min' | '%' | 'bp' | 'usd' | 'count' | 'per day' | 'ratio' | null;
  over: 'stage' | 'run' | null;
  query: string | null;
  /** What has to be looked at, of a manual check. */
  ask: string | null;
  verdict: VerdictView;
  value: number | null;
  count: number | null;
  coverage: number | null;
  /** Without another gap, how long until enough of the time was measured; null where nothing is sampled. */
  enoughInSeconds: number | null;
  narrow: boolean;
  why: string;
  baseline: { title: string; value: number | null; count: number | null } | null;
  evidence: EvidenceView | null;
  /** The same figure at the end of the stage before; null where there is none. */
  before: number | null;
  /** Values since its window began, thinned out; null where a part brought none. */
  spark: (number | null)[];
}

export interface CriteriaGroupView {
  key: 'acceptance' | 'targets' | 'pass' | 'checks';
  title: string;
  /** So many of them suffice; null: all. */
  least: number | null;
  criteria: CriterionView[];
}

export interface CanarySettingView {
  switch: string;
  symbol: string | null;
  /** Null in `to` with `inherit`: the override is removed. */
  from: WireValue;
  to: WireValue;
  inherit: boolean;
  changes: boolean;
}

export interface CanaryStageView {
  stage: number;
  key: string;
  title: string;
  when: string;
  seconds: number;
  objective: string;
  notes: string[];
  settings: CanarySettingView[];
  enteredAt: string | null;
  leftAt: string | null;
  changeSetId: string | null;
  /** Who gave the final GO into it. */
  openedBy: string | null;
}

export interface GuardView {
  key: string;
  title: string;
  is: '<' | '>';
  threshold: number;
  unit: 'ms' | 's' | 'min' | '%' | 'bp' | 'usd' | 'count' | 'per day' | 'ratio';
  query: string;
  source: string;
  /** `waits` before the first stage, and once what the run set is not in force any more. */
  state: 'armed' | 'blind' | 'breached' | 'waits';
  value: number | null;
  at: string | null;
  problem: string | null;
  /** What it brings. */
  rollback: string;
  settings: { switch: string; value: WireValue }[];
}

/** A guard that was breached, and what it brought; several of one round share their change set. */
export interface BreachView {
  guard: string;
  title: string;
  value: number;
  threshold: number;
  unit: string;
  rollback: string;
  at: string;
  changeSetId: string | null;
  samples: { at: string; value: number | null; problem: string | null }[];
}

export interface CanaryClockView {
  elapsedSeconds: number;
  requiredSeconds: number;
  remainingSeconds: number;
  dueAt: string | null;
  extendedSeconds: number;
  pausedAt: string | null;
}

export interface CanaryPauseView {
  stage: number;
  from: string;
  /** Null while it lasts. */
  to: string | null;
  by: string;
  reason: string | null;
}

export interface CanaryExtensionView {
  stage: number;
  at: string;
  /** What this one added. */
  seconds: number;
  by: string;
  reason: string | null;
}

export interface CanaryBody {
  now: string;
  run: CanarySummary;
  purpose: string;
  source: string;
  /** SHA-256 of the frozen definition. */
  definitionHash: string;
  version: number;
  clock: CanaryClockView;
  parameters: {
    key: string;
    label: string;
    stage: string | null;
    value: string | number | string[];
    unit: string | null;
  }[];
  before: { title: string; seconds: number };
  stages: CanaryStageView[];
  /** The oldest first. */
  pauses: CanaryPauseView[];
  extensions: CanaryExtensionView[];
  groups: CriteriaGroupView[];
  guards: GuardView[];
  /** What stands against the next gate; signatures are the form's matter. */
  blocks: string[];
  /** The newest first. */
  breaches: BreachView[];
  /** When its guards were needed no more, and why; null while they act. */
  disarmed: { at: string; why: string } | null;
  /** What would disarm its guards, once it has ended. */
  disarmsWith: { label: string; settings: { switch: string; value: WireValue }[] };
  /** When it may be tried again, after a failure. */
  retryAt: string | null;
  /** What the caller may do now. */
  can: CanaryVerbView[];
  prometheus: WatchView | null;
}

export interface PlannedCanary {
  runId: string;
  number: number;
}

export interface CanaryAnswer {
  changed: boolean;
  state: CanaryStateView;
  changeSetId: string | null;
}

export interface EvidenceAnswer {
  evidenceId: string;
}
