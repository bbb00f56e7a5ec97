// report-wallet-balances: the wallet service says what the hot wallet holds at one moment; the same again is no news.
import { z } from 'zod';
import { HOT_WALLET, WITHDRAWAL_TIMES } from '#lib/catalog/withdrawals.ts';
import type { WalletReportAnswer } from '#lib/contract/wallet.ts';
import { type Balance, balanceProblem, sameBalances } from '#lib/rules/hot-wallet.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { assetAmountProblem, dollarProblem, sumOf, usdProblem } from '#lib/rules/withdrawal-amount.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { keepReport, reportOf } from '#lib/store/wallet-reports.ts';
import type { Command } from '#lib/write/command.ts';
import { serviceOf } from './file-withdrawal.ts';
import { moment } from './inputs.ts';
import { assetField, exactText, networkField, networkProblem } from './withdrawal-input.ts';
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
  .superRefine((sent, context) => {
    const problems = [
      ['network', networkProblem(sent)],
      ['amount', assetAmountProblem(sent.amount, sent.asset)],
      ['usdValue', dollarProblem(sent.amount, sent.usdValue, sent.asset)],
    ] as const;
    for (const [field, message] of problems)
      if (message !== null) context.addIssue({ code: 'custom', path: [field], message });
  });

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
});

interface State {
  known: readonly Balance[] | null;
}

interface Report {
  observedAt: Date;
  by: string;
  balances: readonly Balance[];
}

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
  load: async (tx, { observedAt }) => ({
    state: { known: await reportOf(tx, observedAt) },
    now: await databaseNow(tx),
  }),
  decide: ({ known }, { observedAt, balances }, actor, { now }) => {
    const usdValue = sumOf(balances.map((one) => one.usdValue));
    const answer = { observedAt: observedAt.toISOString(), usdValue };
    if (observedAt.getTime() > now.getTime() + WITHDRAWAL_TIMES.clockAhead * 1_000) {
      const message = 'This time is in the future.';
      return fail('invalid_input', `observedAt: ${message}`, { fields: { observedAt: message } });
    }
    if (known !== null)
      return sameBalances(balances, known)
        ? ok({ next: null, events: [], effects: [], answer: { changed: false, ...answer } })
        : fail('conflict', 'This moment was reported with other balances: look again, and report that.', {
            fields: { balances: 'They differ from what was reported of this moment.' },
          });
    return ok({
      next: { observedAt, by: serviceOf(actor).name, balances },
      events: [
        {
          kind: 'withdrawal.wallet-reported',
          subject: 'hot wallet',
          newValue: `${usdValue} USD`,
          details: { observedAt: answer.observedAt, balances },
        },
      ],
      effects: [WITHDRAWAL_CHANGED],
      answer: { changed: true, ...answer },
    });
  },
  save: keepReport,
};
