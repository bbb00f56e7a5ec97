// What the wallet's answer to a release means. Only what certainly never left is tried again; no answer is never a no.
import { WITHDRAWAL_TIMES } from '#lib/catalog/withdrawals.ts';
import type { ChannelAnswer } from '#lib/rules/alerts/notice-outcome.ts';

export type AskOutcome =
  | { kind: 'sent' }
  | { kind: 'refused' | 'lost'; problem: string }
  | { kind: 'again'; problem: string; seconds: number };

/** Statuses by which a wallet says that it has not taken the request at all: not now, or the two are not set up for one another. */
const NOT_TAKEN = new Set([401, 403, 404, 405, 415, 429, 503]);

/** `asked`: how often it was asked, this time included. */
export function askOutcome(answer: ChannelAnswer, asked: number): AskOutcome {
  const { first, most } = WITHDRAWAL_TIMES.walletAgain;
  const again = (problem: string): AskOutcome => ({
    ...{ kind: 'again', problem, seconds: Math.min(most, first * 2 ** Math.min(10, asked - 1)) },
  });
  if (answer.status === null) {
    if ('refused' in answer) return again(answer.refused);
    return answer.sent
      ? { kind: 'lost', problem: `${answer.problem} It may have been sent.` }
      : again(answer.problem);
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (NOT_TAKEN.has(status)) return again(`The wallet answered ${status} and has not taken it.`);
  if (status >= 400 && status < 500)
    return { kind: 'refused', problem: `The wallet refused it (${status}).` };
  return { kind: 'lost', problem: `The wallet answered ${status}. It may have been sent.` };
}
