// Tells the service that files withdrawals what became of each: every state, in order for each request, signed, until it is taken.
import type { WithdrawalToldBody } from '#lib/contract/withdrawal-told.ts';
import type { Log } from '#lib/process/log.ts';
import { outcomeOf, restAfter } from '#lib/rules/alerts/notice-outcome.ts';
import { database } from '#lib/store/client.ts';
import {
  claimNotices,
  noteNotice,
  type WithdrawalNotice,
} from '#lib/store/withdrawals/withdrawal-notices.ts';
import type { SignedTarget } from './env.ts';
import { type Loop, startLoop } from './loop.ts';
import { metrics } from './metrics.ts';
import { send } from './outgoing.ts';
import { signedHeaders } from './signature.ts';

const ROUND_MS = 500;
/** At once, each of another request: one that says nothing for ten seconds does not hold up the others. */
const MOST = 8;

function bodyOf(notice: WithdrawalNotice): WithdrawalToldBody {
  const { seq: sequence, withdrawalId, number, callerId: id, state } = notice;
  const { account, asset, network, amount, contentHash, reason, reference } = notice;
  return {
    ...{ type: `withdrawal.${state}`, timestamp: notice.at.toISOString() },
    data: {
      ...{ id, withdrawalId, number, sequence, state },
      ...{ account, asset, network, amount, contentHash, reason, reference },
    },
  };
}

/** The seconds for which its receiver asks to be left alone. */
async function tell(
  notice: WithdrawalNotice,
  receiver: SignedTarget,
  log: Log,
  signal: AbortSignal,
): Promise<number> {
  const body = JSON.stringify(bodyOf(notice));
  const answer = await send({
    url: receiver.url,
    headers: signedHeaders({ secret: receiver.secret, id: notice.id, now: notice.now, body }),
    // Whoever runs the worker named the address.
    ...{ body, allowPrivate: true, signal },
  });
  // Cut off by the end of this process: it is sent again, under the same id.
  if (signal.aborted && answer.status === null) return 0;
  const outcome = outcomeOf(answer, notice);
  await noteNotice(database(), notice, outcome);
  metrics.withdrawalNotices.inc({ outcome: outcome.state });
  if (outcome.state === 'failed')
    log.warn('what became of a withdrawal is not taken by its service', { err: outcome.problem });
  return restAfter(answer, notice.attempts - 1, notice.now).restSeconds;
}

/** One round; answers for how many seconds the receiver rests. */
export async function noticeRound(receiver: SignedTarget, log: Log, signal: AbortSignal): Promise<number> {
  for (;;) {
    const notices = await claimNotices(database(), MOST);
    if (notices.length === 0 || signal.aborted) return 0;
    const rests = await Promise.all(notices.map((notice) => tell(notice, receiver, log, signal)));
    const rest = Math.min(...rests);
    // All of them were turned away: it is not asked again for each of a thousand others.
    if (rest > 0) return rest;
  }
}

/** Without a receiver nothing is told: services ask. */
export function startWithdrawalNotices(receiver: SignedTarget | undefined, log: Log): Loop {
  return startLoop({
    name: 'word of withdrawals',
    log,
    retryMs: ROUND_MS,
    work: async (signal) => {
      const rest = receiver ? await noticeRound(receiver, log, signal) : 0;
      return { pauseMs: Math.max(ROUND_MS, rest * 1_000), done: true };
    },
  });
}
