import { describe, expect, test } from 'vitest';
import { NOTIFYING } from '#lib/catalog/on-call.ts';
import {
  type ChannelAnswer,
  outcomeOf,
  restAfter,
  retryAfterSeconds,
  waitSeconds,
} from './notice-outcome.ts';

const now = new Date('2026-11-27T08:00:00Z');
const first = { attempts: 1, ageSeconds: 1, now };
const answer = (status: number, retryAfter: string | null = null): ChannelAnswer => ({ status, retryAfter });

test.each([200, 201, 202, 204])('%i is taken', (status) => {
  expect(outcomeOf(answer(status), first)).toEqual({ state: 'delivered' });
});

test.each([400, 401, 403, 404, 410, 413])('%i is for good, and said', (status) => {
  expect(outcomeOf(answer(status), first)).toEqual({
    ...{ state: 'failed', problem: `It answered ${status}.`, maybeArrived: false },
  });
});

test('a redirect is not followed', () => {
  expect(outcomeOf(answer(302), first)).toEqual({
    state: 'failed',
    problem: 'It answered 302. Redirects are not followed.',
    maybeArrived: false,
  });
});

test.each([408, 425, 429, 500, 503])('%i is tried again, and did not arrive', (status) => {
  expect(outcomeOf(answer(status), first)).toMatchObject({ state: 'waiting', maybeArrived: false });
});

test.each([502, 504])('%i of a gateway may have arrived', (status) => {
  expect(outcomeOf(answer(status), first)).toMatchObject({ state: 'waiting', maybeArrived: true });
});

test('no answer may have arrived; no connection has not', () => {
  const none = (sent: boolean): ChannelAnswer => ({ status: null, problem: 'It did not answer.', sent });
  expect(outcomeOf(none(true), first)).toMatchObject({ state: 'waiting', maybeArrived: true });
  expect(outcomeOf(none(false), first)).toMatchObject({ state: 'waiting', maybeArrived: false });
});

test('where it may not be sent at all it is not tried again', () => {
  expect(outcomeOf({ status: null, refused: 'The address is private.' }, first)).toEqual({
    state: 'failed',
    problem: 'The address is private.',
    maybeArrived: false,
  });
});

test('waits double up to half a minute and stay there', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1_000].map(waitSeconds)).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
});

test('after a day it is given up, visibly', () => {
  const old = { attempts: 2_000, ageSeconds: NOTIFYING.giveUpAfterSeconds, now };
  expect(outcomeOf(answer(500), old)).toEqual({
    state: 'failed',
    problem: 'Given up after a day. It answered 500.',
    maybeArrived: false,
  });
  expect(outcomeOf(answer(500), { ...old, ageSeconds: old.ageSeconds - 1 }).state).toBe('waiting');
});

describe('Retry-After', () => {
  test.each([
    ['seconds', '120', 120],
    ['a date', 'Fri, 27 Nov 2026 08:02:00 GMT', 120],
    ['a date that is past', 'Fri, 27 Nov 2026 07:00:00 GMT', 0],
    ['neither', 'soon', undefined],
    ['a minus', '-5', undefined],
    ['nothing', null, undefined],
  ])('%s', (_case, header, expected) => {
    expect(retryAfterSeconds(header, now)).toBe(expected);
  });

  const waits = (header: string) => outcomeOf(answer(429, header), first);

  test('is kept to, is no reason to come sooner, and silences nobody for long', () => {
    expect(waits('120')).toMatchObject({ afterSeconds: 120 });
    expect(waits('0')).toMatchObject({ afterSeconds: 1 });
    expect(waits('864000')).toMatchObject({ afterSeconds: NOTIFYING.longestRetryAfterSeconds });
  });
});

describe('a channel as a whole', () => {
  const silent: ChannelAnswer = { status: null, problem: 'It did not answer within 10 seconds.', sent: true };
  test.each([500, 503, 408, 429])('rests after %i, longer each time', (status) => {
    expect(restAfter(answer(status), 0, now)).toEqual({ troubles: 1, restSeconds: 1 });
    expect(restAfter(answer(status), 3, now)).toEqual({ troubles: 4, restSeconds: 8 });
  });

  test('rests when it says nothing, and as long as it asks for', () => {
    expect(restAfter(silent, 9, now)).toEqual({ troubles: 10, restSeconds: NOTIFYING.longestWaitSeconds });
    expect(restAfter(answer(429, '120'), 0, now)).toEqual({ troubles: 1, restSeconds: 120 });
  });

  test.each([200, 202, 400, 404, 301])('is well when it answers %i', (status) => {
    expect(restAfter(answer(status), 5, now)).toEqual({ troubles: 0, restSeconds: 0 });
  });

  test('is not in trouble because one may not be sent there', () => {
    expect(restAfter({ status: null, refused: 'A private network.' }, 0, now)).toEqual({
      ...{ troubles: 0, restSeconds: 0 },
    });
  });
});
