// A withdrawal: which verb leads where, whose approvals count, and why it cannot go out now. Pure.
import { Decimal } from 'decimal.js';
import type { Role } from '#lib/catalog/roles.ts';
import { ROLES } from '#lib/catalog/roles.ts';
import {
  APPROVERS,
  WITHDRAWAL_MOVES,
  WITHDRAWAL_STATES,
  WITHDRAWAL_TIMES,
  type WithdrawalState,
  type WithdrawalVerb,
  withdrawalName,
} from '#lib/catalog/withdrawals.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';

export interface Standing {
  number: number;
  state: WithdrawalState;
  /** Different people who have to approve; null when the policy blocks it. */
  people: number | null;
  oneOf: Role | null;
  usdValue: string;
  /** When its approvals stop to count; null while there is none. */
  expiresAt: Date | null;
  /** Approved: when it may be sent. */
  sendAfter: Date | null;
  /** Why the wallet was not reached the last time; null when it was, or was not asked. */
  problem: string | null;
}

/** An approval of the request as it stands; `roles` then, and `rolesNow` of the person, none when they are disabled. */
export interface ApprovalStanding {
  personId: string;
  name: string;
  roles: readonly string[];
  rolesNow: readonly string[];
}

const WHY: Record<WithdrawalVerb, string> = {
  approve: 'only one that waits for approval is approved.',
  undo: 'there is no approval to take back.',
  hold: 'it is not held any more.',
  resume: 'only one that is held, or whose approval ran out, goes on.',
  reject: 'it is not rejected any more.',
  amend: 'it is not changed any more.',
  expire: 'no approval can run out.',
  release: 'only an approved one goes to the wallet.',
  accept: 'the wallet was not asked to send it.',
  confirm: 'the wallet was not asked to send it.',
  refuse: 'the wallet was not asked to send it, or has sent it.',
  lose: 'the wallet was not asked, or has answered.',
};

/** Where the verb leads, or why it is refused. */
export function moveWithdrawal(
  { number, state }: Pick<Standing, 'number' | 'state'>,
  verb: WithdrawalVerb,
): Result<WithdrawalState> {
  const next = WITHDRAWAL_MOVES[state][verb];
  if (next !== null) return ok(next);
  return fail(
    'conflict',
    `${withdrawalName(number)}: ${WITHDRAWAL_STATES[state].toLowerCase()}. ${sentence(WHY[verb])}`,
    { state },
  );
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Approvals of people who may still give them, each with the roles that they had then and have now. */
export function standingOf<A extends Pick<ApprovalStanding, 'roles' | 'rolesNow'>>(
  approvals: readonly A[],
): A[] {
  return approvals
    .map((approval) => ({
      ...approval,
      roles: approval.roles.filter((role) => approval.rolesNow.includes(role)),
    }))
    .filter(({ rolesNow }) => mayStill(rolesNow));
}

/** What is missing until the request is approved; null when nothing is. */
export function missingText(
  { people, oneOf }: Pick<Standing, 'people' | 'oneOf'>,
  approvals: readonly Pick<ApprovalStanding, 'roles' | 'rolesNow'>[],
): string | null {
  if (people === null) return 'The policy lets nobody approve it';
  const counted = standingOf(approvals);
  const left = people - counted.length;
  const covered = oneOf === null || counted.some(({ roles }) => roles.includes(oneOf));
  if (left <= 0 && covered) return null;
  const who = covered || oneOf === null ? '' : `, by a ${ROLES[oneOf].label.toLowerCase()}`;
  if (counted.length > 0) return `Needs a second approval${left <= 1 ? who : ''}`;
  return people === 1 ? 'Needs one approval' : `Needs ${people} approvals`;
}

/** Why this person does not approve it; null when they may. */
export function approvalRefused(
  standing: Pick<Standing, 'number' | 'people' | 'oneOf'>,
  person: { id: string; roles: readonly string[] },
  requesters: readonly (string | null)[],
  approvals: readonly Pick<ApprovalStanding, 'personId' | 'roles' | 'rolesNow'>[],
): string | null {
  const name = withdrawalName(standing.number);
  const { oneOf, people } = standing;
  if (people === null)
    return `The policy blocks ${name}: hold it, and let it go on when its destination and account are old enough, or reject it.`;
  if (requesters.includes(person.id)) return `Your key asked for ${name}: somebody else has to approve it.`;
  if (approvals.some(({ personId }) => personId === person.id))
    return `You approved ${name} already: the other approval is somebody else's.`;
  const counted = standingOf(approvals);
  const covered = oneOf === null || [person, ...counted].some(({ roles }) => roles.includes(oneOf));
  if (counted.length + 1 >= people && oneOf !== null && !covered)
    return `The approval that ${name} still needs is a ${ROLES[oneOf].label.toLowerCase()}'s.`;
  return null;
}

/** The switches that stop withdrawals, as they are configured now. */
export interface WithdrawalSwitches {
  enabled: boolean;
  largeEnabled: boolean;
  largeUsd: string;
}

export type CauseKey =
  | 'policy'
  | 'withdrawal_enabled'
  | 'large_withdrawals_enabled'
  | 'held'
  | 'approval'
  | 'approver'
  | 'expired'
  | 'undo'
  | 'wallet'
  | 'unknown';

export interface Cause {
  key: CauseKey;
  text: string;
}

/** Everything that keeps it from going out at this moment; empty when nothing does, or when it is over. */
export function causesOf(
  standing: Standing,
  approvals: readonly ApprovalStanding[],
  switches: WithdrawalSwitches,
  now: Date,
): Cause[] {
  const causes: Cause[] = [];
  const because = (key: CauseKey, text: string) => causes.push({ key, text });
  const stops = (): void => {
    if (!switches.enabled) because('withdrawal_enabled', 'All withdrawals are off');
    if (!switches.largeEnabled && new Decimal(standing.usdValue).gt(switches.largeUsd))
      because('large_withdrawals_enabled', `Withdrawals above $${money(switches.largeUsd)} are off`);
  };
  // What the wallet has taken is stopped by nothing here any more.
  switch (standing.state) {
    case 'releasing':
      stops();
      because(
        'wallet',
        causes.length > 0
          ? 'The wallet is not asked again meanwhile'
          : (standing.problem ?? 'The wallet is asked to send it'),
      );
      return causes;
    case 'released':
      because('wallet', 'Sent; the wallet has not confirmed it yet');
      return causes;
    case 'unknown':
      because('unknown', 'Nobody knows whether it was sent: look at the wallet, then reconcile');
      return causes;
    case 'rejected':
    case 'confirmed':
      return causes;
  }
  if (standing.people === null) because('policy', 'The policy blocks it');
  stops();
  if (standing.state === 'held') because('held', 'Held');
  if (standing.state === 'expired' || isPast(standing.expiresAt, now))
    because('expired', 'Its approval ran out');
  const missing = standing.people === null ? null : missingText(standing, approvals);
  if (missing !== null && standing.state === 'pending') because('approval', missing);
  if (missing !== null && standing.state === 'approved') because('approver', unsupported(approvals));
  if (standing.state === 'approved' && standing.sendAfter !== null && now < standing.sendAfter)
    because('undo', 'Can be undone');
  return causes;
}

/** Who of those that approved it may not any more. */
function unsupported(approvals: readonly ApprovalStanding[]): string {
  const gone = approvals.filter(
    ({ roles, rolesNow }) => !mayStill(rolesNow) || roles.some((role) => !rolesNow.includes(role)),
  );
  const names = gone.map(({ name }) => name).join(' and ');
  return `${names || 'Somebody'} approved it and may not any more`;
}

const money = (usd: string) => Number(usd).toLocaleString('en-US');
const isPast = (at: Date | null, now: Date): boolean => at !== null && at <= now;
const mayStill = (roles: readonly string[]): boolean => APPROVERS.some((role) => roles.includes(role));

/** When the approvals stop to count, from the first of them. */
export function expiryFrom(first: Date): Date {
  return new Date(first.getTime() + WITHDRAWAL_TIMES.approvalHolds * 1_000);
}

/** When an approved request may be sent. */
export function sendAfter(approvedAt: Date): Date {
  return new Date(approvedAt.getTime() + WITHDRAWAL_TIMES.undo * 1_000);
}

/** How its wait stands against what customers were promised. */
export function slaOf(requestedAt: Date, now: Date): 'fine' | 'soon' | 'late' {
  const seconds = (now.getTime() - requestedAt.getTime()) / 1_000;
  if (seconds >= WITHDRAWAL_TIMES.sla.late) return 'late';
  return seconds >= WITHDRAWAL_TIMES.sla.soon ? 'soon' : 'fine';
}
