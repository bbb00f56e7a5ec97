// What the On-call screen says of stretches, channels, notifications and answers. Pure.

import { age, clock, stampShort } from '#components/format-time.ts';
import type { StateTone } from '#components/venue/executor-words.ts';
import { SEVERITIES } from '#lib/catalog/incidents.ts';
import type {
  ChannelView,
  ContactView,
  NotificationView,
  OnCallBody,
  StretchView,
  TestCallView,
} from '#lib/contract/on-call.ts';

/** `until 18 Mar 09:00 UTC`; nothing while nobody is on call. */
export function untilWords({ person, until }: StretchView, now: string): string {
  return person === null ? '' : `until ${stampShort(until, now)} UTC`;
}

/** The stretch after the one that holds now; undefined when the rota does not say. */
export function nextStretch({ ahead, now }: Pick<OnCallBody, 'ahead' | 'now'>): StretchView | undefined {
  const current = ahead.findIndex(({ from, until }) => from <= now && now < until);
  return current < 0 ? undefined : ahead[current + 1];
}

/** Stretches that are not over, those of nobody too. */
export function stretchesAhead({ ahead, now }: Pick<OnCallBody, 'ahead' | 'now'>): StretchView[] {
  return ahead.filter(({ until }) => until > now);
}

export interface DayBar {
  /** Share of the day, 0 to 1. */
  from: number;
  width: number;
  name: string | null;
  override: boolean;
}

export interface RotaDay {
  /** ISO time of its beginning. */
  at: string;
  bars: readonly DayBar[];
}

const DAY_MS = 86_400_000;

/** The days ahead in weeks of seven, each with who has which part of it. */
export function rotaWeeks({ ahead }: Pick<OnCallBody, 'ahead'>): RotaDay[][] {
  const begin = Date.parse(ahead[0]?.from ?? '');
  const end = Date.parse(ahead.at(-1)?.until ?? '');
  if (Number.isNaN(begin) || Number.isNaN(end)) return [];
  const days: RotaDay[] = [];
  for (let at = begin; at < end - DAY_MS / 2; at += DAY_MS) {
    const bars = ahead
      .map((one) => ({
        one,
        from: Math.max(at, Date.parse(one.from)),
        until: Math.min(at + DAY_MS, Date.parse(one.until)),
      }))
      .filter(({ from, until }) => from < until)
      .map(({ one, from, until }) => ({
        ...{ from: (from - at) / DAY_MS, width: (until - from) / DAY_MS },
        ...{ name: one.person?.name ?? null, override: one.overrideId !== null },
      }));
    days.push({ at: new Date(at).toISOString(), bars });
  }
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => days.slice(week * 7, week * 7 + 7));
}

/** `at once`, `2 minutes`. */
export function stepTime(afterSeconds: number): string {
  return afterSeconds === 0 ? 'At once' : `At ${afterSeconds / 60} minutes`;
}

export function severityWords({ severity }: Pick<ContactView, 'severity'>): string {
  const { label, respond, within } = SEVERITIES[severity];
  return `${label}, ${typeof respond === 'number' ? `within ${within}` : respond}`;
}

interface Mark {
  tone: StateTone;
  word: string;
}

/** How a channel stands. */
export function channelMark(
  { waiting, problem, oldestWaitingAt, lastDeliveredAt }: ChannelView,
  now: string,
): Mark {
  if (problem !== null && waiting > 0) {
    const since =
      oldestWaitingAt === null
        ? ''
        : `, the oldest for ${age(Date.parse(now) - Date.parse(oldestWaitingAt))}`;
    return { tone: 'risk', word: `${waiting} wait${waiting === 1 ? 's' : ''}${since}` };
  }
  if (problem !== null) return { tone: 'crit', word: 'The last one was refused' };
  if (waiting > 0) return { tone: 'plain', word: `Sending ${waiting}` };
  return lastDeliveredAt === null
    ? { tone: 'plain', word: 'Nothing sent yet' }
    : { tone: 'ok', word: `Delivered ${stampShort(lastDeliveredAt, now)}` };
}

/** How a notification stands. */
export function notificationMark(one: NotificationView, now: string): Mark {
  switch (one.state) {
    case 'delivered':
      return { tone: 'ok', word: `Delivered ${stampShort(one.doneAt ?? one.at, now)}` };
    case 'failed':
      return { tone: 'crit', word: 'Failed' };
    case 'waiting':
      return one.attempts === 0
        ? { tone: 'plain', word: 'Waits' }
        : { tone: 'risk', word: one.nextAt === null ? 'Waits' : `Next try ${clock(one.nextAt)}` };
  }
}

/** `once`, `3 times`. */
export function attemptWords(attempts: number): string {
  return attempts === 0 ? 'not tried' : attempts === 1 ? 'tried once' : `tried ${attempts} times`;
}

const VIA = { screen: 'on screen', link: 'by the link', pagerduty: 'at PagerDuty' } as const;

/** Who answered a line of a test page and how long after it was sent. */
export function answerWords(call: TestCallView, sentAt: string): string {
  if (call.answeredAt === null) return 'No answer yet';
  const after = age(Date.parse(call.answeredAt) - Date.parse(sentAt));
  return `${call.answeredBy ?? 'Somebody'} ${call.answeredVia === null ? '' : VIA[call.answeredVia]}, after ${after}`;
}

/** Ways to reach somebody, for one line. */
export function reachWords({ phone, slack, email }: Pick<ContactView, 'phone' | 'slack' | 'email'>): string {
  return [phone, slack, email].filter((way) => way !== null).join(', ');
}
