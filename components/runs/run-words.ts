// What the screen of a run says: the next act, who may do it, the figures of its head, times against goals. Pure.

import type { Way } from '#components/changes/direction-mark.tsx';
import { stampShort } from '#components/format-time.ts';
import type { Action } from '#lib/catalog/permissions.ts';
import type { ProcedureKind } from '#lib/catalog/procedure-types.ts';
import { type Role, someone } from '#lib/catalog/roles.ts';
import { runName } from '#lib/catalog/runs.ts';
import { findSwitch } from '#lib/catalog/switches.ts';
import type { RunBody, RunStageView, RunStepKind, RunStepView } from '#lib/contract/runs.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { span } from '#lib/rules/runs/run-markdown.ts';

/** The newest of what was done in a run, for whoever does not see it appear; the same words until something else is done. */
export function newsOf(body: RunBody): string {
  if (body.run.state !== 'active') return `${runName(body.run.number)} is ${body.run.state}`;
  const [newest] = stepsOf(body)
    .filter(({ doneAt }) => doneAt !== null)
    .toSorted((a, b) => (b.doneAt ?? '').localeCompare(a.doneAt ?? ''));
  return newest ? `${newest.title}: ${newest.state}, ${newest.doneBy ?? 'by itself'}` : '';
}

/** Somebody, or Bulkhead, has still to do something with it. */
export function isActive({ state, command }: RunStepView): boolean {
  return (
    state === 'open' ||
    state === 'running' ||
    state === 'waiting' ||
    state === 'failed' ||
    command?.again === true
  );
}

export function stepsOf(body: RunBody): RunStepView[] {
  return body.stages.flatMap(({ steps }) => steps);
}

/** The step that the footer offers: the first that a person can do, else the first that is under way. */
export function nextStep(body: RunBody): RunStepView | null {
  if (body.run.state !== 'active') return null;
  const active = stepsOf(body).filter(isActive);
  return active.find((step) => !looksByItself(step)) ?? active[0] ?? null;
}

/** Bulkhead finds out by itself: a check, an observation that runs, a change that a second person looks at. */
export function looksByItself({ kind, state }: RunStepView): boolean {
  return kind === 'verify' || state === 'running' || (kind === 'apply' && state === 'waiting');
}

const ACTION: Record<RunStepKind, Action> = {
  ...{ tick: 'tick-step', apply: 'apply-step', command: 'command-step', observe: 'start-observe' },
  ...{ verify: 'verify-step', choose: 'choose-option', record: 'record-fields', sign: 'sign-step' },
};

function mayChange(name: string, roles: readonly string[]): boolean {
  return findSwitch(name)?.changedBy.some((role) => roles.includes(role)) ?? false;
}

function notOfStep({ roles }: RunStepView, mine: readonly string[]): string | null {
  if (roles === null || roles.some((role) => mine.includes(role))) return null;
  return `This step takes ${someone(roles as readonly Role[])}.`;
}

/**
 * Why the step cannot be passed over here now, as a sentence; null when it can. `raisingHeld`: what holds raising, such as a
 * stale page; it holds passing over in a recovery, which leads back to trading, and never in what leads toward safety.
 */
export function passHeldFrom(
  step: RunStepView,
  { kind }: { kind: string },
  me: { roles: readonly string[] },
  raisingHeld: string | null,
): string | null {
  const held = notAllowedTo('pass-over-step', me.roles) ?? notOfStep(step, me.roles);
  return held ?? (LEADS_BACK.has(kind) ? raisingHeld : null);
}

const LEADS_BACK: ReadonlySet<string> = new Set<ProcedureKind>(['recovery']);

/** Why this person cannot do the step, as a sentence; null when they can. The server decides again. */
export function heldFrom(
  step: RunStepView,
  me: { id: string; roles: readonly string[] },
  startedById: string | null,
): string | null {
  const action = looksByItself(step) ? 'verify-step' : ACTION[step.kind];
  const held = notAllowedTo(action, me.roles) ?? notOfStep(step, me.roles);
  if (held !== null) return held;
  const other =
    step.state === 'waiting'
      ? undefined
      : step.settings.find(({ switch: name, needsRight }) => needsRight && !mayChange(name, me.roles));
  if (other) return `${other.switch} takes ${someone(findSwitch(other.switch)?.changedBy ?? [])}.`;
  if (step.sign?.notStarter && startedById === me.id)
    return 'You started this run: somebody else signs here.';
  if (step.sign?.signatures.some(({ id }) => id === me.id))
    return 'You have signed: it takes somebody else too.';
  return null;
}

/** Doing the step now raises exposure; `way`: of what an apply step would change. A rollback of the manual does not. */
export function raisesNow(step: RunStepView, way: Way): boolean {
  if (looksByItself(step)) return false;
  return step.kind === 'apply' ? way === 'raising' : step.command?.raises === true;
}

/** Words of the button that does the step; `changes`: how many values it would change now. */
export function actWords(step: RunStepView, changes = step.settings.length): string {
  if (looksByItself(step)) return 'Look now';
  if (step.kind === 'apply' && changes === 0) return 'Every value holds: go on';
  const again = step.state === 'failed' ? ' again' : '';
  switch (step.kind) {
    case 'tick':
      return 'Done';
    case 'apply':
      return changes === 1 ? `Set the value${again}` : `Set ${changes} values${again}`;
    case 'command':
      return step.command?.again ? 'Send it again' : (step.command?.label ?? 'Send');
    case 'observe':
      return `Start the ${lengthWords(step.seconds ?? 0)}`;
    case 'verify':
      return 'Look now';
    case 'choose':
      return 'Choose';
    case 'record':
      return 'Record';
    case 'sign':
      return 'Sign';
  }
}

/** `5 minutes`, `24 hours`, `90 seconds`. */
export function lengthWords(seconds: number): string {
  const [amount, unit] =
    seconds % 3_600 === 0
      ? [seconds / 3_600, 'hour']
      : seconds % 60 === 0
        ? [seconds / 60, 'minute']
        : [seconds, 'second'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** `0:19 / 0:30`, or the time alone where no goal is set. */
export function stageTime(
  { elapsedSeconds, goalSeconds }: RunStageView,
  sinceMs: number,
  open: boolean,
): string {
  if (elapsedSeconds === null) return goalSeconds === null ? '' : `goal ${span(goalSeconds)}`;
  const elapsed = span(elapsedSeconds + (open ? sinceMs / 1_000 : 0));
  return goalSeconds === null ? elapsed : `${elapsed} / ${span(goalSeconds)}`;
}

export interface HeadFigure {
  label: string;
  value: string;
  note: string;
  tone: 'plain' | 'ok' | 'late';
}

/** `sinceMs`: how long ago the body was of this moment. */
export function headFigures(body: RunBody, sinceMs: number): HeadFigure[] {
  const { run, stages } = body;
  const now = Date.parse(body.now) + (run.state === 'active' ? sinceMs : 0);
  const until = run.overAt ? Date.parse(run.overAt) : now;
  const total = (until - Date.parse(run.startedAt)) / 1_000;
  const running: HeadFigure = {
    label: run.state === 'active' ? 'Running' : 'Took',
    value: span(Math.max(0, total)),
    note: `since ${stampShort(run.startedAt, now)}`,
    tone: body.goalSeconds !== null && total > body.goalSeconds ? 'late' : 'plain',
  };
  const first = stages.find(({ checkpoint, state }) => checkpoint && state !== 'not needed');
  const watch = stepsOf(body).find(({ kind, state }) => kind === 'observe' && state === 'running');
  return [
    running,
    ...(first ? [checkpointFigure(first, sinceMs)] : []),
    ...(watch ? [watchFigure(watch, now)] : []),
  ];
}

function checkpointFigure(stage: RunStageView, sinceMs: number): HeadFigure {
  const { checkpoint, goalSeconds } = stage;
  const elapsed = (stage.elapsedSeconds ?? 0) + (stage.state === 'open' ? sinceMs / 1_000 : 0);
  const passed = checkpoint?.passedAt != null;
  const late = goalSeconds !== null && elapsed > goalSeconds;
  return {
    label: checkpoint?.title ?? stage.title,
    value: passed ? span(elapsed) : 'not yet',
    note: goalSeconds === null ? '' : `target ${span(goalSeconds)}`,
    tone: late ? 'late' : passed ? 'ok' : 'plain',
  };
}

function watchFigure(step: RunStepView, now: number): HeadFigure {
  if (step.endsAt === null)
    return { label: 'Observation', value: 'broken', note: step.breach ?? '', tone: 'late' };
  const left = Math.max(0, (Date.parse(step.endsAt) - now) / 1_000);
  return {
    label: 'Confirm from',
    value: stampShort(step.endsAt, now),
    note: `in ${span(left)}`,
    tone: 'plain',
  };
}

/** Names of who took part: `Led by A, with B and C`. */
export function ledBy(people: readonly string[]): string {
  const [leads = 'Bulkhead', ...others] = people;
  if (others.length === 0) return `Led by ${leads}`;
  const last = others.at(-1);
  const before = others.slice(0, -1);
  return `Led by ${leads}, with ${before.length > 0 ? `${before.join(', ')} and ` : ''}${last}`;
}
