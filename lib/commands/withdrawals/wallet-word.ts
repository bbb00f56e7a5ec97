// What becomes of a released withdrawal when the wallet, or a person who looked there, says what it did.
import type { WithdrawalState, WithdrawalVerb } from '#lib/catalog/withdrawals.ts';
import { moveWithdrawal } from '#lib/rules/withdrawals/withdrawal.ts';
import type { Tx } from '#lib/store/client.ts';
import { endAsking } from '#lib/store/withdrawals/withdrawal-releases.ts';
import { changeWithdrawal, type StoredWithdrawal } from '#lib/store/withdrawals/withdrawals.ts';
import type { OneWithdrawal } from './withdrawal-state.ts';

/** How it is called where no key of its own says so. */
export const WALLET_NAME = 'Wallet service';

/** `lost`: nobody knows. */
export type WalletOutcome = 'sent' | 'confirmed' | 'refused' | 'lost';

const VERBS: Record<WalletOutcome, WithdrawalVerb> = {
  sent: 'accept',
  confirmed: 'confirm',
  refused: 'refuse',
  lost: 'lose',
};

export const WALLET_EVENTS: Record<WalletOutcome, string> = {
  sent: 'withdrawal.released',
  confirmed: 'withdrawal.confirmed',
  refused: 'withdrawal.refused-by-wallet',
  lost: 'withdrawal.unknown',
};

export interface WalletWord {
  state: WithdrawalState;
  outcome: WalletOutcome;
  at: Date;
  reference: string | null;
  /** Why it was refused, or is not known. */
  reason: string | null;
  /** A person who looked; null for the wallet itself. */
  by: { id: string; name: string } | null;
}

/** Where the word leads; null when it says nothing new: it was said before, or something later is known. */
export function heard(withdrawal: StoredWithdrawal, outcome: WalletOutcome): WithdrawalState | null {
  const to = moveWithdrawal(withdrawal, VERBS[outcome]);
  return to.ok ? to.value : null;
}

/** What is known already agrees with the word: it is a repeat, or older than what is known. */
export function agrees({ state }: Pick<StoredWithdrawal, 'state'>, outcome: WalletOutcome): boolean {
  switch (outcome) {
    case 'sent':
      return state === 'released' || state === 'confirmed';
    case 'confirmed':
      return state === 'confirmed';
    case 'refused':
      return state === 'rejected';
    case 'lost':
      return true;
  }
}

export async function saveWord(tx: Tx, word: WalletWord, { withdrawal }: OneWithdrawal): Promise<boolean> {
  if (!withdrawal) return false;
  const { state, outcome, at, reference, reason, by } = word;
  await endAsking(tx, withdrawal.id, {
    ...{ reference, problem: outcome === 'sent' || outcome === 'confirmed' ? null : reason },
    ...(outcome === 'lost' ? {} : { answeredAt: at }),
  });
  const decided = {
    ...{ at, by: by ?? { id: null, name: WALLET_NAME } },
    reason: reason ?? 'Refused by the wallet',
  };
  return changeWithdrawal(tx, withdrawal, { state, ...(state === 'rejected' ? { decided } : {}) });
}
