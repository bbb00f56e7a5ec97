// The programme over time: planned one after the other, as it went with pauses and extensions, and what is still to come.
import { expect, test } from 'vitest';
import type { CanaryBody } from '#lib/contract/canary.ts';
import { courseOf, endOf } from './canary-course.ts';

const MINUTE = 60_000;
const at = (minute: number) => new Date(minute * MINUTE).toISOString();

function stage(number: number, entered: number | null, left: number | null): CanaryBody['stages'][number] {
  return {
    ...{
      stage: number,
      key: `s${number}`,
      title: `Stage ${number}`,
      when: '',
      seconds: 3_600,
      objective: '',
    },
    ...{ notes: [], settings: [], changeSetId: null, openedBy: null },
    ...{ enteredAt: entered === null ? null : at(entered), leftAt: left === null ? null : at(left) },
  };
}

type Body = Parameters<typeof courseOf>[0];
/** Entered 30 minutes after it was planned, paused for 10, extended by 20; stage 2 since minute 130. */
function body(more: Partial<CanaryBody['run']> = {}, clock: Partial<CanaryBody['clock']> = {}): Body {
  return {
    run: { plannedAt: at(0), startedAt: at(30), endedAt: null, stage: 2, ...more } as CanaryBody['run'],
    before: { title: 'Watched first', seconds: 600 },
    stages: [stage(1, 30, 130), stage(2, 130, null), stage(3, null, null)],
    clock: { remainingSeconds: 1_800, ...clock } as CanaryBody['clock'],
    pauses: [{ stage: 1, from: at(40), to: at(50), by: 'Risk', reason: null }],
    extensions: [{ stage: 1, at: at(60), seconds: 1_200, by: 'Risk', reason: null }],
  };
}
const minutes = (stretch: { from: number; to: number } | null | undefined) =>
  stretch && [stretch.from / MINUTE, stretch.to / MINUTE];

test('planned, as it went, and what is still to come', () => {
  const { rows, begin, end, now } = courseOf(body(), 160 * MINUTE);
  expect(rows.map(({ planned }) => minutes(planned))).toEqual([
    [0, 10],
    [10, 70],
    [70, 130],
    [130, 190],
  ]);
  expect(rows.map(({ went }) => minutes(went))).toEqual([[0, 30], [30, 130], [130, 160], null]);
  expect(rows.map(({ ahead }) => minutes(ahead))).toEqual([null, null, [160, 190], [190, 250]]);
  expect([begin, end, now].map((t) => (t ?? 0) / MINUTE)).toEqual([0, 250, 160]);
});

test('pauses and extensions lie where they were', () => {
  const [, first] = courseOf(body(), 160 * MINUTE).rows;
  expect(first?.pauses.map(minutes)).toEqual([[40, 50]]);
  expect(first).toMatchObject({ pausedSeconds: 600, extendedSeconds: 1_200 });
  // 60 minutes and 10 of pause after minute 30.
  expect(minutes(first?.extension)).toEqual([100, 120]);
});

test('a stage whose time is over waits at its gate: nothing of it is ahead', () => {
  const { rows } = courseOf(body({}, { remainingSeconds: 0 }), 200 * MINUTE);
  expect(minutes(rows[2]?.went)).toEqual([130, 200]);
  expect(rows[2]?.ahead).toBeNull();
  expect(minutes(rows[3]?.ahead)).toEqual([200, 260]);
});

test('what has ended has nothing ahead and no now; a pause that nobody ended is cut there', () => {
  const ended = body({ endedAt: at(140), state: 'failed' });
  const { rows, now } = courseOf(
    { ...ended, pauses: [{ stage: 2, from: at(135), to: at(140), by: 'Risk', reason: null }] },
    500 * MINUTE,
  );
  expect(now).toBeNull();
  expect(rows.map(({ ahead }) => ahead)).toEqual([null, null, null, null]);
  expect(minutes(rows[2]?.went)).toEqual([130, 140]);
  expect(rows[2]?.pauses.map(minutes)).toEqual([[135, 140]]);
});

test('before the first stage everything is ahead', () => {
  const draft: Body = {
    ...body({ startedAt: null, stage: 0 }, { remainingSeconds: 300 }),
    ...{ stages: [stage(1, null, null)], pauses: [], extensions: [] },
  };
  const { rows } = courseOf(draft, 5 * MINUTE);
  expect(rows.map(({ went, ahead }) => [minutes(went), minutes(ahead)])).toEqual([
    [
      [0, 5],
      [5, 10],
    ],
    [null, [10, 70]],
  ]);
});

test.each([
  ['left behind', 1, 'running', null, 'done'],
  ['under way', 2, 'paused', null, 'current'],
  ['where it failed', 2, 'failed', '2026-03-20T00:00:00.000Z', 'failed'],
  ['where it was ended by hand', 2, 'aborted', '2026-03-20T00:00:00.000Z', 'ended'],
  ['the last one, passed', 2, 'passed', '2026-03-20T00:00:00.000Z', 'done'],
] as const)('a stage, %s', (_what, stage, state, endedAt, look) => {
  expect(endOf({ stage }, { stage: 2, state, endedAt })).toBe(look);
});
