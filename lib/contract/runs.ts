// Bodies of runs of procedures: the catalogue with what is due, the list of runs, one run with every stage and step.
import type { ChangeView, EffectView, NextBefore } from './console.ts';
import type { ExecutorStepView } from './emergency.ts';
import type { WireValue } from './values.ts';

export type RunStepState =
  | 'locked'
  | 'open'
  | 'running'
  | 'waiting'
  | 'done'
  | 'not needed'
  | 'passed over'
  | 'failed';

export type RunStepKind = 'tick' | 'apply' | 'command' | 'observe' | 'verify' | 'choose' | 'record' | 'sign';

/** What a check finds now, or found when the step was done. */
export interface FindingView {
  holds: boolean;
  found: string;
}

export interface RunSettingView {
  switch: string;
  symbol: string | null;
  value: WireValue;
  /** Takes the right to its switch; false for what the procedure itself names and lowers exposure, or holds already. */
  needsRight: boolean;
}

export interface RunFieldView {
  key: string;
  label: string;
  type: 'line' | 'text' | 'number' | 'money' | 'time';
  required: boolean;
  unit: string | null;
  atLeast: number | null;
  /** What was recorded; null before, or when it was left empty. */
  value: string | null;
}

export interface RunStepView {
  key: string;
  title: string;
  detail: string | null;
  kind: RunStepKind;
  state: RunStepState;
  optional: boolean;
  /** Who may do it; null: whoever works in runs. */
  roles: readonly string[] | null;
  startedAt: string | null;
  doneAt: string | null;
  /** Null when Bulkhead itself found it done. */
  doneBy: string | null;
  /** Why it was passed over or failed. */
  reason: string | null;
  /** Of a tick. */
  evidenceWanted: 'required' | 'optional' | 'none' | null;
  evidence: string | null;
  /** Of an apply step: what it sets, and once done the change set, if anything had to change. */
  settings: readonly RunSettingView[];
  changeSetId: string | null;
  changes: readonly ChangeView[];
  effect: EffectView | null;
  /** The request for a second person that it waits for. */
  request: { id: string; number: number; state: string; expiresAt: string } | null;
  /**
   * Of a command step; `about`: what has to be named when it is sent; `raises`: it leads back to trading; `again`: no
   * executor will carry it out any more.
   */
  command: {
    label: string;
    about: 'position' | 'breaker' | null;
    raises: boolean;
    argument: string | null;
    again: boolean;
    executors: readonly ExecutorStepView[];
  } | null;
  /** Of an observation: its length, and what is left of it. */
  seconds: number | null;
  secondsLeft: number | null;
  endsAt: string | null;
  /** How often it began anew, and what broke it the last time. */
  breaches: number;
  breach: string | null;
  /** Names of the figures that an observation watches. */
  figures: readonly { name: string; compare: 'at most' | 'at least'; bound: number; unit: string }[];
  /** Of verify and observe steps. */
  finding: FindingView | null;
  /** Of a choose step. */
  options: readonly { key: string; label: string; note: string }[];
  option: string | null;
  /** Of a record step. */
  fields: readonly RunFieldView[];
  /** Of a sign step. */
  sign: {
    people: number;
    notStarter: boolean;
    statement: string;
    signatures: readonly { id: string; name: string; at: string }[];
  } | null;
}

export interface RunStageView {
  key: string;
  title: string;
  state: 'locked' | 'open' | 'complete' | 'not needed';
  goalSeconds: number | null;
  /** Seconds from its opening to its end, or to now; null while it is locked. */
  elapsedSeconds: number | null;
  openedAt: string | null;
  completeAt: string | null;
  anyOrder: boolean;
  steps: readonly RunStepView[];
  checkpoint: { title: string; facts: readonly string[]; passedAt: string | null } | null;
}

export interface RunSummary {
  id: string;
  /** Shown as RUN-42. */
  number: number;
  procedure: string;
  kind: string;
  title: string;
  reason: string;
  state: 'active' | 'complete' | 'ended';
  startedBy: string;
  startedAt: string;
  /** When it was complete or ended. */
  overAt: string | null;
  endedBy: string | null;
  endReason: string | null;
  subject: { kind: string; id: string } | null;
  /** Steps that are settled, of those that are needed as far as that is known. */
  settled: number;
  steps: number;
  /** Title of the first step that somebody, or Bulkhead, has to do now. */
  next: string | null;
}

/** GET /api/v1/runs?state=&before=&limit=: newest first; active ones alone with state=active. */
export interface RunsBody {
  now: string;
  items: readonly RunSummary[];
  nextBefore: NextBefore;
}

/** GET /api/v1/run?id= or ?number=: one run, as it is now. */
export interface RunBody {
  now: string;
  run: RunSummary;
  source: string;
  goalSeconds: number | null;
  /** Leads first, then in the order in which they joined. */
  people: readonly string[];
  /** Id of who started it; null when Bulkhead did. */
  startedById: string | null;
  stages: readonly RunStageView[];
  notes: readonly { id: string; by: string; at: string; text: string }[];
}

export interface ProcedureView {
  key: string;
  title: string;
  kind: string;
  purpose: string;
  source: string;
  startedBy: readonly string[];
  goalSeconds: number | null;
  /** Its starter names the values that it sets. */
  takesSettings: boolean;
  stages: readonly { title: string; goalSeconds: number | null; steps: readonly string[] }[];
  every: 'day' | 'week' | 'month' | null;
  /** Of operations; null for all others. */
  due: { state: 'done' | 'due' | 'overdue'; by: string } | null;
  lastCompleted: { runId: string; number: number; at: string } | null;
  active: readonly { runId: string; number: number; startedBy: string }[];
}

/** GET /api/v1/procedures: the whole catalogue. One page. */
export interface ProceduresBody {
  now: string;
  items: readonly ProcedureView[];
  nextBefore: null;
}

/** Answer of start-run. */
export interface StartedRun {
  runId: string;
  number: number;
}

/** Answer of every act on a step. `changed` is false when a look found that it does not hold yet. */
export interface StepAnswer {
  changed: boolean;
  state: RunStepState;
  /** What a look found. */
  found: string | null;
  changeSetId: string | null;
  /** It takes a second person: the step waits for this request. */
  request: { id: string; number: number; expiresAt: string } | null;
  commandId: string | null;
  /** Nothing is left to do in the run. */
  completed: boolean;
}

/** Answer of add-run-note. */
export interface NotedAnswer {
  noteId: string;
}
