// report-wallet-balances: the wallet service says what the hot wallet holds at one moment, and what came in; the same again is no news.
import { z } from 'zod';
import { coldTransferName, MOST_RECEIPTS } from '#lib/catalog/cold-transfers.ts';
import { HOT_WALLET, WITHDRAWAL_TIMES } from '#lib/catalog/withdrawals.ts';
import { moment } from '#lib/commands/inputs.ts';
import type { WalletReportAnswer } from '#lib/contract/wallet.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { arrivals, contradicted, type Receipt } from '#lib/rules/withdrawals/cold-transfer.ts';
import { type Balance, balanceProblem, sameBalances } from '#lib/rules/withdrawals/hot-wallet.ts';
import { amountProblem, sumOf, usdProblem } from '#lib/rules/withdrawals/withdrawal-amount.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  endTransfer,
  keepReceipts,
  lockTransfersUnderWay,
  receiptsOf,
  type StoredTransfer,
} from '#lib/store/withdrawals/cold-transfers.ts';
import { keepReport, reportOf } from '#lib/store/withdrawals/wallet-reports.ts';
import type { Command } from '#lib/write/command.ts';
import { transferEvent, transferReference } from './cold-transfer-state.ts';
import { serviceOf } from './file-withdrawal.ts';
import {
  amountProblems,
  assetField,
  exactText,
  networkField,
  together,
  valueProblems,
} from './withdrawal-input.ts';
import { WITHDRAWAL_CHANGED } from './withdrawal-state.ts';

const usdBalanceProblem = (sent: unknown): string | null =>
  balanceProblem(sent) === null && Number(sent) === 0
    ? null
    : (usdProblem(sent)?.replace('has to be more than zero', 'cannot be less than zero') ?? null);

const MOST = 'A report names 1 to 50 balances, each asset once on a network.';

const balance = z
  .strictObject({
    asset: assetField,
    network: networkField,
    amount: exactText(
      balanceProblem,
      '182400.25',
      'What the wallet holds in units of the asset, exact decimal text.',
    ),
    usdValue: exactText(usdBalanceProblem, '182400.25', 'What that is worth in US dollars, as decimal text.'),
  })
  .superRefine(together(valueProblems));

const MANY = `A report names at most ${MOST_RECEIPTS} receipts.`;

const receipt = z
  .strictObject({
    reference: transferReference,
    asset: assetField,
    network: networkField,
    amount: exactText(amountProblem, '50000', 'What came in by it, exact decimal text.'),
  })
  .superRefine(together(amountProblems));

const input = z.strictObject({
  observedAt: moment.describe('When the wallet was looked at, ISO 8601 with a zone.'),
  balances: z
    .array(balance, { error: MOST })
    .min(1, MOST)
    .max(HOT_WALLET.mostBalances, MOST)
    .superRefine((balances, context) => {
      const seen = new Set<string>();
      balances.forEach(({ asset, network }, index) => {
        const message = `${asset} on ${network} is named twice: send its whole balance once.`;
        if (seen.has(`${asset} ${network}`))
          context.addIssue({ code: 'custom', path: [index, 'asset'], message });
        seen.add(`${asset} ${network}`);
      });
    })
    .describe('All that the wallet holds: what is not named is not there.'),
  received: z
    .array(receipt, { error: MANY })
    .max(MOST_RECEIPTS, MANY)
    .optional()
    .describe(
      'What came in lately by which transaction, as often as you like: by this a transfer from cold storage has arrived.',
    ),
});

interface State {
  known: readonly Balance[] | null;
  underWay: readonly StoredTransfer[];
  receipts: readonly Receipt[];
}

interface Report {
  observedAt: Date;
  by: string;
  balances: readonly Balance[];
  received: readonly Receipt[];
  arrived: readonly { id: string; amount: string }[];
  at: Date;
}

const OTHER_AMOUNT = 'This transaction was reported with another amount: look again, and report that.';

export const reportWalletBalances: Command<
  z.output<typeof input>,
  void,
  State,
  Report,
  WalletReportAnswer
> = {
  name: 'report-wallet-balances',
  input,
  body: 'WalletReportAnswer',
  load: async (tx, { observedAt, received = [] }) => {
    const known = await reportOf(tx, observedAt);
    const underWay = await lockTransfersUnderWay(tx);
    // Also of what was reported before its transfer was recorded.
    const references = [...underWay, ...received].map(({ reference }) => reference);
    const receipts = await receiptsOf(tx, references);
    return { state: { known, underWay, receipts }, now: await databaseNow(tx) };
  },
  decide: ({ known, underWay, receipts }, { observedAt, balances, received = [] }, actor, { now }) => {
    const usdValue = sumOf(balances.map((one) => one.usdValue));
    const answer = { observedAt: observedAt.toISOString(), usdValue };
    if (observedAt.getTime() > now.getTime() + WITHDRAWAL_TIMES.clockAhead * 1_000) {
      const message = 'This time is in the future.';
      return fail('invalid_input', `observedAt: ${message}`, { fields: { observedAt: message } });
    }
    if (known !== null)
      return sameBalances(balances, known)
        ? ok({ next: null, events: [], effects: [], answer: { changed: false, ...answer, arrived: [] } })
        : fail('conflict', 'This moment was reported with other balances: look again, and report that.', {
            fields: { balances: 'They differ from what was reported of this moment.' },
          });
    const wrong = contradicted(received, receipts);
    if (wrong.length > 0)
      return fail('conflict', OTHER_AMOUNT, {
        fields: Object.fromEntries(wrong.map((index) => [`received.${index}.amount`, OTHER_AMOUNT])),
      });
    const arrived = arrivals(underWay, [...receipts, ...received]);
    const { name: by } = serviceOf(actor);
    return ok({
      next: {
        ...{ observedAt, by, balances, received, at: now },
        arrived: arrived.map(({ transfer: { id }, amount }) => ({ id, amount })),
      },
      events: [
        {
          kind: 'withdrawal.wallet-reported',
          subject: 'hot wallet',
          newValue: `${usdValue} USD`,
          details: {
            ...{ observedAt: answer.observedAt, balances },
            ...(received.length > 0 ? { received } : {}),
          },
        },
        ...arrived.map(({ transfer, amount }) =>
          transferEvent('withdrawal.transfer-arrived', transfer, {
            newValue: `${amount} ${transfer.asset}`,
            details: { observedAt: answer.observedAt },
          }),
        ),
      ],
      effects: [WITHDRAWAL_CHANGED],
      answer: {
        ...{ changed: true, ...answer },
        arrived: arrived.map(({ transfer }) => coldTransferName(transfer.number)),
      },
    });
  },
  save: async (tx, { observedAt, by, balances, received, arrived, at }) => {
    if (!(await keepReport(tx, { observedAt, by, balances }))) return false;
    await keepReceipts(tx, observedAt, received);
    for (const { id, amount } of arrived)
      if (!(await endTransfer(tx, id, { state: 'arrived', at, name: by, arrivedAmount: amount })))
        return false;
    return true;
  },
};
