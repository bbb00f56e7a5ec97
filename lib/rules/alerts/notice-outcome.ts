// What the answer of a channel means: taken, to be tried again and when, or never to be taken.
import { NOTIFYING } from '#lib/catalog/on-call.ts';

export type ChannelAnswer =
  | { status: number; retryAfter: string | null }
  /** No answer. `sent`: the request was on its way, so that it may have arrived all the same. */
  | { status: null; problem: string; sent: boolean }
  /** It may not be sent there at all. */
  | { status: null; refused: string };

export type NoticeOutcome =
  | { state: 'delivered' }
  | { state: 'failed'; problem: string; maybeArrived: boolean }
  | { state: 'waiting'; afterSeconds: number; problem: string; maybeArrived: boolean };

/** Statuses below 500 that ask to come again: request timeout, too early, too many. */
const AGAIN = new Set([408, 425, 429]);
/** A gateway that gave up on what stands behind it: that may have taken it. */
const GATEWAY = new Set([502, 504]);

/** Seconds that a Retry-After header asks for, as a number or as a date; undefined when it says neither. */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // Only the form of HTTP dates: Date.parse would make something of nearly anything.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1_000));
}

/** The wait before the next attempt, after so many: 1, 2, 4, ... seconds, at most half a minute. */
export function waitSeconds(attempts: number): number {
  const { firstWaitSeconds, longestWaitSeconds } = NOTIFYING;
  return Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** Math.min(attempts - 1, 16));
}

/** Why it was not taken, a sentence; null when it was. */
export function problemOf(answer: ChannelAnswer): string | null {
  if ('refused' in answer) return answer.refused;
  const { status } = answer;
  if (status === null) return answer.problem;
  return status >= 200 && status < 300 ? null : `It answered ${status}.`;
}

/** `attempts`: this one included. `ageSeconds`: since the notification was written. */
export function outcomeOf(
  answer: ChannelAnswer,
  { attempts, ageSeconds, now }: { attempts: number; ageSeconds: number; now: Date },
): NoticeOutcome {
  const problem = problemOf(answer);
  if (problem === null) return { state: 'delivered' };
  if ('refused' in answer) return { state: 'failed', problem, maybeArrived: false };
  const { status } = answer;
  if (status !== null && status < 500 && !AGAIN.has(status)) {
    const redirect = status >= 300 && status < 400 ? ' Redirects are not followed.' : '';
    return { state: 'failed', problem: `${problem}${redirect}`, maybeArrived: false };
  }
  const maybeArrived = status === null ? answer.sent : GATEWAY.has(status);
  if (ageSeconds >= NOTIFYING.giveUpAfterSeconds)
    return { state: 'failed', problem: `Given up after a day. ${problem}`, maybeArrived };
  return { state: 'waiting', afterSeconds: patience(answer, attempts, now), problem, maybeArrived };
}

/** Seconds until it is asked again after so many attempts, or as long as it asks for. */
function patience(answer: ChannelAnswer, attempts: number, now: Date): number {
  const header = 'retryAfter' in answer ? answer.retryAfter : null;
  const asked = retryAfterSeconds(header, now) ?? 0;
  return Math.min(Math.max(asked, waitSeconds(attempts)), NOTIFYING.longestRetryAfterSeconds);
}

/** What an answer says of the channel as a whole. */
export interface ChannelRest {
  /** Answers in a row that were none, this one included. */
  troubles: number;
  restSeconds: number;
}

/**
 * A channel that answers 500, 429 or nothing rests as a whole, so that a thousand notifications do not each find out by
 * themselves; one notification that it refuses says nothing of the others. `troubles`: in a row before this one.
 */
export function restAfter(answer: ChannelAnswer, troubles: number, now: Date): ChannelRest {
  const { status } = 'refused' in answer ? { status: null } : answer;
  const inTrouble = 'problem' in answer || (status !== null && (status >= 500 || AGAIN.has(status)));
  if (!inTrouble) return { troubles: 0, restSeconds: 0 };
  return { troubles: troubles + 1, restSeconds: patience(answer, troubles + 1, now) };
}
