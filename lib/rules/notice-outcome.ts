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
  | { state: 'failed'; problem: string }
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
  if ('refused' in answer) return { state: 'failed', problem };
  const { status } = answer;
  if (status !== null && status < 500 && !AGAIN.has(status)) {
    const redirect = status >= 300 && status < 400 ? ' Redirects are not followed.' : '';
    return { state: 'failed', problem: `${problem}${redirect}` };
  }
  if (ageSeconds >= NOTIFYING.giveUpAfterSeconds)
    return { state: 'failed', problem: `Given up after a day. ${problem}` };
  const asked = status === null ? undefined : retryAfterSeconds(answer.retryAfter, now);
  const afterSeconds = Math.min(
    Math.max(asked ?? 0, waitSeconds(attempts)),
    NOTIFYING.longestRetryAfterSeconds,
  );
  const maybeArrived = status === null ? answer.sent : GATEWAY.has(status);
  return { state: 'waiting', afterSeconds, problem, maybeArrived };
}
