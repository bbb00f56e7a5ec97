// A run of a procedure at one moment: the state of each stage and step, from the frozen procedure and what was done so far.
import type { Condition, Procedure, Stage, Step } from '#lib/catalog/procedure-types.ts';
import type { WireValue } from '#lib/contract/values.ts';

/** What is stored of a step that somebody, or Bulkhead, has begun. */
export type StoredState = 'running' | 'waiting' | 'done' | 'passed over' | 'failed';

/** `locked`: something has to be done before it. `not needed`: a choice has ruled it out. */
export type StepState = 'locked' | 'open' | 'not needed' | StoredState;

/** What a step holds besides its state; which of them, its kind says. */
export interface StepData {
  evidence?: string;
  option?: string;
  fields?: Readonly<Record<string, string>>;
  /** Why it was passed over, or why it failed. */
  reason?: string;
  /** What the check found when the step was done. */
  found?: string;
  /** How often an observation broke, and what broke it the last time. */
  breaches?: number;
  breach?: string;
  /** It is broken now: its time begins when everything watched holds again. */
  broken?: true;
  argument?: string;
}

export interface StoredStep {
  id: string;
  key: string;
  state: StoredState;
  startedAt: Date;
  doneAt: Date | null;
  /** Null when Bulkhead itself found it done. */
  doneBy: { id: string; name: string } | null;
  data: StepData;
  changeSetId: string | null;
  requestId: string | null;
  commandId: string | null;
  version: number;
}

export interface Signature {
  step: string;
  person: { id: string; name: string };
  at: Date;
}

/** One value that the starter of a run chose for its "from the start" step. */
export interface ChosenSetting {
  switch: string;
  symbol?: string;
  value: WireValue;
}

export interface Run {
  id: string;
  number: number;
  procedure: Procedure;
  title: string;
  reason: string;
  subject: { kind: string; id: string } | null;
  settings: readonly ChosenSetting[];
  /** The id is null when Bulkhead itself started it. */
  startedBy: { id: string | null; name: string };
  startedAt: Date;
  completedAt: Date | null;
  ended: { at: Date; by: string; reason: string } | null;
  steps: readonly StoredStep[];
  signatures: readonly Signature[];
  version: number;
}

export interface StepAt {
  step: Step;
  state: StepState;
  stored: StoredStep | undefined;
}

export type StageState = 'locked' | 'open' | 'complete' | 'not needed';

export interface StageAt {
  stage: Stage;
  state: StageState;
  /** When the stage before it was complete, or the run began; null while it is locked. */
  openedAt: Date | null;
  completeAt: Date | null;
  steps: readonly StepAt[];
}

/** A step in one of these holds nothing up any more. */
export function isSettled(state: StepState): boolean {
  return state === 'done' || state === 'passed over' || state === 'not needed';
}

/** True when it holds, false when it never will, undefined while the choice has not been made. */
function met(
  condition: Condition | undefined,
  chosen: ReadonlyMap<string, string | null>,
): boolean | undefined {
  if (!condition) return true;
  const option = chosen.get(condition.step);
  return option === undefined ? undefined : option !== null && condition.is.includes(option);
}

function stepState(
  step: Step,
  stored: StoredStep | undefined,
  before: { stageOpen: boolean; blocked: boolean; chosen: ReadonlyMap<string, string | null> },
): StepState {
  if (stored) return stored.state;
  const needed = met(step.when, before.chosen);
  if (needed === false) return 'not needed';
  return before.stageOpen && !before.blocked && needed ? 'open' : 'locked';
}

/** The stages of a run in their order, each with its steps. */
export function stagesOf(run: Run): StageAt[] {
  const storedByKey = new Map(run.steps.map((step) => [step.key, step]));
  // What each choose step led to; null when it was passed over or not needed.
  const chosen = new Map<string, string | null>();
  let openedAt: Date | null = run.startedAt;
  return run.procedure.stages.map((stage) => {
    const needed = met(stage.when, chosen);
    let blocked = false;
    const steps = stage.steps.map((step): StepAt => {
      const stored = storedByKey.get(step.key);
      const state =
        needed === false && !stored
          ? 'not needed'
          : stepState(step, stored, {
              stageOpen: openedAt !== null && needed === true,
              blocked: blocked && !stage.anyOrder,
              chosen,
            });
      if (step.kind === 'choose' && isSettled(state)) chosen.set(step.key, stored?.data.option ?? null);
      blocked ||= !isSettled(state);
      return { step, state, stored };
    });
    if (needed === false) return { stage, state: 'not needed', openedAt: null, completeAt: null, steps };
    const from = openedAt;
    if (from === null) return { stage, state: 'locked', openedAt: null, completeAt: null, steps };
    if (blocked) {
      openedAt = null;
      return { stage, state: 'open', openedAt: from, completeAt: null, steps };
    }
    const completeAt = new Date(
      Math.max(from.getTime(), ...steps.map(({ stored }) => stored?.doneAt?.getTime() ?? 0)),
    );
    openedAt = completeAt;
    return { stage, state: 'complete', openedAt: from, completeAt, steps };
  });
}

/** Nothing of it is left to do. */
export function isComplete(run: Run): boolean {
  return stagesOf(run).every(({ state }) => state === 'complete' || state === 'not needed');
}

export function isOver(run: Run): boolean {
  return run.completedAt !== null || run.ended !== null;
}

export function stepAt(run: Run, key: string): StepAt | undefined {
  return stagesOf(run)
    .flatMap(({ steps }) => steps)
    .find(({ step }) => step.key === key);
}

/** A step as it is to be stored. */
export interface StepWrite extends Omit<StoredStep, 'id' | 'version'> {
  /** Of a new row, where something refers to it; else the database gives it one. */
  id: string | null;
  /** Version that it was decided on; null when no row was there. */
  expected: number | null;
}

/** What changes of a step; the rest stays as it is stored, but for why it had failed: that was said of the try before. */
export function writeOf(
  { step, stored }: StepAt,
  now: Date,
  change: Partial<Omit<StepWrite, 'key' | 'expected'>> & { state: StoredState },
): StepWrite {
  const settled = change.state === 'done' || change.state === 'passed over';
  const { reason, ...kept } = stored?.data ?? {};
  return {
    id: stored?.id ?? null,
    key: step.key,
    startedAt: stored?.startedAt ?? now,
    doneBy: stored?.doneBy ?? null,
    changeSetId: stored?.changeSetId ?? null,
    requestId: stored?.requestId ?? null,
    commandId: stored?.commandId ?? null,
    expected: stored?.version ?? null,
    doneAt: settled ? now : null,
    ...change,
    data: { ...kept, ...change.data },
  };
}

/** The run as it is once these are stored. */
export function withSteps(run: Run, writes: readonly StepWrite[]): Run {
  const written = writes.map(
    ({ id, expected, ...step }): StoredStep => ({ ...step, id: id ?? '', version: (expected ?? 0) + 1 }),
  );
  const keys = new Set(written.map(({ key }) => key));
  return { ...run, steps: [...run.steps.filter(({ key }) => !keys.has(key)), ...written] };
}

/** Everybody who took part, whoever leads first: the starter, then in the order of their first act. */
export function peopleOf(run: Run): string[] {
  const acts = [
    ...run.steps.flatMap(({ doneBy, doneAt }) =>
      doneBy ? [{ name: doneBy.name, at: doneAt?.getTime() ?? 0 }] : [],
    ),
    ...run.signatures.map(({ person, at }) => ({ name: person.name, at: at.getTime() })),
  ].sort((a, b) => a.at - b.at);
  return [...new Set([run.startedBy.name, ...acts.map(({ name }) => name)])];
}

/** Seconds that an observation still takes at `now`; 0 when its time is over, all of them while it is broken. */
export function secondsLeft(step: StoredStep, seconds: number, now: Date): number {
  if (step.data.broken) return seconds;
  return Math.max(0, Math.ceil(seconds - (now.getTime() - step.startedAt.getTime()) / 1_000));
}
