// report-withdrawal: the wallet says by the API what became of a release; a repeat is no news, a contradiction is refused and kept.
import { z } from 'zod';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import { storableText } from '#lib/commands/inputs.ts';
import type { WithdrawalAnswer } from '#lib/contract/withdrawals.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { noteContradiction, releaseOf, withdrawalOfKey } from '#lib/store/withdrawals/withdrawal-releases.ts';
import { lockWithdrawals } from '#lib/store/withdrawals/withdrawals.ts';
import type { Command } from '#lib/write/command.ts';
import { agrees, heard, saveWord, WALLET_EVENTS, type WalletWord } from './wallet-word.ts';
import {
  type OneWithdrawal,
  WITHDRAWAL_CHANGED,
  withdrawalAnswer,
  withdrawalEvent,
} from './withdrawal-state.ts';

const KEY = 'Send the idempotency key of the release, as it came.';
const OUTCOME = 'outcome is sent, confirmed or refused.';

const input = z.strictObject({
  idempotencyKey: z
    .string({ error: KEY })
    .min(1, KEY)
    .max(100, KEY)
    .meta({
      description: 'Key of the release, as it came.',
      examples: ['bulkhead-withdrawal-3f0c1f6e-8f0d-4f4e-9a53-0d6a1c3b7e21'],
    }),
  outcome: z.enum(['sent', 'confirmed', 'refused'], { error: OUTCOME }),
  reference: storableText('The reference is text of 1 to 200 characters.', 200)
    .describe('How it is called on its network, such as the hash of the transaction.')
    .optional(),
  problem: storableText('Say in 1 to 300 characters why it was refused.', 300)
    .describe('Why it was refused.')
    .optional(),
});

interface State extends OneWithdrawal {
  /** The wallet said before what contradicts what is known. */
  contradicted: boolean;
}

type Next =
  | { kind: 'word'; word: WalletWord }
  | { kind: 'contradiction'; outcome: string; at: Date; problem: string };

/** What stands beside the request from then on. */
const walletSays = (outcome: string, reference: string | null): string =>
  `The wallet says that it was ${outcome}${reference === null ? '' : ` (${reference})`}, which contradicts what is known. Look there.`;

export const reportWithdrawal: Command<z.output<typeof input>, void, State, Next, WithdrawalAnswer> = {
  name: 'report-withdrawal',
  input,
  body: 'WithdrawalAnswer',
  load: async (tx, { idempotencyKey }) => {
    const id = await withdrawalOfKey(tx, idempotencyKey);
    const [withdrawal] = id === undefined ? [] : await lockWithdrawals(tx, [id]);
    const release = id === undefined ? undefined : await releaseOf(tx, id);
    const contradicted = (release?.contradictedAt ?? null) !== null;
    return { state: { withdrawal, contradicted }, now: await databaseNow(tx) };
  },
  decide: (
    { withdrawal, contradicted },
    { outcome, reference = null, problem: reason = null },
    _actor,
    { now },
  ) => {
    if (!withdrawal) return fail('not_found', 'Nothing was released with this key.');
    const state = heard(withdrawal, outcome);
    if (state === null) {
      const known = withdrawalAnswer(withdrawal, { changed: false });
      if (agrees(withdrawal, outcome)) return ok({ next: null, events: [], effects: [], answer: known });
      const problem = `${withdrawalName(withdrawal.number)} is known as ${withdrawal.state}: that it was ${outcome} contradicts it. Somebody has to look.`;
      const refused = { code: 'conflict', message: problem, details: { state: withdrawal.state } } as const;
      if (contradicted) return { ok: false, error: refused };
      return ok({
        next: { kind: 'contradiction', outcome, at: now, problem: walletSays(outcome, reference) },
        events: [
          withdrawalEvent('withdrawal.contradicted', withdrawal, {
            ...{ reason: problem, details: { outcome, reference } },
          }),
        ],
        effects: [WITHDRAWAL_CHANGED],
        ...{ answer: known, refused },
      });
    }
    return ok({
      next: { kind: 'word', word: { state, outcome, at: now, reference, reason, by: null } },
      events: [withdrawalEvent(WALLET_EVENTS[outcome], withdrawal, { reason, details: { reference } })],
      effects: [WITHDRAWAL_CHANGED],
      answer: withdrawalAnswer(withdrawal, { state }),
    });
  },
  save: async (tx, next, state) =>
    next.kind === 'word'
      ? saveWord(tx, next.word, state)
      : state.withdrawal !== undefined && (await noteContradiction(tx, state.withdrawal.id, next)),
};
