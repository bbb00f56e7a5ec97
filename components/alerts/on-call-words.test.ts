import { describe, expect, test } from 'vitest';
import type { ChannelView, NotificationView, StretchView, TestCallView } from '#lib/contract/on-call.ts';
import {
  answerWords,
  attemptWords,
  channelMark,
  nextStretch,
  notificationMark,
  rotaWeeks,
  stepTime,
  stretchesAhead,
} from './on-call-words.ts';

const now = '2026-11-27T12:00:00.000Z';

function stretch(
  from: string,
  until: string,
  name: string | null,
  overrideId: string | null = null,
): StretchView {
  return { from, until, person: name === null ? null : { id: name, name }, shift: 'Primary', overrideId };
}
const AHEAD = [
  stretch('2026-11-27T00:00:00.000Z', '2026-11-27T09:00:00.000Z', 'Ann'),
  stretch('2026-11-27T09:00:00.000Z', '2026-11-28T06:00:00.000Z', 'Bob', 'o1'),
  stretch('2026-11-28T06:00:00.000Z', '2026-12-05T00:00:00.000Z', null),
];

test('what is over is not ahead; what comes next is the one after now', () => {
  expect(stretchesAhead({ ahead: AHEAD, now }).map(({ person }) => person?.name ?? null)).toEqual([
    'Bob',
    null,
  ]);
  expect(nextStretch({ ahead: AHEAD, now })?.person).toBeNull();
});

test('days fall into weeks of seven, each whole, an override marked', () => {
  const weeks = rotaWeeks({ ahead: AHEAD });
  expect(weeks.map((days) => days.length)).toEqual([7, 1]);
  expect(weeks[0]?.[0]?.bars).toEqual([
    { from: 0, width: 0.375, name: 'Ann', override: false },
    { from: 0.375, width: 0.625, name: 'Bob', override: true },
  ]);
  for (const day of weeks.flat()) expect(day.bars.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1);
  expect(rotaWeeks({ ahead: [] })).toEqual([]);
});

test.each([
  [0, 'At once'],
  [120, 'At 2 minutes'],
  [600, 'At 10 minutes'],
])('a step after %i seconds is told: %s', (seconds, words) => {
  expect(stepTime(seconds)).toBe(words);
});

describe('a channel', () => {
  const channel: ChannelView = {
    ...{ id: 'c', kind: 'slack', name: 'Slack', shown: 'hooks.slack.com', fromStep: 0, version: 1 },
    ...{ waiting: 0, oldestWaitingAt: null, lastDeliveredAt: null, problem: null, failed: 0 },
  };

  test.each<[string, Partial<ChannelView>, ReturnType<typeof channelMark>]>([
    ['new', {}, { tone: 'plain', word: 'Nothing sent yet' }],
    ['well', { lastDeliveredAt: '2026-11-27T11:59:00.000Z' }, { tone: 'ok', word: 'Delivered 11:59:00' }],
    ['at work', { waiting: 2 }, { tone: 'plain', word: 'Sending 2' }],
    [
      'away',
      { waiting: 3, problem: 'It answered 500.', oldestWaitingAt: '2026-11-27T11:50:00.000Z' },
      { tone: 'risk', word: '3 wait, the oldest for 10 min' },
    ],
    ['refused', { problem: 'It answered 404.' }, { tone: 'crit', word: 'The last one was refused' }],
  ])('that is %s', (_case, state, mark) => {
    expect(channelMark({ ...channel, ...state }, now)).toEqual(mark);
  });
});

describe('a notification', () => {
  const one: NotificationView = {
    ...{ id: 'n', seq: 1, at: now, kind: 'alert.fired', headline: 'P1', state: 'waiting', attempts: 0 },
    channel: { id: 'c', kind: 'slack', name: 'Slack' },
    ...{ nextAt: now, doneAt: null, problem: null, heldFromSending: null },
  };

  test.each<[string, Partial<NotificationView>, ReturnType<typeof notificationMark>]>([
    ['waits', {}, { tone: 'plain', word: 'Waits' }],
    ['is tried again', { attempts: 2 }, { tone: 'risk', word: 'Next try 12:00:00' }],
    [
      'is delivered',
      { state: 'delivered', doneAt: now, nextAt: null },
      { tone: 'ok', word: 'Delivered 12:00:00' },
    ],
    ['failed', { state: 'failed', doneAt: now, nextAt: null }, { tone: 'crit', word: 'Failed' }],
  ])('that %s', (_case, state, mark) => {
    expect(notificationMark({ ...one, ...state }, now)).toEqual(mark);
  });

  test('says how often it was tried', () => {
    expect([0, 1, 5].map(attemptWords)).toEqual(['not tried', 'tried once', 'tried 5 times']);
  });
});

test('an answer says who, which way and how soon', () => {
  const call: TestCallView = {
    ...{ id: 'c', contact: 'Support', severity: 'Low', phone: null, slack: null, email: null },
    ...{ answeredAt: null, answeredBy: null, answeredVia: null },
  };
  expect(answerWords(call, now)).toBe('No answer yet');
  const answered = {
    ...call,
    answeredAt: '2026-11-27T12:01:00.000Z',
    answeredBy: 'Ann',
    answeredVia: 'link' as const,
  };
  expect(answerWords(answered, now)).toBe('Ann by the link, after 60 s');
});
