// What the screen of a run says: the next act and for whom, times against goals, the figures of its head.
import { describe, expect, it } from 'vitest';
import { body, RUN_STARTED, stage, step } from '#test/run-views.ts';
import {
  actWords,
  headFigures,
  heldFrom,
  ledBy,
  lengthWords,
  newsOf,
  nextStep,
  passHeldFrom,
  raisesNow,
  stageTime,
} from './run-words.ts';

const SENT = {
  label: 'Cancel all open orders',
  about: null,
  raises: false,
  argument: null,
  again: false,
  executors: [],
};
const risk = { id: 'jonas', roles: ['risk_manager'] };

describe('the next act', () => {
  it('is the first that a person can do, before what Bulkhead looks at by itself', () => {
    const look = step('verify');
    expect(nextStep(body([stage([look, step('tick')])]))?.kind).toBe('tick');
    expect(nextStep(body([stage([look, step('tick', { state: 'locked' })])]))?.kind).toBe('verify');
    expect(nextStep(body([stage([step('observe', { state: 'running' }), step('tick')])]))?.kind).toBe('tick');
  });

  it('is a command that nobody will carry out any more, before the check that waits for it', () => {
    const sent = (again: boolean) => step('command', { state: 'done', command: { ...SENT, again } });
    const next = (again: boolean) => nextStep(body([stage([sent(again), step('verify')])]));
    expect([next(false)?.kind, next(true)?.kind]).toEqual(['verify', 'command']);
  });

  it('is none in a run that is over, or with nothing left', () => {
    expect(nextStep(body([stage([step('tick')])], { state: 'ended' }))).toBeNull();
    expect(nextStep(body([stage([step('tick', { state: 'done' })])]))).toBeNull();
  });
});

describe('who may', () => {
  const setting = { switch: 'global_betting_enabled', symbol: null, value: false };
  const settings = [{ ...setting, needsRight: true }];
  const sign = { people: 2, notStarter: true, statement: 'S.', signatures: [] };

  it.each([
    [
      'a tick by an auditor',
      step('tick'),
      { id: 'x', roles: ['auditor'] },
      /^You may not tick a step: it takes operations, an engineer/,
    ],
    ['a tick by an engineer', step('tick'), { id: 'x', roles: ['engineer'] }, null],
    [
      'a step of other roles',
      step('tick', { roles: ['super_admin'] }),
      risk,
      /^This step takes a super admin\.$/,
    ],
    [
      'a switch of super admins',
      step('apply', { settings }),
      risk,
      /^global_betting_enabled takes a super admin\.$/,
    ],
    [
      'what the procedure names, toward safety',
      step('apply', { settings: [{ ...setting, needsRight: false }] }),
      risk,
      null,
    ],
    ['looking at it while it waits', step('apply', { settings, state: 'waiting' }), risk, null],
    [
      'a signature by the starter',
      step('sign', { sign }),
      { id: 'mara', roles: ['risk_manager'] },
      /somebody else signs/,
    ],
    ['a signature by somebody else', step('sign', { sign }), risk, null],
    [
      'a second signature of one person',
      step('sign', { sign: { ...sign, signatures: [{ id: 'jonas', name: 'Jonas', at: RUN_STARTED }] } }),
      risk,
      /^You have signed/,
    ],
  ] as const)('%s', (_name, one, me, why) => {
    const held = heldFrom(one, me, 'mara');
    if (why === null) expect(held).toBeNull();
    else expect(held).toMatch(why);
  });
});

it('is passed over by whoever works in runs and may do that step; in a recovery not on a stale page', () => {
  const held = (roles: string[], kind = 'rollback', one = step('tick')) =>
    passHeldFrom(one, { kind }, { roles }, 'Stale.');
  expect(held(['auditor'])).toMatch(/^You may not pass over a step/);
  expect(held(['operations'])).toBeNull();
  expect(held(['operations'], 'emergency')).toBeNull();
  expect(held(['operations'], 'recovery')).toBe('Stale.');
  expect(passHeldFrom(step('tick'), { kind: 'recovery' }, { roles: ['operations'] }, null)).toBeNull();
  expect(held(['operations'], 'rollback', step('tick', { roles: ['super_admin'] }))).toBe(
    'This step takes a super admin.',
  );
});

it('raises what an apply step would raise, and orders that lead back to trading; never a look', () => {
  const order = (raises: boolean) => step('command', { command: { ...SENT, raises } });
  expect([raisesNow(step('apply'), 'raising'), raisesNow(order(true), 'none')]).toEqual([true, true]);
  for (const way of ['reducing', 'rollback', 'none'] as const)
    expect([way, raisesNow(step('apply'), way)]).toEqual([way, false]);
  expect(raisesNow(order(false), 'none')).toBe(false);
  expect(raisesNow(step('apply', { state: 'waiting' }), 'raising')).toBe(false);
  expect(raisesNow(step('tick'), 'raising')).toBe(false);
});

it.each([
  [step('tick'), undefined, 'Done'],
  [step('apply'), 2, 'Set 2 values'],
  [step('apply', { state: 'failed' }), 1, 'Set the value again'],
  [step('apply'), 0, 'Every value holds: go on'],
  [step('apply', { state: 'waiting' }), 1, 'Look now'],
  [step('observe', { seconds: 300 }), undefined, 'Start the 5 minutes'],
  [step('observe', { seconds: 300, state: 'running' }), undefined, 'Look now'],
  [step('sign'), undefined, 'Sign'],
  [step('command', { command: SENT }), undefined, 'Cancel all open orders'],
  [step('command', { state: 'done', command: { ...SENT, again: true } }), undefined, 'Send it again'],
] as const)('%# is pressed as said', (one, changes, words) => {
  expect(actWords(one, changes)).toBe(words);
});

it.each([
  [300, '5 minutes'],
  [60, '1 minute'],
  [86_400, '24 hours'],
  [90, '90 seconds'],
])('%d s are %s', (seconds, words) => {
  expect(lengthWords(seconds)).toBe(words);
});

it('a stage goes on counting only while it is open', () => {
  expect(stageTime(stage([]), 2_000, true)).toBe('0:21 / 0:30');
  expect(stageTime(stage([]), 2_000, false)).toBe('0:19 / 0:30');
  expect(stageTime(stage([], { goalSeconds: null }), 0, true)).toBe('0:19');
  expect(stageTime(stage([], { elapsedSeconds: null }), 0, false)).toBe('goal 0:30');
});

describe('the head', () => {
  it('counts on from the moment of the body, and says when the first checkpoint was passed', () => {
    const passed = stage([], {
      state: 'complete',
      checkpoint: { title: 'Safe', facts: [], passedAt: '2026-03-19T03:16:49.000Z' },
    });
    expect(headFigures(body([passed]), 1_000)).toEqual([
      { label: 'Running', value: '4:04', note: 'since 03:16:30', tone: 'plain' },
      { label: 'Safe', value: '0:19', note: 'target 0:30', tone: 'ok' },
    ]);
  });

  it('is late once the goal has passed, and stands still when the run is over', () => {
    expect(headFigures(body([stage([])]), 12_000)[1]).toMatchObject({ value: 'not yet', tone: 'late' });
    const over = body([stage([])], { state: 'complete', overAt: '2026-03-19T03:17:30.000Z' });
    expect(headFigures(over, 60_000)[0]).toMatchObject({ label: 'Took', value: '1:00' });
  });

  it('says from when it may be confirmed, or that the observation is broken', () => {
    const watch = (endsAt: string | null) =>
      body([stage([step('observe', { state: 'running', endsAt, breach: '12 of 14 in step' })])]);
    expect(headFigures(watch('2026-03-19T03:23:21.000Z'), 0)[2]).toMatchObject({
      value: '03:23:21',
      note: 'in 2:48',
    });
    expect(headFigures(watch(null), 0)[2]).toMatchObject({ value: 'broken', note: '12 of 14 in step' });
  });
});

it.each([
  [['Mara'], 'Led by Mara'],
  [['Mara', 'Dev'], 'Led by Mara, with Dev'],
  [['Mara', 'Jonas', 'Dev'], 'Led by Mara, with Jonas and Dev'],
])('%j: %s', (people, words) => {
  expect(ledBy(people)).toBe(words);
});

it('the news of a run are the newest step done, in the same words until another is', () => {
  const done = (title: string, doneAt: string, doneBy: string | null) =>
    step('tick', { title, state: 'done', doneAt, doneBy });
  const first = done('First', '2026-03-19T03:17:00.000Z', 'Mara');
  expect(newsOf(body([stage([step('tick')])]))).toBe('');
  expect(newsOf(body([stage([first, step('tick', { state: 'open' })])]))).toBe('First: done, Mara');
  const second = done('Second', '2026-03-19T03:18:00.000Z', null);
  expect(newsOf(body([stage([second, first])]))).toBe('Second: done, by itself');
  expect(newsOf(body([stage([first])], { state: 'complete' }))).toBe('RUN-42 is complete');
});

it('a time of another day has its day', () => {
  const old = body([stage([])], { startedAt: '2026-03-18T22:10:03.000Z' });
  expect(headFigures(old, 0)[0]?.note).toBe('since 18 Mar 22:10');
});
