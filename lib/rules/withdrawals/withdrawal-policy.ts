// Which rule of the policy a withdrawal meets, and why not those before it. Pure: the same for intake, screen and simulator.
import type { Role } from '#lib/catalog/roles.ts';
import { ROLES } from '#lib/catalog/roles.ts';
import type { Asset, PolicyCondition, PolicyRule } from '#lib/catalog/withdrawals.ts';
import { WITHDRAWAL_POLICY } from '#lib/catalog/withdrawals.ts';
import { isMore } from './withdrawal-amount.ts';

export interface PolicySubject {
  asset: Asset;
  usdValue: string;
  /** Since when the account has used this destination, and since when there is the account. */
  destinationSince: Date;
  accountSince: Date;
}

export interface PolicyStep {
  key: string;
  label: string;
  met: boolean;
  /** Why it was met, or the first condition that does not hold. */
  because: string;
}

export interface PolicyMatch {
  rule: PolicyRule;
  /** Null: nobody may. */
  people: number | null;
  oneOf: Role | null;
  /** The rules in their order, up to the one that was met. */
  steps: readonly PolicyStep[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const dollars = (usd: string) => `$${Number(usd).toLocaleString('en-US')}`;
const exactly = (usd: string) => {
  const [whole = '0', cents = ''] = usd.split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents.padEnd(2, '0')}`;
};

/** Each condition of a rule in words, and whether it holds. */
function conditions(
  when: PolicyCondition,
  subject: PolicySubject,
  now: Date,
): { holds: boolean; text: string }[] {
  const { asset, usdValue } = subject;
  const destinationMs = now.getTime() - subject.destinationSince.getTime();
  const accountMs = now.getTime() - subject.accountSince.getTime();
  const value = exactly(usdValue);
  const known = `the destination is known for ${ageText(destinationMs)}`;
  const account = `the account is ${ageText(accountMs)} old`;
  const all: [unknown, () => boolean, (holds: boolean) => string][] = [
    [
      when.assets,
      () => when.assets?.includes(asset) === true,
      (holds) => `${asset} is ${holds ? '' : 'not '}among its assets`,
    ],
    [
      when.above,
      () => isMore(usdValue, when.above ?? '0'),
      (holds) => `${value} is ${holds ? 'above' : 'not above'} ${dollars(when.above ?? '0')}`,
    ],
    [
      when.upTo,
      () => !isMore(usdValue, when.upTo ?? '0'),
      (holds) => `${value} is ${holds ? 'at most' : 'above'} ${dollars(when.upTo ?? '0')}`,
    ],
    [
      when.destinationYoungerThanHours,
      () => destinationMs < (when.destinationYoungerThanHours ?? 0) * HOUR,
      (holds) =>
        `${known}, ${holds ? 'less than' : 'not less than'} ${when.destinationYoungerThanHours} hours`,
    ],
    [
      when.destinationAtLeastHours,
      () => destinationMs >= (when.destinationAtLeastHours ?? 0) * HOUR,
      (holds) => `${known}, ${holds ? 'at least' : 'less than'} ${when.destinationAtLeastHours} hours`,
    ],
    [
      when.accountYoungerThanDays,
      () => accountMs < (when.accountYoungerThanDays ?? 0) * DAY,
      (holds) => `${account}, ${holds ? 'less than' : 'not less than'} ${when.accountYoungerThanDays} days`,
    ],
    [
      when.accountAtLeastDays,
      () => accountMs >= (when.accountAtLeastDays ?? 0) * DAY,
      (holds) => `${account}, ${holds ? 'at least' : 'less than'} ${when.accountAtLeastDays} days`,
    ],
  ];
  return all
    .filter(([named]) => named !== undefined)
    .map(([, holds, text]) => ({ holds: holds(), text: text(holds()) }));
}

/** Two hours, three days: as people say it. */
export function ageText(ms: number): string {
  const [minutes, hours, days] = [ms / 60_000, ms / HOUR, ms / DAY].map(Math.floor) as [
    number,
    number,
    number,
  ];
  const said = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (days >= 2) return said(days, 'day');
  return hours >= 1 ? said(hours, 'hour') : said(Math.max(0, minutes), 'minute');
}

/** The first rule that applies. A policy without a closing rule lets nothing out either. */
export function matchPolicy(
  subject: PolicySubject,
  now: Date,
  policy: readonly PolicyRule[] = WITHDRAWAL_POLICY,
): PolicyMatch {
  const steps: PolicyStep[] = [];
  for (const rule of policy) {
    const held = conditions(rule.when, subject, now);
    const broken = held.find(({ holds }) => !holds);
    const because =
      broken?.text ?? (held.length > 0 ? held.map(({ text }) => text).join('; ') : 'no other rule applies');
    steps.push({ key: rule.key, label: rule.label, met: broken === undefined, because });
    if (broken === undefined) {
      return rule.outcome === 'block'
        ? { rule, people: null, oneOf: null, steps }
        : { rule, people: rule.outcome.people, oneOf: rule.outcome.oneOf, steps };
    }
  }
  throw new Error('the withdrawal policy has no closing rule');
}

/** Who has to approve, in words. */
export function approvalsText({ people, oneOf }: Pick<PolicyMatch, 'people' | 'oneOf'>): string {
  if (people === null) return 'Nobody may approve it';
  const one = oneOf === null ? '' : `, one of them a ${ROLES[oneOf].label.toLowerCase()}`;
  return people === 1 ? 'One approval' : `${people} different people${one}`;
}
