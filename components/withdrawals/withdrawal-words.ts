// Withdrawals in words: short addresses, exact money, ages, what asks for a look, and why one cannot go out. Pure.

import { grouped } from '#components/format-number.ts';
import { age } from '#components/format-time.ts';
import type { Tone } from '#components/ui/chip.tsx';
import {
  ASSETS,
  type Asset,
  RISK_LOOK_FROM,
  WITHDRAWAL_POLICY,
  WITHDRAWAL_STATES,
  WITHDRAWAL_TABS,
  type WithdrawalState,
  type WithdrawalTab,
} from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';

const HOUR = 3_600_000;

/** `$1,150.00`: withdrawals are shown to the cent. */
export function dollars(usd: string): string {
  const [whole = '0', cents = ''] = usd.split('.');
  return `$${grouped(whole)}.${cents.padEnd(2, '0')}`;
}

/** `412.5 USDC`: every digit of the amount, and not one more. */
export function amountWords({ amount, asset }: Pick<WithdrawalView, 'amount' | 'asset'>): string {
  return `${grouped(amount)} ${asset}`;
}

/** `0x5aAe…BeAed`: enough to tell two apart; the whole one stands beside the list. */
export function shortAddress(address: string): string {
  return address.length <= 14 ? address : `${address.slice(0, 6)}…${address.slice(-4)}`;
}

export const since = (at: string, now: number): string => age(now - Date.parse(at));

/** A destination of the last day. */
export const isYoung = (at: string, now: number): boolean => now - Date.parse(at) < 24 * HOUR;

const SLA = { fine: '', soon: 'text-risk-text', late: 'font-semibold text-crit-text' } as const;
/** The colour of its wait: red when it is longer than customers are promised, amber when it soon is. */
export const slaTone = ({ sla }: Pick<WithdrawalView, 'sla'>): string => SLA[sla as keyof typeof SLA] ?? '';

/** Until when it waited for people: now, or the decision. */
export const waitedUntil = ({ approvedAt, decision }: WithdrawalView, now: number): number => {
  const decided = decision?.at ?? approvedAt;
  return decided === null ? now : Date.parse(decided);
};

/** Minutes and seconds that it waits; hours and days where it is longer. */
export function waitWords(requestedAt: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(requestedAt)) / 1_000));
  if (seconds >= 3_600) return age(seconds * 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export interface Look {
  /** Asks for a look; else it is in order. */
  asks: boolean;
  text: string;
  note: string;
}

/** What somebody should have seen before they approve it. */
export function looksOf(withdrawal: WithdrawalView, now: number): Look[] {
  const { destinationSince, accountSince, riskScore, riskNotes } = withdrawal;
  const known = now - Date.parse(destinationSince);
  const old = now - Date.parse(accountSince);
  return [
    ...riskNotes.map((text) => ({ asks: true, text, note: 'Noted by the service that asked' })),
    known < 24 * HOUR
      ? {
          asks: true,
          text: `New address, known for ${age(known)}`,
          note: 'The first 24 hours ask for more above $2,500',
        }
      : { asks: false, text: `Address known for ${age(known)}`, note: 'Longer than 24 hours' },
    old < 7 * 24 * HOUR
      ? {
          asks: true,
          text: `New account, ${age(old)} old`,
          note: 'The first 7 days ask for more above $1,000',
        }
      : { asks: false, text: `Account ${age(old)} old`, note: 'Longer than 7 days' },
    riskScore >= RISK_LOOK_FROM
      ? { asks: true, text: `Risk ${riskScore} of 100`, note: `From ${RISK_LOOK_FROM} on it asks for a look` }
      : { asks: false, text: `Risk ${riskScore} of 100`, note: `Below ${RISK_LOOK_FROM}` },
  ];
}

export const asksForLook = (withdrawal: WithdrawalView, now: number): boolean =>
  looksOf(withdrawal, now).some(({ asks }) => asks);

/** What stops it whatever people decide about it. */
const STOPS: ReadonlySet<string> = new Set([
  'policy',
  'withdrawal_enabled',
  'large_withdrawals_enabled',
  'approver',
  'unknown',
]);

export interface CheckWords {
  tone: Tone;
  kind: 'stopped' | 'held' | 'look' | 'clear' | 'over';
  text: string;
}

/** The one thing to know of a row: what keeps it here, or whether it asks for a look. */
export function checkOf(withdrawal: WithdrawalView, now: number): CheckWords {
  const { causes, state, decision } = withdrawal;
  if (state === 'confirmed') return { tone: 'ok', kind: 'clear', text: 'Confirmed by the wallet' };
  if (state === 'rejected')
    return { tone: 'plain', kind: 'over', text: `Rejected: ${decision?.reason ?? ''}` };
  const stop = causes.find(({ key }) => STOPS.has(key));
  if (stop?.key === 'unknown')
    return { tone: 'crit', kind: 'stopped', text: 'Not known whether sent: reconcile it' };
  if (stop) return { tone: 'crit', kind: 'stopped', text: stop.text };
  if (state === 'held') return { tone: 'plain', kind: 'held', text: `Held: ${decision?.reason ?? ''}` };
  const lapsed = causes.find(({ key }) => key === 'expired');
  if (lapsed) return { tone: 'plain', kind: 'held', text: lapsed.text };
  const next = causes.map(({ text }) => text).join('; ');
  if (state === 'pending' && asksForLook(withdrawal, now))
    return { tone: 'risk', kind: 'look', text: `Look. ${next}` };
  return { tone: 'ok', kind: 'clear', text: next || 'May go out' };
}

export function stateWords(state: string): string {
  return WITHDRAWAL_STATES[state as WithdrawalState] ?? state;
}

/** Why this person cannot approve it now; null when they can. The server decides the same once more. */
export function notApprovable(withdrawal: WithdrawalView, me: { id: string }): string | null {
  if (withdrawal.state !== 'pending') return `${stateWords(withdrawal.state)}: there is nothing to approve.`;
  if (withdrawal.rule.people === null) return 'The policy lets nobody approve it.';
  if (withdrawal.approvals.some(({ by }) => by.id === me.id))
    return 'You approved it: the other approval is somebody else’s.';
  return null;
}

export const sameRule = (withdrawals: readonly WithdrawalView[]): boolean =>
  new Set(withdrawals.map(({ rule }) => rule.key)).size <= 1;

/** The exact sum, in cents: every value has at most two digits after the point. */
export function sumWords(withdrawals: readonly Pick<WithdrawalView, 'usdValue'>[]): string {
  const cents = withdrawals.reduce((sum, { usdValue }) => {
    const [whole = '0', part = ''] = usdValue.split('.');
    return sum + BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  }, 0n);
  return dollars(`${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`);
}

export const ASSET_OPTIONS = [
  { value: '', label: 'All assets' },
  ...(Object.keys(ASSETS) as Asset[]).map((asset) => ({ value: asset, label: asset })),
];

export const RULE_OPTIONS = [
  { value: '', label: 'All rules' },
  ...WITHDRAWAL_POLICY.map(({ key, label }) => ({ value: key, label })),
];

/** What the queue is narrowed by, as it is called on screen. */
export function appliedWords(filters: { tab: string; text: string; asset: string; rule: string }): string[] {
  const { tab, text, asset, rule } = filters;
  const searched = text.trim();
  return [
    // A search looks in every tab.
    searched === '' ? WITHDRAWAL_TABS[tab as WithdrawalTab] : `"${searched}" in every tab`,
    asset,
    WITHDRAWAL_POLICY.find(({ key }) => key === rule)?.label,
  ].filter((one): one is string => Boolean(one));
}
