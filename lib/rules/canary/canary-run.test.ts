// Every state with every verb, the clock of a stage with pauses and extensions, and what closes a gate.
import { describe, expect, test } from 'vitest';
import { CANARY_STATES, type CanaryState } from '#lib/catalog/canary-runs.ts';
import { findProgramme, PROGRAMMES } from '#lib/catalog/programmes.ts';
import {
  CANARY_MOVES,
  type CanaryRun,
  type CanaryVerb,
  gateBlocks,
  groupsAt,
  judgeGroups,
  mayDo,
  retryAt,
  stageClock,
} from './canary-run.ts';
import type { CriterionFacts } from './criterion.ts';
import { chooseParameters, freeze } from './programme.ts';

const VERBS: readonly CanaryVerb[] = [
  'enter',
  'pause',
  'resume',
  'extend',
  'abort',
  'note-evidence',
  'fail',
  'no-go',
  'retry',
];

/** By hand: what each state allows. */
const ALLOWED: Record<CanaryState, string> = {
  draft: 'enter abort note-evidence no-go',
  running: 'enter pause extend abort note-evidence fail no-go',
  paused: 'resume extend abort note-evidence fail no-go',
  passed: '',
  failed: 'retry',
  'no-go': '',
  aborted: '',
};

describe.each(Object.keys(CANARY_STATES) as CanaryState[])('a run that is %s', (state) => {
  test.each(VERBS)('%s', (verb) => {
    const allowed = ALLOWED[state].split(' ').includes(verb);
    expect(CANARY_MOVES[state][verb] === true).toBe(allowed);
    const answer = mayDo({ state, number: 3 }, verb);
    expect(answer.ok).toBe(allowed);
    if (!answer.ok)
      expect(answer.error).toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(/^CN-3: .{5,}\.$/),
      });
  });
});

function frozen(key: string) {
  const programme = findProgramme(key);
  const chosen = programme && chooseParameters(programme, {});
  if (!programme || !chosen?.ok) throw new Error(key);
  return freeze(programme, chosen.value);
}

const NOW = new Date('2026-03-19T02:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const DAY = 86_400;

const RUN: CanaryRun = {
  ...{ id: 'run', number: 3, definition: frozen('phase-3'), state: 'running', stage: 2, version: 1 },
  ...{ stageEnteredAt: ago(2 * DAY), extendedSeconds: 0, pausedAt: null, pausedSeconds: 0 },
  ...{ retryOf: null, reason: 'r', plannedBy: { id: 'p', name: 'P' }, plannedAt: ago(6 * DAY) },
  ...{ startedAt: ago(5 * DAY), endedAt: null, endedBy: null, endReason: null, disarmedAt: null },
  disarmedWhy: null,
};

test.each<[string, Partial<CanaryRun>, number]>([
  ['its time is over', {}, 0],
  ['an hour is missing', { stageEnteredAt: ago(2 * DAY - 3_600) }, 3_600],
  ['it was extended', { extendedSeconds: 600 }, 600],
  ['it was paused', { pausedSeconds: 900 }, 900],
  ['it is paused', { state: 'paused', pausedAt: ago(1_200) }, 1_200],
  ['before the first stage nothing has to last', { state: 'draft', stage: 0, startedAt: null }, 0],
])('%s', (_, change, remainingSeconds) => {
  expect(stageClock({ ...RUN, ...change }, NOW).remainingSeconds).toBe(remainingSeconds);
});

const FINE: CriterionFacts & { guard: (key: string) => { at: Date; value: number } } = {
  evidence: () => ({ holds: true, by: 'x', file: null }),
  switch: () => '500000',
  openP0: null,
  auditWhole: true,
  measured: (key) => {
    const one = groupsAt(RUN)
      .flatMap(({ criteria }) => criteria)
      .find((criterion) => criterion.key === key);
    const target = one?.kind === 'metric' ? Number(one.target) : 0;
    const value = one?.kind === 'metric' && one.is.startsWith('>') ? target * 1.001 + 0.001 : target * 0.9;
    return {
      latest: { at: ago(5), value, count: 1e9, baseline: null, problem: null },
      ...{ good: 1e9, since: ago(3_600) },
    };
  },
  guard: (key) => ({ at: ago(5), value: key === 'low-reserve' ? 600_000 : 0 }),
};

const blocks = (change: Partial<CanaryRun> = {}, facts: Partial<typeof FINE> = {}) => {
  const [run, known] = [
    { ...RUN, ...change },
    { ...FINE, ...facts },
  ];
  return gateBlocks(run, judgeGroups(run, known, NOW), known, NOW);
};

test('nothing stands against a gate whose time and criteria are there', () => {
  expect(blocks()).toEqual([]);
});

test.each<[string, string[]]>([
  ['time', blocks({ extendedSeconds: 61 })],
  ['a criterion', blocks({}, { measured: () => ({ latest: undefined, good: 0, since: NOW }) })],
  ['a manual check', blocks({}, { evidence: () => undefined })],
  ['a P0', blocks({}, { openP0: { number: 7, title: 'HL is down' } })],
  ['a blind guard', blocks({}, { guard: () => ({ at: ago(60), value: 0 }) })],
])('%s stands against it', (_, found) => {
  expect(found.length).toBeGreaterThan(0);
});

test('the time that is left is said as everywhere, rounded up', () => {
  expect(blocks({ extendedSeconds: 61 })).toContain('The stage lasts another 2 min.');
});

test('what is unknown says why, what fails says so', () => {
  expect(blocks({}, { measured: () => ({ latest: undefined, good: 0, since: NOW }) })).toContainEqual(
    expect.stringMatching(/: Nothing was measured yet\.$/),
  );
  expect(
    blocks({}, { evidence: () => ({ holds: false, by: 'Engineer: it does not agree.', file: null }) }),
  ).toContainEqual(expect.stringMatching(/ fails\.$/));
});

test('of targets so many as the manual asks for suffice', () => {
  const definition = frozen('production-canary');
  const run: CanaryRun = { ...RUN, definition, stage: 1, startedAt: ago(2 * DAY) };
  const targets = (passing: number) => {
    const groups = judgeGroups(run, FINE, NOW).map((group) => ({
      ...group,
      criteria: group.criteria.map((one, index) => ({
        ...one,
        judged: {
          ...one.judged,
          verdict: group.key === 'targets' && index >= passing ? ('fail' as const) : ('pass' as const),
        },
      })),
    }));
    return gateBlocks(run, groups, FINE, NOW).filter((block) => block.includes('targets'));
  };
  expect([targets(2).length, targets(3).length]).toEqual([1, 0]);
});

test('two days after a failure it may be tried again', () => {
  expect(retryAt(ago(2 * DAY))).toEqual(NOW);
});

test('a key means one criterion or guard of its programme', () => {
  for (const { before, checks, passCriteria, stages, guards } of PROGRAMMES) {
    const criteria = [
      ...before.acceptance,
      ...checks,
      ...passCriteria,
      ...stages.flatMap((one) => [...one.acceptance, ...(one.targets?.criteria ?? [])]),
    ];
    const keys = [...criteria, ...guards].map(({ key }) => key);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  }
});
