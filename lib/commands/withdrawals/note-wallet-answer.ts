// note-wallet-answer: the worker asked the wallet to send; what it answered, or that nobody knows, is written down.
import { z } from 'zod';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { ok } from '#lib/rules/result.ts';
import type { Command } from '#lib/write/command.ts';
import { heard, saveWord, WALLET_EVENTS, type WalletWord } from './wallet-word.ts';
import {
  loadWithdrawal,
  type OneWithdrawal,
  WITHDRAWAL_CHANGED,
  withdrawalEvent,
  withdrawalId,
} from './withdrawal-state.ts';

const input = z.strictObject({
  withdrawalId,
  outcome: z.enum(['sent', 'refused', 'lost']),
  reference: z.string().min(1).max(200).nullable(),
  problem: z.string().min(1).max(500).nullable(),
});

export const noteWalletAnswer: Command<
  z.output<typeof input>,
  void,
  OneWithdrawal,
  WalletWord,
  ChangedAnswer
> = {
  name: 'note-wallet-answer',
  input,
  body: null,
  load: loadWithdrawal,
  decide: ({ withdrawal }, { outcome, reference, problem: reason }, _actor, { now }) => {
    const state = withdrawal ? heard(withdrawal, outcome) : null;
    // The wallet's own word came first.
    if (!withdrawal || state === null)
      return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: { state, outcome, at: now, reference, reason, by: null },
      events: [withdrawalEvent(WALLET_EVENTS[outcome], withdrawal, { reason, details: { reference } })],
      effects: [WITHDRAWAL_CHANGED],
      answer: { changed: true },
    });
  },
  save: saveWord,
};
