// A request as it is described to the simulator: what is wrong with each field, and what is asked of the policy. Pure.
import { ASSETS, type Asset } from '#lib/catalog/withdrawals.ts';
import {
  amountProblem,
  assetAmountProblem,
  usdProblem,
  worthOf,
} from '#lib/rules/withdrawals/withdrawal-amount.ts';

export interface Described {
  asset: Asset;
  network: string;
  amount: string;
  /** Of one unit, US dollars. */
  price: string;
  /** Empty: as old as can be. */
  destinationHours: string;
  accountDays: string;
}

export type FieldProblems = Partial<Record<keyof Described, string>>;

export const FIRST_DESCRIBED: Described = {
  ...{ asset: 'USDC', network: 'ethereum', amount: '12000', price: '1' },
  ...{ destinationHours: '', accountDays: '' },
};

const AGE = 'Write a whole number from 0 to 36500, or leave it empty.';
const age = (text: string) =>
  text === '' || (/^\d{1,5}$/.test(text) && Number(text) <= 36_500) ? undefined : AGE;

/** Each field that cannot be asked about, with what to do. */
export function problemsOf({ asset, network, amount, price, ...ages }: Described): FieldProblems {
  const wrongAmount = amountProblem(amount) ?? assetAmountProblem(amount, asset);
  const wrongPrice = amountProblem(price)
    ?.replace('The amount', 'The price')
    .replace('the amount', 'the price');
  const networks: readonly string[] = ASSETS[asset].networks;
  const found: FieldProblems = {
    ...(networks.includes(network) ? {} : { network: `${asset} goes by ${networks.join(' or ')}.` }),
    ...(wrongAmount === null ? {} : { amount: wrongAmount }),
    ...(wrongPrice === undefined ? {} : { price: wrongPrice }),
  };
  const destination = age(ages.destinationHours);
  const account = age(ages.accountDays);
  if (destination !== undefined) found.destinationHours = destination;
  if (account !== undefined) found.accountDays = account;
  if (wrongAmount === null && wrongPrice === undefined) {
    const worth = usdProblem(worthOf(amount, price));
    if (worth !== null) found.amount = `${worth} Change the amount or the price.`;
  }
  return found;
}
