// The policy of withdrawals, and the simulator: which rule a request like this would meet, and why not those before it.
import { z } from 'zod';
import {
  ASSET_NAMES,
  type Asset,
  type PolicyRule,
  STEP_UP_ABOVE_USD,
  WITHDRAWAL_POLICY,
} from '#lib/catalog/withdrawals.ts';
import type { WithdrawalPolicyBody } from '#lib/contract/withdrawals.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { plain, usdProblem } from '#lib/rules/withdrawals/withdrawal-amount.ts';
import { matchPolicy } from '#lib/rules/withdrawals/withdrawal-policy.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { ruleView } from './withdrawal-view.ts';

/** A hundred years: further back nothing is older. */
const MOST_HOURS = 876_000;
const MOST_DAYS = 36_500;

function wholeAge(most: number, description: string) {
  const sentence = `Send a whole number from 0 to ${most}.`;
  return z
    .string()
    .regex(/^\d{1,6}$/, sentence)
    .transform(Number)
    .refine((age) => age <= most, sentence)
    .meta({ type: 'integer', minimum: 0, maximum: most, description })
    .optional();
}

const input = z
  .strictObject({
    asset: z
      .enum(ASSET_NAMES as [Asset, ...Asset[]], { error: `asset is one of ${ASSET_NAMES.join(', ')}.` })
      .optional(),
    usdValue: z
      .string()
      .transform((sent, context) => {
        const wrong = usdProblem(sent);
        if (wrong === null) return plain(sent);
        context.addIssue({ code: 'custom', message: wrong });
        return z.NEVER;
      })
      .meta({ type: 'string', description: 'Its value in US dollars; the rest may be left out.' })
      .optional(),
    destinationHours: wholeAge(MOST_HOURS, 'For how many hours the account knows the destination.'),
    accountDays: wholeAge(MOST_DAYS, 'How many days old the account is.'),
  })
  .refine(
    ({ usdValue, ...rest }) =>
      usdValue !== undefined || Object.values(rest).every((one) => one === undefined),
    { path: ['usdValue'], error: 'Say what the request is worth.' },
  );

function facts({ key, outcome }: PolicyRule) {
  return outcome === 'block' ? { rule: key, people: null, oneOf: null } : { rule: key, ...outcome };
}

export const readWithdrawalPolicy: Read<z.output<typeof input>, WithdrawalPolicyBody> = {
  action: 'read-withdrawals',
  body: 'WithdrawalPolicyBody',
  input,
  run: async (tx, { asset = 'USDC', usdValue, destinationHours, accountDays }) => {
    const now = await databaseNow(tx);
    const since = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
    const match =
      usdValue === undefined
        ? null
        : matchPolicy(
            {
              ...{ asset, usdValue },
              // What is not said is as old as can be: the simulator then shows the rule of the value alone.
              destinationSince: since(destinationHours ?? MOST_HOURS),
              accountSince: since((accountDays ?? MOST_DAYS) * 24),
            },
            now,
          );
    return ok({
      rules: WITHDRAWAL_POLICY.map((rule) => ruleView(facts(rule))),
      match: match === null ? null : { rule: ruleView(facts(match.rule)), steps: match.steps },
      stepUpAboveUsd: STEP_UP_ABOVE_USD,
    });
  },
};
