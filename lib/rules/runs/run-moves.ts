// What may be done with a step of a run: by its kind, by the state it is in, and by whom. Every state and verb stands in one table.
import type { Step, StepKind } from '#lib/catalog/procedure-types.ts';
import { someone } from '#lib/catalog/roles.ts';
import { runName } from '#lib/catalog/runs.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import {
  isOver,
  isSettled,
  type Run,
  type StepAt,
  type StepState,
  stagesOf,
  stepAt,
} from './procedure-run.ts';

export const VERBS = ['do', 'again', 'start', 'sign', 'look', 'pass over'] as const;
/**
 * `do` completes a step at once (tick, apply, command, choose, record), `again` sends a command anew, `start` begins an
 * observation, `sign` adds a signature, `look` asks whether what the step waits for holds now.
 */
export type Verb = (typeof VERBS)[number];

/** Which verbs each kind of step knows besides passing over, which is for optional ones. */
const OF_KIND = {
  tick: ['do'],
  apply: ['do', 'look'],
  command: ['do', 'again'],
  observe: ['start', 'look'],
  verify: ['look'],
  choose: ['do'],
  record: ['do'],
  sign: ['sign'],
} as const satisfies Record<StepKind, readonly Verb[]>;

const NONE = {
  ...{ do: false, again: false, start: false, sign: false, look: false, 'pass over': false },
} as const;

/** Whether a step in this state takes the verb. */
export const TAKES = {
  open: { do: true, again: false, start: true, sign: true, look: true, 'pass over': true },
  // An observation that runs: look at it, never start it again.
  running: { ...NONE, look: true, 'pass over': true },
  // Signatures are missing, or a second person has not agreed to the change yet.
  waiting: { ...NONE, sign: true, look: true, 'pass over': true },
  // The change it asked for was refused or went out of date: it may be tried again.
  failed: { ...NONE, do: true, 'pass over': true },
  locked: NONE,
  'not needed': NONE,
  // A command that no executor will carry out any more.
  done: { ...NONE, again: true },
  'passed over': NONE,
} as const satisfies Record<StepState, Record<Verb, boolean>>;

const WHAT = {
  tick: 'ticked',
  apply: 'applied',
  command: 'sent',
  observe: 'observed: start it, then look at it',
  verify: 'looked at',
  choose: 'chosen',
  record: 'recorded',
  sign: 'signed',
} as const satisfies Record<StepKind, string>;

export function runOverSentence(run: Run): string {
  return run.ended
    ? `${runName(run.number)} was ended by ${run.ended.by}: nothing more is done in it.`
    : `${runName(run.number)} is complete: nothing more is done in it.`;
}

/** What has to be done first, for somebody who wants this step. */
function firstOpen(run: Run): string {
  const open = stagesOf(run)
    .flatMap(({ steps }) => steps)
    .find(({ state }) => state !== 'locked' && !isSettled(state));
  return open ? `"${open.step.title}" comes first.` : 'Something comes first.';
}

function refusal(run: Run, { step, state, stored }: StepAt): string {
  const who = stored?.doneBy?.name ?? 'Bulkhead';
  const at = stored?.doneAt?.toISOString().slice(11, 19);
  const SENTENCES = {
    locked: `"${step.title}" is locked: ${firstOpen(run)}`,
    open: `"${step.title}" has not begun.`,
    running: `"${step.title}" runs already.`,
    waiting: `"${step.title}" waits already.`,
    failed: `"${step.title}" has failed. Do it again, or pass it over.`,
    done: `${who} has done "${step.title}" at ${at} UTC. Nothing is done twice.`,
    'passed over': `${who} has passed over "${step.title}" at ${at} UTC.`,
    'not needed': `"${step.title}" is not needed: the choice made before it rules it out.`,
  } as const satisfies Record<StepState, string>;
  return SENTENCES[state];
}

/** Whether these roles may do the step; a step without roles is for whoever may work in runs at all. */
export function mayDoStep(actor: Actor, step: Step): Result<true> {
  const { roles } = step;
  if (!roles || actor.kind === 'system') return ok(true);
  if (actor.kind === 'person' && roles.some((role) => actor.roles.includes(role))) return ok(true);
  return fail('forbidden', `"${step.title}" takes ${someone(roles)}.`, { step: step.key, roles });
}

/** The step that an act is about, or why the act is refused. */
export function stepFor<K extends StepKind>(
  run: Run | undefined,
  key: string,
  kinds: readonly K[],
  verb: Verb,
  actor: Actor,
): Result<{ run: Run; at: StepAt; step: Extract<Step, { kind: K }> }> {
  if (!run) return fail('not_found', 'There is no such run.');
  const at = stepAt(run, key);
  if (!at) return fail('not_found', `${runName(run.number)} has no step "${key}".`);
  const { step } = at;
  const verbs: readonly Verb[] = OF_KIND[step.kind];
  if (verb === 'pass over') {
    if (!step.optional) {
      return fail('invalid_input', `"${step.title}" is not optional: it cannot be passed over.`);
    }
  } else if (!(kinds as readonly StepKind[]).includes(step.kind) || !verbs.includes(verb)) {
    return fail('invalid_input', `"${step.title}" is ${WHAT[step.kind]}, nothing else.`, { kind: step.kind });
  }
  if (isOver(run)) return fail('conflict', runOverSentence(run));
  const allowed = mayDoStep(actor, step);
  if (!allowed.ok) return allowed;
  if (!TAKES[at.state][verb]) {
    return fail('conflict', refusal(run, at), {
      step: key,
      state: at.state,
      by: at.stored?.doneBy?.name ?? null,
    });
  }
  return ok({ run, at, step: step as Extract<Step, { kind: K }> });
}
