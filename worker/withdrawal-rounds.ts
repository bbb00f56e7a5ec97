// Releases approved withdrawals and asks the wallet to send them: each with its own key, once; no answer is never taken for no.
import { WITHDRAWAL_TIMES } from '#lib/catalog/withdrawals.ts';
import { noteWalletAnswer } from '#lib/commands/withdrawals/note-wallet-answer.ts';
import { releaseWithdrawal } from '#lib/commands/withdrawals/release-withdrawal.ts';
import type { WalletRequest } from '#lib/contract/withdrawals.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { askOutcome } from '#lib/rules/withdrawals/wallet-answer.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  askAgain,
  claimRelease,
  holdWithdrawalSwitches,
  releaseOf,
  withdrawalsToRelease,
} from '#lib/store/withdrawals/withdrawal-releases.ts';
import { withdrawalsById } from '#lib/store/withdrawals/withdrawals.ts';
import { execute } from '#lib/write/execute.ts';
import type { SignedTarget } from './env.ts';
import { type Loop, startLoop } from './loop.ts';
import { send } from './outgoing.ts';
import { signedHeaders } from './signature.ts';

const ROUND_MS = 1_000;
/** In one round: the wallet is asked one after the other. */
const MOST = 20;

async function ask(withdrawalId: string, wallet: SignedTarget, log: Log, signal: AbortSignal): Promise<void> {
  const tx = database();
  const [withdrawal] = await withdrawalsById(tx, [withdrawalId]);
  const release = await releaseOf(tx, withdrawalId);
  // Somebody's word came meanwhile.
  if (!withdrawal || !release || withdrawal.state !== 'releasing') return;
  const { idempotencyKey } = release;
  const { callerId, account, asset, network, amount, address, memo } = withdrawal;
  const request: WalletRequest = {
    ...{ idempotencyKey, withdrawal: callerId },
    ...{ account, asset, network, amount, address, memo },
  };
  const body = JSON.stringify(request);
  const now = await databaseNow(tx);
  const signed = signedHeaders({ secret: wallet.secret, id: idempotencyKey, now, body });
  const answer = await send({
    url: wallet.url,
    headers: { ...signed, 'idempotency-key': idempotencyKey },
    body,
    // Whoever runs the worker named the address.
    ...{ allowPrivate: true, answerSeconds: WITHDRAWAL_TIMES.walletAnswer, signal },
  });
  // Cut off by the end of this process: it is asked again, with the same key.
  if (signal.aborted) return;
  const outcome = askOutcome(answer, release.asked);
  if (outcome.kind === 'again') return askAgain(tx, withdrawalId, outcome.problem, outcome.seconds);
  const input = {
    ...{ withdrawalId, outcome: outcome.kind, reference: null },
    problem: outcome.kind === 'sent' ? null : outcome.problem,
  };
  const noted = await execute(noteWalletAnswer, input, SYSTEM);
  if (!noted.ok) log.warn('what the wallet answered is not noted yet', { code: noted.error.code });
}

/** Every step decides by what is stored: a worker that was restarted, or a second one, sends nothing twice. */
export async function withdrawalRound(wallet: SignedTarget, log: Log, signal: AbortSignal): Promise<void> {
  for (const withdrawalId of await withdrawalsToRelease(database(), MOST)) {
    const released = await execute(releaseWithdrawal, { withdrawalId }, SYSTEM);
    if (!released.ok) log.warn('a withdrawal is not released', { code: released.error.code });
  }
  // One after the other: the next is claimed when the last has an answer, with the switches as they are then.
  for (let asked = 0; asked < MOST && !signal.aborted; asked++) {
    const withdrawalId = await database().$transaction(async (tx) =>
      claimRelease(tx, await holdWithdrawalSwitches(tx)),
    );
    if (withdrawalId === undefined) return;
    await ask(withdrawalId, wallet, log, signal);
  }
}

/** Without a wallet nothing leaves: what is approved waits, and its approval runs out. */
export function startWithdrawalRounds(wallet: SignedTarget | undefined, log: Log): Loop {
  return startLoop({
    name: 'round of withdrawals',
    log,
    retryMs: ROUND_MS,
    work: async (signal) => {
      if (wallet) await withdrawalRound(wallet, log, signal);
      return { pauseMs: ROUND_MS, done: true };
    },
  });
}
