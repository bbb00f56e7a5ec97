// What a service says of a withdrawal: each field with a sentence of its own, and the fields against one another.
import { z } from 'zod';
import {
  ASSET_NAMES,
  ASSETS,
  type Asset,
  NETWORK_NAMES,
  type Network,
  WITHDRAWAL_TIMES,
} from '#lib/catalog/withdrawals.ts';
import { moment, storableText } from '#lib/commands/inputs.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { addressProblem, sameAddress } from '#lib/rules/withdrawals/withdrawal-address.ts';
import {
  amountProblem,
  assetAmountProblem,
  dollarProblem,
  isSame,
  plain,
  usdProblem,
} from '#lib/rules/withdrawals/withdrawal-amount.ts';
import type { StoredWithdrawal, WithdrawalContent } from '#lib/store/withdrawals/withdrawals.ts';

/** Text by a check that says what is wrong; what is no text is told so by the same check. */
export function exactText(problem: (sent: unknown) => string | null, example: string, description: string) {
  return z
    .unknown()
    .transform((sent, context) => {
      const wrong = problem(sent);
      if (wrong === null) return plain(String(sent));
      context.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    })
    .meta({ type: 'string', description, examples: [example] });
}

const ID = 'Send your id of the request: 1 to 100 letters, digits, points, colons, dashes and underlines.';
export const callerId = z
  .string({ error: ID })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, ID)
  .meta({
    description: 'Your id of the request: sent again, it is the same request.',
    examples: ['wd-20260319-0042'],
  });

const ACCOUNT = 'Name the account by 1 to 100 letters, digits, points, dashes and underlines.';
const SCORE = 'The risk score is a whole number from 0 to 100.';
const NOTES = 'Risk notes are at most 10 texts of 1 to 200 characters.';
const ADDRESS = 'Send the address as text.';

const fields = {
  account: z
    .string({ error: ACCOUNT })
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, ACCOUNT)
    .meta({ description: 'The account that it leaves.', examples: ['u_40917'] }),
  accountSince: moment.describe('Since when there is the account, ISO 8601 with a zone.'),
  asset: z
    .enum(ASSET_NAMES as [Asset, ...Asset[]], { error: `The asset is one of ${ASSET_NAMES.join(', ')}.` })
    .meta({ examples: ['USDC'] }),
  network: z
    .enum(NETWORK_NAMES as [Network, ...Network[]], {
      error: `The network is one of ${NETWORK_NAMES.join(', ')}.`,
    })
    .meta({ examples: ['ethereum'] }),
  amount: exactText(amountProblem, '412.5', 'The exact amount in units of the asset, as decimal text.'),
  usdValue: exactText(usdProblem, '412.50', 'What it is worth in US dollars, as decimal text.'),
  pricedAt: moment.describe('When the price was taken by which it is valued, ISO 8601 with a zone.'),
  address: z
    .string({ error: ADDRESS })
    .min(1, ADDRESS)
    .max(100, 'That is no address.')
    .meta({
      description: 'Where it goes, with its checksum.',
      examples: ['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    }),
  destinationSince: moment.describe('Since when the account knows this destination, ISO 8601 with a zone.'),
  memo: storableText('A memo is text of 1 to 100 characters.', 100).optional(),
  riskScore: z.int({ error: SCORE }).min(0, SCORE).max(100, SCORE).describe('0 is no risk, 100 the highest.'),
  riskNotes: z
    .array(storableText(NOTES, 200), { error: NOTES })
    .max(10, NOTES)
    .optional()
    .describe('What was noticed, a sentence each.'),
  requestedAt: moment.describe('When the customer asked for it, ISO 8601 with a zone.'),
};

export const { asset: assetField, network: networkField } = fields;

type Sent = z.output<z.ZodObject<typeof fields>>;

type Problems = Readonly<Record<string, string | null>>;

/** For `superRefine`: what only shows when fields are looked at together, each problem at its field. */
export function together<T>(problemsOf: (sent: T) => Problems) {
  return (sent: T, context: z.RefinementCtx): void => {
    for (const [field, message] of Object.entries(problemsOf(sent)))
      if (message !== null) context.addIssue({ code: 'custom', path: [field], message });
  };
}

/** An amount of an asset on a network. */
export function amountProblems({
  asset,
  network,
  amount,
}: Pick<Sent, 'asset' | 'network' | 'amount'>): Problems {
  return { network: networkProblem({ asset, network }), amount: assetAmountProblem(amount, asset) };
}

/** The same with what it is worth. */
export function valueProblems(sent: Pick<Sent, 'asset' | 'network' | 'amount' | 'usdValue'>): Problems {
  return { ...amountProblems(sent), usdValue: dollarProblem(sent.amount, sent.usdValue, sent.asset) };
}

function networkProblem({ asset, network }: Pick<Sent, 'asset' | 'network'>): string | null {
  const networks: readonly Network[] = ASSETS[asset].networks;
  return networks.includes(network)
    ? null
    : `${asset} leaves on ${networks.join(' or ')}, not on ${network}.`;
}

export const withdrawalInput = z
  .strictObject({ id: callerId, ...fields })
  .superRefine(
    together((sent) => ({ ...valueProblems(sent), address: addressProblem(sent.address, sent.network) })),
  );
export type WithdrawalInput = z.output<typeof withdrawalInput>;

export function contentOf({ id: _, memo, riskNotes, ...sent }: WithdrawalInput): WithdrawalContent {
  return { ...sent, memo: memo ?? null, riskNotes: riskNotes ?? [] };
}

/** Times against the clock: a price is fresh, and nothing began in the future. */
export function checkTimes(content: WithdrawalContent, now: Date): Result<true> {
  const { priceFresh, clockAhead } = WITHDRAWAL_TIMES;
  const latest = now.getTime() + clockAhead * 1_000;
  const problems: Record<string, string> = {};
  for (const field of ['accountSince', 'destinationSince', 'requestedAt', 'pricedAt'] as const)
    if (content[field].getTime() > latest) problems[field] = 'This time is in the future.';
  if (content.pricedAt.getTime() < now.getTime() - priceFresh * 1_000)
    problems.pricedAt ??= `The price is older than ${priceFresh / 60} minutes: value the request anew.`;
  if (content.accountSince > content.requestedAt)
    problems.accountSince ??= 'The account is younger than the request.';
  return fieldsRefused(problems, 'invalid_input');
}

/** Which fields differ from what is stored, each with what is stored. */
export function differences(content: WithdrawalContent, stored: StoredWithdrawal): Record<string, string> {
  const { network } = content;
  const same: Record<keyof WithdrawalContent, boolean> = {
    account: content.account === stored.account,
    accountSince: sameMoment(content.accountSince, stored.accountSince),
    asset: content.asset === stored.asset,
    network: network === stored.network,
    amount: isSame(content.amount, stored.amount),
    usdValue: isSame(content.usdValue, stored.usdValue),
    pricedAt: sameMoment(content.pricedAt, stored.pricedAt),
    address: sameAddress(content.address, stored.address, network),
    destinationSince: sameMoment(content.destinationSince, stored.destinationSince),
    memo: content.memo === stored.memo,
    riskScore: content.riskScore === stored.riskScore,
    riskNotes: JSON.stringify(content.riskNotes) === JSON.stringify(stored.riskNotes),
    requestedAt: sameMoment(content.requestedAt, stored.requestedAt),
  };
  const changed = (Object.keys(same) as (keyof WithdrawalContent)[]).filter((field) => !same[field]);
  return Object.fromEntries(changed.map((field) => [field, `Filed as ${shown(stored[field])}.`]));
}

const sameMoment = (one: Date, other: Date): boolean => one.getTime() === other.getTime();

function shown(value: WithdrawalContent[keyof WithdrawalContent]): string {
  if (value === null) return 'none';
  return value instanceof Date ? value.toISOString() : String(value) || 'none';
}

/** A refusal that names each field with its sentence; fine when there is none. */
export function fieldsRefused(
  problems: Readonly<Record<string, string>>,
  code: 'invalid_input' | 'conflict',
  message?: string,
): Result<true> {
  const [first] = Object.entries(problems);
  if (!first) return ok(true);
  return fail(code, message ?? `${first[0]}: ${first[1]}`, { fields: problems });
}
