// What the commands about withdrawals share: the request, locked; what stands in the log; the answer.
import { z } from 'zod';
import { type WithdrawalState, type WithdrawalVerb, withdrawalName } from '#lib/catalog/withdrawals.ts';
import { uuid } from '#lib/commands/inputs.ts';
import type { WithdrawalAnswer } from '#lib/contract/withdrawals.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { moveWithdrawal } from '#lib/rules/withdrawals/withdrawal.ts';
import { matchPolicy, type PolicySubject } from '#lib/rules/withdrawals/withdrawal-policy.ts';
import type { AuditEvent } from '#lib/store/audit/audit.ts';
import type { Tx } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Effect } from '#lib/store/effects.ts';
import {
  changeWithdrawal,
  lockWithdrawals,
  type RuleFacts,
  type StoredWithdrawal,
  type WithdrawalChange,
} from '#lib/store/withdrawals/withdrawals.ts';

export const WITHDRAWAL_CHANGED: Effect = {
  kind: 'notify',
  channel: 'bulkhead_console',
  payload: 'withdrawals',
};

export const withdrawalId = uuid.describe('Id of the withdrawal, as withdrawals lists it.');
export const contentHash = z
  .string({ error: 'Send the hash of the request that you saw.' })
  .regex(/^[0-9a-f]{64}$/, 'Send the hash of the request as it was shown: 64 hexadecimal digits.')
  .meta({
    description:
      'Hash of amount, asset, network, address and memo as you saw them: you decide on exactly that.',
    examples: ['0'.repeat(64)],
  });

export interface OneWithdrawal {
  withdrawal: StoredWithdrawal | undefined;
}

export async function loadWithdrawal(
  tx: Tx,
  asked: { withdrawalId: string },
): Promise<{ state: OneWithdrawal; now: Date }> {
  const [withdrawal] = await lockWithdrawals(tx, [asked.withdrawalId]);
  return { state: { withdrawal }, now: await databaseNow(tx) };
}

/** The withdrawal and where the verb leads it, or why it does not. */
export function movable(
  withdrawal: StoredWithdrawal | undefined,
  verb: WithdrawalVerb,
): Result<{ withdrawal: StoredWithdrawal; to: WithdrawalState }> {
  if (!withdrawal) return fail('not_found', 'There is no such withdrawal.');
  const to = moveWithdrawal(withdrawal, verb);
  return to.ok ? ok({ withdrawal, to: to.value }) : to;
}

export const saveWithdrawal = async (
  tx: Tx,
  change: WithdrawalChange,
  { withdrawal }: OneWithdrawal,
): Promise<boolean> => withdrawal !== undefined && changeWithdrawal(tx, withdrawal, change);

/** What the policy asks of it now. */
export function ruleFor(subject: PolicySubject, now: Date): RuleFacts {
  const { rule, people, oneOf } = matchPolicy(subject, now);
  return { rule: rule.key, people, oneOf };
}

/** A round begins: nothing of the approvals before counts any more. */
export const STARTS_AGAIN = {
  startsAgain: true,
  approvedAt: null,
  sendAfter: null,
  expiresAt: null,
} as const satisfies Partial<WithdrawalChange>;

/** An entry of the log about a withdrawal: always with what leaves, and where to. */
export function withdrawalEvent(
  kind: string,
  withdrawal: Pick<
    StoredWithdrawal,
    'id' | 'number' | 'callerId' | 'account' | 'asset' | 'network' | 'amount' | 'usdValue' | 'address'
  >,
  more: Partial<AuditEvent> = {},
): AuditEvent {
  const { id, callerId, account, asset, network, amount, usdValue, address } = withdrawal;
  const details = {
    ...{ withdrawalId: id, callerId, account, asset, network, amount, usdValue, address },
    ...more.details,
  };
  return { kind, subject: withdrawalName(withdrawal.number), ...more, details };
}

export function withdrawalAnswer(
  withdrawal: Pick<
    StoredWithdrawal,
    'id' | 'number' | 'callerId' | 'state' | 'rule' | 'people' | 'contentHash' | 'approvals'
  >,
  after: { changed?: boolean } & Partial<Pick<WithdrawalAnswer, 'state' | 'approvals' | 'contentHash'>> &
    Partial<RuleFacts> = {},
): WithdrawalAnswer {
  const { rule, people } =
    after.rule === undefined ? withdrawal : { rule: after.rule, people: after.people ?? null };
  return {
    changed: after.changed ?? true,
    ...{ withdrawalId: withdrawal.id, number: withdrawal.number, id: withdrawal.callerId },
    ...{ state: after.state ?? withdrawal.state, rule, people },
    approvals: after.approvals ?? withdrawal.approvals.length,
    contentHash: after.contentHash ?? withdrawal.contentHash,
  };
}
