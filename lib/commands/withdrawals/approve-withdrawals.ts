// approve-withdrawals: somebody stands by it that these requests, exactly as shown, leave the venue; all of them or none.
import { z } from 'zod';
import {
  MOST_APPROVED_AT_ONCE,
  STEP_UP_ABOVE_USD,
  type WithdrawalState,
  withdrawalName,
} from '#lib/catalog/withdrawals.ts';
import type { WithdrawalsAnswer } from '#lib/contract/withdrawals.ts';
import type { PersonActor } from '#lib/rules/actor.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { approvalRefused, expiryFrom, missingText, sendAfter } from '#lib/rules/withdrawals/withdrawal.ts';
import { isMore, isSame, usdProblem } from '#lib/rules/withdrawals/withdrawal-amount.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Effect } from '#lib/store/effects.ts';
import {
  changeWithdrawal,
  lockWithdrawals,
  type StoredWithdrawal,
  type WithdrawalChange,
} from '#lib/store/withdrawals/withdrawals.ts';
import type { Command, Moment } from '#lib/write/command.ts';
import {
  contentHash,
  movable,
  WITHDRAWAL_CHANGED,
  withdrawalAnswer,
  withdrawalEvent,
  withdrawalId,
} from './withdrawal-state.ts';

const ITEMS = `Name 1 to ${MOST_APPROVED_AT_ONCE} withdrawals.`;
const item = z.strictObject({
  withdrawalId,
  contentHash,
  usdValue: z
    .unknown()
    .transform((sent, context) => {
      const wrong = usdProblem(sent);
      if (wrong === null) return String(sent);
      context.addIssue({ code: 'custom', message: wrong });
      return z.NEVER;
    })
    .meta({ type: 'string', description: 'Its value as you saw it.', examples: ['412.50'] }),
});
type Item = z.output<typeof item>;

const input = z.strictObject({
  items: z
    .array(item, { error: ITEMS })
    .min(1, ITEMS)
    .max(MOST_APPROVED_AT_ONCE, ITEMS)
    .refine(
      (items) => new Set(items.map((one) => one.withdrawalId)).size === items.length,
      'Name each withdrawal once.',
    )
    .describe('Several only where the same rule applies to all.'),
});

interface Approved {
  withdrawal: StoredWithdrawal;
  change: WithdrawalChange;
}

/** What this approval makes of one request, or why it is refused. */
function approve(
  asked: Item,
  found: StoredWithdrawal | undefined,
  person: PersonActor,
  { now, proof }: Moment,
): Result<Approved> {
  const moved = movable(found, 'approve');
  if (!moved.ok) return moved;
  const { withdrawal, to } = moved.value;
  const name = withdrawalName(withdrawal.number);
  if (withdrawal.contentHash !== asked.contentHash || !isSame(withdrawal.usdValue, asked.usdValue))
    return fail('conflict', `${name} was changed since you saw it: look at it again.`, {
      withdrawalId: withdrawal.id,
    });
  // Asked for by the value that was sent, which is the stored one: this is what a changed catalogue would meet.
  if (isMore(withdrawal.usdValue, STEP_UP_ABOVE_USD) && !proof)
    return fail('step_up_required', `Prove that it is you to approve ${name}.`);
  if (withdrawal.expiresAt !== null && withdrawal.expiresAt <= now)
    return fail('conflict', `The first approval of ${name} ran out: it has to go on anew.`);
  const requesters = [withdrawal.requestedBy, withdrawal.amendedBy];
  const refused = approvalRefused(withdrawal, person, requesters, withdrawal.approvals);
  if (refused !== null) return fail('forbidden', refused, { withdrawalId: withdrawal.id });
  const roles = [...person.roles];
  const given = [...withdrawal.approvals, { roles, rolesNow: roles }];
  const state: WithdrawalState = missingText(withdrawal, given) === null ? to : 'pending';
  const change: WithdrawalChange = {
    state,
    approval: { by: { id: person.id, name: person.name }, roles, provenBy: proof?.kind ?? null },
    expiresAt: withdrawal.expiresAt ?? expiryFrom(now),
    ...(state === to ? { approvedAt: now, sendAfter: sendAfter(now) } : {}),
  };
  return ok({ withdrawal, change });
}

/** When its approvals stop to count, somebody says so. */
function expiry({ withdrawal, change }: Approved): Effect[] {
  if (withdrawal.expiresAt !== null || !change.expiresAt) return [];
  return [
    {
      ...{ kind: 'job', task: 'expire-withdrawal', payload: { withdrawalId: withdrawal.id } },
      ...{ runAt: change.expiresAt, jobKey: `expire-${withdrawal.id}-${withdrawal.round}` },
    },
  ];
}

export const approveWithdrawals: Command<
  z.output<typeof input>,
  void,
  readonly StoredWithdrawal[],
  readonly Approved[],
  WithdrawalsAnswer
> = {
  name: 'approve-withdrawals',
  input,
  body: 'WithdrawalsAnswer',
  asksStepUp: ({ items }) => items.some(({ usdValue }) => isMore(usdValue, STEP_UP_ABOVE_USD)),
  load: async (tx, { items }) => {
    const state = await lockWithdrawals(
      tx,
      items.map((one) => one.withdrawalId),
    );
    return { state, now: await databaseNow(tx) };
  },
  decide: (state, { items }, actor, moment) => {
    if (actor.kind !== 'person') throw new Error(`a ${actor.kind} approves no withdrawal`);
    const approved: Approved[] = [];
    for (const asked of items) {
      const found = state.find(({ id }) => id === asked.withdrawalId);
      const result = approve(asked, found, actor, moment);
      if (!result.ok) return result;
      approved.push(result.value);
    }
    const rules = new Set(approved.map(({ withdrawal }) => withdrawal.rule));
    if (rules.size > 1)
      return fail(
        'rule_violated',
        'These meet different rules of the policy: approve those of one rule together.',
      );
    return ok({
      next: approved,
      events: approved.map(({ withdrawal, change }) =>
        withdrawalEvent(
          change.state === 'approved' ? 'withdrawal.approved' : 'withdrawal.approved-first',
          withdrawal,
          {
            newValue: `${withdrawal.amount} ${withdrawal.asset}`,
            details: {
              ...{ contentHash: withdrawal.contentHash, rule: withdrawal.rule },
              ...{ approvals: withdrawal.approvals.length + 1, together: items.length },
            },
          },
        ),
      ),
      effects: [WITHDRAWAL_CHANGED, ...approved.flatMap(expiry)],
      answer: {
        changed: true,
        items: approved.map(({ withdrawal, change }) =>
          withdrawalAnswer(withdrawal, {
            state: change.state,
            approvals: withdrawal.approvals.length + 1,
          }),
        ),
      },
    });
  },
  save: async (tx, approved) => {
    for (const { withdrawal, change } of approved)
      if (!(await changeWithdrawal(tx, withdrawal, change))) return false;
    return true;
  },
};
