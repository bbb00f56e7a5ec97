// A run through time: stages that open one after the other, observations that break and begin anew, choices, goals, completion.
import { describe, expect, it } from 'vitest';
import type { Procedure, Stage } from '#lib/catalog/procedure-types.ts';
import { isComplete, peopleOf, type Run, stagesOf, stepAt, withSteps, writeOf } from './procedure-run.ts';
import { advance, looksByItself, type RequestOutcome } from './run-advance.ts';
import type { RunFacts } from './run-check.ts';

const START = new Date('2026-03-19T03:16:30Z');
const later = (seconds: number) => new Date(START.getTime() + seconds * 1_000);

const FACTS: RunFacts = {
  matrix: { hedge_enabled: { value: false } },
  figures: { rates: { orders_internal: 0 }, gauges: { error_rate_pct: 0.12 } },
  capabilities: {},
  instances: { expected: 14, inStep: 14, silent: [] },
  ...{ brokenSeq: null, verifiedSeq: 900 },
  executors: { positions: 0, breakers: 0, silent: [] },
  changeSets: [{ applied: 14, expected: 14 }],
  ...{ commands: [], backupHours: null },
};
const BEHIND: RunFacts = { ...FACTS, instances: { expected: 14, inStep: 12, silent: ['router-03'] } };

const STAGES: readonly Stage[] = [
  {
    ...{ key: 'stop', title: 'Stop', goalSeconds: 30 },
    steps: [
      { key: 'off', title: 'Off', kind: 'apply', settings: [{ switch: 'hedge_enabled', value: false }] },
      { key: 'applied', title: 'Applied', kind: 'verify', check: { kind: 'effective' } },
      {
        ...{ key: 'damaged', title: 'Damaged?', kind: 'choose' },
        options: [
          { key: 'yes', label: 'Yes', note: '' },
          { key: 'no', label: 'No', note: '' },
        ],
      },
    ],
    checkpoint: { title: 'Safe', facts: [] },
  },
  {
    ...{ key: 'restore', title: 'Restore', when: { step: 'damaged', is: ['yes'] } },
    steps: [{ key: 'restored', title: 'Restored', kind: 'tick', evidence: 'none' }],
  },
  {
    ...{ key: 'observe', title: 'Observe' },
    steps: [
      { key: 'watch', title: 'Watch', kind: 'observe', seconds: 300, watch: [{ kind: 'instances' }] },
      { key: 'in-step', title: 'In step', kind: 'verify', check: { kind: 'instances' } },
    ],
  },
];

function aRun(stages: readonly Stage[] = STAGES): Run {
  const procedure: Procedure = {
    ...{
      key: 'test',
      title: 'Test',
      kind: 'rollback',
      purpose: '',
      source: 'Manual 1',
      startedBy: ['operations'],
    },
    stages,
  };
  return {
    ...{ id: 'run', number: 42, procedure, title: 'Test', reason: 'Test', subject: null, settings: [] },
    ...{ startedBy: { id: 'mara', name: 'Mara' }, startedAt: START, completedAt: null, ended: null },
    ...{ steps: [], signatures: [], version: 1 },
  };
}

type Change = Parameters<typeof writeOf>[2];

function withStep(run: Run, key: string, seconds: number, change: Change): Run {
  const at = stepAt(run, key);
  if (!at) throw new Error(key);
  return withSteps(run, [writeOf(at, later(seconds), change)]);
}

const states = (run: Run) =>
  Object.fromEntries(stagesOf(run).flatMap(({ steps }) => steps.map(({ step, state }) => [step.key, state])));
const moved = (run: Run, facts: RunFacts, seconds: number, requests: readonly RequestOutcome[] = []) =>
  withSteps(run, advance(run, facts, requests, later(seconds)));
const done = { state: 'done' as const };
const jonas = { id: 'jonas', name: 'Jonas' };

function toObserve(): Run {
  let run = withStep(aRun(), 'off', 4, { ...done, doneBy: jonas });
  run = moved(run, FACTS, 6);
  return withStep(run, 'damaged', 19, { ...done, data: { option: 'no' } });
}

describe('stages', () => {
  it('opens one step after the other, and nothing of a later stage', () => {
    expect(states(aRun())).toEqual({
      ...{ off: 'open', applied: 'locked', damaged: 'locked', restored: 'locked' },
      ...{ watch: 'locked', 'in-step': 'locked' },
    });
  });

  it('opens all steps of a stage of any order at once', () => {
    const [first] = STAGES;
    if (!first) throw new Error('no stage');
    expect(states(aRun([{ ...first, anyOrder: true }]))).toEqual({
      ...{ off: 'open', applied: 'open', damaged: 'open' },
    });
  });

  it('rules out what a choice does not lead to, and goes on behind it with the time of the stage before', () => {
    const run = toObserve();
    expect(states(run)).toMatchObject({ restored: 'not needed', watch: 'open' });
    const [stop, restore, observe] = stagesOf(run);
    expect(stop).toMatchObject({ state: 'complete', openedAt: START, completeAt: later(19) });
    expect(restore).toMatchObject({ state: 'not needed' });
    expect(observe).toMatchObject({ state: 'open', openedAt: later(19) });
  });

  it('leads into the stage that was chosen', () => {
    let run = withStep(aRun(), 'off', 4, done);
    run = withStep(moved(run, FACTS, 6), 'damaged', 19, { ...done, data: { option: 'yes' } });
    expect(states(run)).toMatchObject({ restored: 'open', watch: 'locked' });
  });

  it('is complete when nothing is left, not before', () => {
    let run = withStep(toObserve(), 'watch', 20, { state: 'running' });
    expect(isComplete(run)).toBe(false);
    run = moved(run, FACTS, 321);
    expect(states(run)).toMatchObject({ watch: 'done', 'in-step': 'done' });
    expect(isComplete(run)).toBe(true);
  });

  it('names everybody who took part once, whoever started it first', () => {
    const run = withStep(toObserve(), 'watch', 20, { ...done, doneBy: { id: 'mara', name: 'Mara' } });
    expect(peopleOf(run)).toEqual(['Mara', 'Jonas']);
  });
});

describe('what moves by itself', () => {
  it('nothing, while nothing has come true; the same run again moves nothing twice', () => {
    expect(advance(aRun(), FACTS, [], later(5))).toEqual([]);
    const run = withStep(toObserve(), 'watch', 20, { state: 'running' });
    expect(advance(run, FACTS, [], later(30))).toEqual([]);
    const over = moved(run, FACTS, 400);
    expect(advance(over, FACTS, [], later(500))).toEqual([]);
  });

  it('a check that holds, with what was found and no person', () => {
    const run = moved(withStep(aRun(), 'off', 4, done), FACTS, 6);
    expect(stepAt(run, 'applied')?.stored).toMatchObject({
      ...{ state: 'done', doneAt: later(6), doneBy: null },
      data: { found: '14 of 14 instances' },
    });
  });

  it('an observation exactly when its time is over', () => {
    const run = withStep(toObserve(), 'watch', 20, { state: 'running' });
    expect(states(moved(run, FACTS, 319.9)).watch).toBe('running');
    expect(states(moved(run, FACTS, 320)).watch).toBe('done');
  });

  it('a breach begins the time anew once all holds again, and is written once', () => {
    let run = withStep(toObserve(), 'watch', 20, { state: 'running' });
    run = moved(run, BEHIND, 200);
    expect(stepAt(run, 'watch')?.stored?.data).toEqual({
      ...{ breaches: 1, breach: '12 of 14 in step, silent: router-03', broken: true },
    });
    // Still broken: no second entry, and never done.
    expect(advance(run, BEHIND, [], later(900))).toEqual([]);
    run = moved(run, FACTS, 1_000);
    expect(stepAt(run, 'watch')?.stored).toMatchObject({ state: 'running', startedAt: later(1_000) });
    expect(stepAt(run, 'watch')?.stored?.data).not.toHaveProperty('broken');
    expect(states(moved(run, FACTS, 1_299)).watch).toBe('running');
    expect(states(moved(run, FACTS, 1_300)).watch).toBe('done');
  });

  it('is not done by a late look that finds a breach', () => {
    const run = withStep(toObserve(), 'watch', 20, { state: 'running' });
    expect(states(moved(run, BEHIND, 5_000)).watch).toBe('running');
  });

  it.each([
    ['refused', 'The second person refused it'],
    ['withdrawn', 'It was withdrawn'],
    ['expired', 'Nobody agreed in time'],
    ['void', 'A value in it changed meanwhile'],
  ] as const)('a request that was %s: the step has failed and may be tried again', (state, reason) => {
    const run = withStep(aRun(), 'off', 4, { state: 'waiting', requestId: 'cr' });
    const seen = moved(run, FACTS, 60, [{ id: 'cr', state, changeSetId: null }]);
    expect(stepAt(seen, 'off')?.stored).toMatchObject({ state: 'failed', doneAt: null, data: { reason } });
  });

  it('a request that was approved: the step is done by whoever asked, and the next check holds in the same look', () => {
    const run = withStep(aRun(), 'off', 4, { state: 'waiting', requestId: 'cr', doneBy: jonas });
    expect(advance(run, FACTS, [{ id: 'cr', state: 'open', changeSetId: null }], later(9))).toEqual([]);
    const seen = moved(run, FACTS, 60, [{ id: 'cr', state: 'approved', changeSetId: 'set' }]);
    expect(stepAt(seen, 'off')?.stored).toMatchObject({ state: 'done', doneBy: jonas, changeSetId: 'set' });
    expect(states(seen).applied).toBe('done');
  });

  it('nothing in a run that is over', () => {
    const run = withStep(aRun(), 'off', 4, done);
    expect(advance({ ...run, completedAt: later(5) }, FACTS, [], later(6))).toEqual([]);
    const ended = { at: later(5), by: 'Dev', reason: 'False alarm' };
    expect(advance({ ...run, ended }, FACTS, [], later(6))).toEqual([]);
  });
});

it('somebody has to look only where a check is open, an observation runs, or a change waits for its approval', () => {
  const one = (step: Partial<Stage['steps'][number]>) =>
    aRun([{ key: 'stage', title: 'Stage', steps: [{ key: 'one', title: 'One', ...step }] } as Stage]);
  const verify = one({ kind: 'verify', check: { kind: 'instances' } });
  expect(looksByItself(verify)).toBe(true);
  expect(looksByItself({ ...verify, completedAt: START })).toBe(false);
  expect(looksByItself(one({ kind: 'tick', evidence: 'none' }))).toBe(false);
  const observe = one({ kind: 'observe', seconds: 60, watch: [{ kind: 'instances' }] });
  expect(looksByItself(observe)).toBe(false);
  expect(looksByItself(withStep(observe, 'one', 1, { state: 'running' }))).toBe(true);
  const apply = one({ kind: 'apply', settings: [] });
  expect(looksByItself(apply)).toBe(false);
  expect(looksByItself(withStep(apply, 'one', 1, { state: 'waiting' }))).toBe(true);
  expect(looksByItself(withStep(apply, 'one', 1, { state: 'failed' }))).toBe(false);
});
