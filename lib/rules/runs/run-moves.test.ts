// What may be done with a step: every state and verb, every kind, and what the refusals say.
import { describe, expect, it, test } from 'vitest';
import type { Procedure, Step, StepKind } from '#lib/catalog/procedure-types.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import type { Run, StepState, StoredStep } from './procedure-run.ts';
import { stepFor, TAKES, VERBS, type Verb } from './run-moves.ts';

const START = new Date('2026-03-19T03:16:30Z');

const SHAPES: { [K in StepKind]: Record<string, unknown> } = {
  tick: { evidence: 'none' },
  apply: { settings: [{ switch: 'hedge_enabled', value: false }] },
  command: { command: 'cancel_all_orders' },
  observe: { seconds: 300, watch: [{ kind: 'instances' }] },
  verify: { check: { kind: 'instances' } },
  choose: { options: [{ key: 'yes', label: 'Yes', note: '' }] },
  record: { fields: [] },
  sign: { people: 2, statement: 'I have looked.' },
};
const KINDS = Object.keys(SHAPES) as StepKind[];

function aStep(kind: StepKind, more: Partial<Step> = {}): Step {
  return { key: 'it', title: 'It', kind, optional: true, ...SHAPES[kind], ...more } as Step;
}

/** A run in which the step `it` is in this state. */
function runWith(step: Step, state: StepState): Run {
  const choice: Step = {
    ...{ key: 'choice', title: 'Choice', kind: 'choose' },
    options: [
      { key: 'a', label: 'A', note: '' },
      { key: 'b', label: 'B', note: '' },
    ],
  };
  const stored = (key: string, change: Partial<StoredStep>): StoredStep => ({
    ...{ id: key, key, state: 'done', startedAt: START, doneAt: START, data: {}, version: 1 },
    ...{ doneBy: { id: 'mara', name: 'Mara' }, changeSetId: null, requestId: null, commandId: null },
    ...change,
  });
  const chosen = stored('choice', { data: { option: state === 'not needed' ? 'b' : 'a' } });
  const settled = state === 'done' || state === 'passed over';
  const steps =
    state === 'locked'
      ? []
      : state === 'open' || state === 'not needed'
        ? [chosen]
        : [chosen, stored('it', { state, doneAt: settled ? START : null })];
  const procedure: Procedure = {
    ...{
      key: 'test',
      title: 'Test',
      kind: 'rollback',
      purpose: '',
      source: 'Manual 1',
      startedBy: ['operations'],
    },
    stages: [{ key: 'one', title: 'One', steps: [choice, { ...step, when: { step: 'choice', is: ['a'] } }] }],
  };
  return {
    ...{ id: 'run', number: 42, procedure, title: 'Test', reason: 'Test', subject: null, settings: [] },
    ...{ startedBy: { id: 'mara', name: 'Mara' }, startedAt: START, completedAt: null, ended: null },
    ...{ steps, signatures: [], version: 1 },
  };
}

const person = (...roles: PersonActor['roles']): PersonActor => ({
  ...{ kind: 'person', id: 'jonas', name: 'Jonas', email: 'jonas@test.invalid', roles },
  ...{ via: 'session', factor: 'proven' },
});
const jonas = person('operations');

/** Written out by hand: which verb each state takes, whatever the kind. */
const EXPECTED: Record<StepState, readonly Verb[]> = {
  locked: [],
  open: ['do', 'start', 'sign', 'look', 'pass over'],
  running: ['look', 'pass over'],
  waiting: ['sign', 'look', 'pass over'],
  failed: ['do', 'pass over'],
  done: ['again'],
  'passed over': [],
  'not needed': [],
};
const STATES = Object.keys(EXPECTED) as StepState[];

/** A kind that knows the verb. */
const KIND_OF: Record<Verb, StepKind> = {
  ...{ do: 'apply', again: 'command', start: 'observe', sign: 'sign', look: 'verify' },
  'pass over': 'tick',
};

describe.each(STATES)('a step that is %s', (state) => {
  test.each(VERBS)('%s', (verb) => {
    const kind = KIND_OF[verb];
    const takes = EXPECTED[state].includes(verb);
    expect(TAKES[state][verb]).toBe(takes);
    const result = stepFor(runWith(aStep(kind), state), 'it', [kind], verb, jonas);
    if (takes) expect(result.ok).toBe(true);
    else expect(result).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });
});

describe.each(KINDS)('a %s step', (kind) => {
  const KNOWN: Record<StepKind, readonly Verb[]> = {
    ...{ tick: ['do'], apply: ['do', 'look'], command: ['do', 'again'], observe: ['start', 'look'] },
    ...{ verify: ['look'], choose: ['do'], record: ['do'], sign: ['sign'] },
  };

  it.each(VERBS)('%s', (verb) => {
    const state = verb === 'again' ? 'done' : 'open';
    const result = stepFor(runWith(aStep(kind), state), 'it', [kind], verb, jonas);
    const known = verb === 'pass over' || KNOWN[kind].includes(verb);
    if (known) expect(result.ok).toBe(true);
    else expect(result).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });

  it('takes no command that is meant for another kind', () => {
    const others = KINDS.filter((other) => other !== kind);
    for (const verb of KNOWN[kind]) {
      const result = stepFor(runWith(aStep(kind), 'open'), 'it', others, verb, jonas);
      expect(result).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    }
  });
});

describe('refusals', () => {
  const tick = aStep('tick');

  it.each([
    ['locked', '"It" is locked: "Choice" comes first.'],
    ['done', 'Mara has done "It" at 03:16:30 UTC. Nothing is done twice.'],
    ['passed over', 'Mara has passed over "It" at 03:16:30 UTC.'],
    ['not needed', '"It" is not needed: the choice made before it rules it out.'],
  ] as const)('%s: %s', (state, message) => {
    expect(stepFor(runWith(tick, state), 'it', ['tick'], 'do', jonas)).toMatchObject({ error: { message } });
  });

  it('knows no run, and no step that the run has not', () => {
    expect(stepFor(undefined, 'it', ['tick'], 'do', jonas)).toMatchObject({ error: { code: 'not_found' } });
    const run = runWith(tick, 'open');
    expect(stepFor(run, 'other', ['tick'], 'do', jonas)).toMatchObject({ error: { code: 'not_found' } });
  });

  it('does nothing in a run that is over, and says how it ended', () => {
    const run = runWith(tick, 'open');
    const ended = { ...run, ended: { at: START, by: 'Dev', reason: 'False alarm' } };
    expect(stepFor(ended, 'it', ['tick'], 'do', jonas)).toMatchObject({
      error: { code: 'conflict', message: 'RUN-42 was ended by Dev: nothing more is done in it.' },
    });
    expect(stepFor({ ...run, completedAt: START }, 'it', ['tick'], 'pass over', jonas)).toMatchObject({
      error: { code: 'conflict', message: 'RUN-42 is complete: nothing more is done in it.' },
    });
  });

  it('asks for the roles of the step, also to pass it over', () => {
    const run = runWith(aStep('tick', { roles: ['risk_manager'] }), 'open');
    for (const verb of ['do', 'pass over'] as const) {
      expect(stepFor(run, 'it', ['tick'], verb, jonas)).toMatchObject({ error: { code: 'forbidden' } });
      expect(stepFor(run, 'it', ['tick'], verb, person('risk_manager')).ok).toBe(true);
    }
  });

  it('passes over optional steps only', () => {
    const { optional: _, ...step } = tick;
    expect(stepFor(runWith(step as Step, 'open'), 'it', [], 'pass over', jonas)).toMatchObject({
      error: { code: 'invalid_input', message: '"It" is not optional: it cannot be passed over.' },
    });
  });
});
