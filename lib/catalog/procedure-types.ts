// The shape of a procedure in the catalogue: stages with target times, and steps of a few kinds (product.md section 5).
import type { ExecutorCommandName } from './executor-commands.ts';
import type { Role } from './roles.ts';
import type { SwitchSetting } from './switches.ts';

/** What a run is about; `operations` come due by the calendar. */
export const PROCEDURE_KINDS = {
  rollback: 'Rollback',
  emergency: 'Emergency',
  recovery: 'Recovery',
  deployment: 'Deployment',
  runbook: 'Runbook',
  checklist: 'Checklist',
  operations: 'Operations',
} as const;
export type ProcedureKind = keyof typeof PROCEDURE_KINDS;

/** A fact the product finds out by itself. A check that cannot be answered (no data) does not hold. */
export type Check =
  /** Every change set that steps of this run have made is applied by every live instance. */
  | { kind: 'effective' }
  /** These switches hold these values. */
  | { kind: 'switches'; settings: readonly SwitchSetting[] }
  /** The newest figure of the instances (a gauge, or a counter's rate per second) compares so. */
  | { kind: 'figure'; name: string; compare: 'at most' | 'at least'; bound: number; unit: string }
  /** No more open positions than this, over all executors. */
  | { kind: 'positions'; atMost: number }
  /** Every command that steps of this run have sent is done by every executor. */
  | { kind: 'commands' }
  /** No circuit breaker is tripped. `orNoExecutor`: it holds as well where no executor is connected at all. */
  | { kind: 'breakers'; orNoExecutor?: true }
  /** Every instance that counts is in step. */
  | { kind: 'instances' }
  /** The audit chain verifies up to its newest entries. */
  | { kind: 'integrity' }
  /** A backup of Bulkhead's own database was made and verified no longer ago than this. */
  | { kind: 'backup'; withinHours: number };

/** One field of a form that a step records. Money is decimal text. */
export interface RecordField {
  key: string;
  label: string;
  type: 'line' | 'text' | 'number' | 'money' | 'time';
  required: boolean;
  unit?: string;
  /** The least number that completes the step (manual 4: five testnet trades). */
  atLeast?: number;
}

export interface StepOption {
  key: string;
  label: string;
  /** When it fits, and what follows from it. */
  note: string;
}

/** Only when an earlier choose step of the run took one of these options; else the step is not needed. */
export interface Condition {
  step: string;
  is: readonly string[];
}

interface StepBase {
  /** Unique in the procedure, and never changed: runs refer to it. */
  key: string;
  title: string;
  /** What exactly to do or look at; absent where the title says it. */
  detail?: string;
  /** Who may do it; absent: whoever may tick steps at all. */
  roles?: readonly Role[];
  when?: Condition;
  /** May be passed over with a reason. */
  optional?: true;
}

export type Step = StepBase &
  (
    | { kind: 'tick'; evidence: 'required' | 'optional' | 'none' }
    /** One change set; `settings` may be left to the starter of the run (rollback of one module). */
    | { kind: 'apply'; settings: readonly SwitchSetting[] | 'from the start' }
    | { kind: 'command'; command: ExecutorCommandName }
    /** Waits; a watched check that fails starts the time anew. */
    | { kind: 'observe'; seconds: number; watch: readonly Check[] }
    /** The product looks by itself until it holds. */
    | { kind: 'verify'; check: Check }
    | { kind: 'choose'; options: readonly StepOption[] }
    | { kind: 'record'; fields: readonly RecordField[] }
    /** By this many different people, each with a step-up, none of whom started the run where `notStarter` is set. */
    | { kind: 'sign'; people: number; notStarter?: true; statement: string }
  );

export type StepKind = Step['kind'];

/** Steps are done in their order within a stage unless `anyOrder`; a stage opens when the one before it is complete. */
export interface Stage {
  key: string;
  title: string;
  /** Time from the start of the stage that the source allows. */
  goalSeconds?: number;
  anyOrder?: true;
  when?: Condition;
  steps: readonly Step[];
  /** The line after the stage: its name and the status it states, such as "System status: SAFE". */
  checkpoint?: { title: string; facts: readonly string[] };
}

export interface Procedure {
  key: string;
  title: string;
  kind: ProcedureKind;
  /** One or two sentences: what it is for and when to use it. */
  purpose: string;
  /** Where the figures come from. */
  source: string;
  startedBy: readonly Role[];
  /** Whole time the source allows. */
  goalSeconds?: number;
  /** Operations: how often it comes due. */
  every?: 'day' | 'week' | 'month';
  stages: readonly Stage[];
}
