// Withdrawals as the reads say them: from their rows, with everything that keeps them from going out now.
import { WITHDRAWAL_POLICY } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalRuleView, WithdrawalView } from '#lib/contract/withdrawals.ts';
import { causesOf, slaOf, standingOf, type WithdrawalSwitches } from '#lib/rules/withdrawals/withdrawal.ts';
import { approvalsText } from '#lib/rules/withdrawals/withdrawal-policy.ts';
import type { RuleFacts, StoredWithdrawal } from '#lib/store/withdrawals/withdrawals.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

export function ruleView({ rule, people, oneOf }: RuleFacts): WithdrawalRuleView {
  // A rule that the catalogue no longer has still decided this one: it is shown by its key.
  const label = WITHDRAWAL_POLICY.find(({ key }) => key === rule)?.label ?? rule;
  return { key: rule, label, people, oneOf, asks: approvalsText({ people, oneOf }) };
}

export function withdrawalView(
  withdrawal: StoredWithdrawal,
  switches: WithdrawalSwitches,
  now: Date,
): WithdrawalView {
  const { approvals, decidedAt, decidedName, decisionReason } = withdrawal;
  const standing = new Set(standingOf(approvals).map(({ personId }) => personId));
  const { account, asset, network, amount, usdValue, address, memo, riskScore, riskNotes } = withdrawal;
  return {
    ...{ withdrawalId: withdrawal.id, number: withdrawal.number, id: withdrawal.callerId },
    ...{ account, accountSince: withdrawal.accountSince.toISOString(), asset, network, amount, usdValue },
    ...{ pricedAt: withdrawal.pricedAt.toISOString(), address, memo, riskScore, riskNotes },
    destinationSince: withdrawal.destinationSince.toISOString(),
    requestedAt: withdrawal.requestedAt.toISOString(),
    ...{ filedAt: withdrawal.filedAt.toISOString(), filedBy: withdrawal.filedName },
    ...{ amendedAt: iso(withdrawal.amendedAt), state: withdrawal.state, rule: ruleView(withdrawal) },
    contentHash: withdrawal.contentHash,
    approvals: approvals.map(({ personId, name, at }) => ({
      ...{ by: { id: personId, name }, at: at.toISOString(), stands: standing.has(personId) },
    })),
    ...{ approvedAt: iso(withdrawal.approvedAt), sendAfter: iso(withdrawal.sendAfter) },
    expiresAt: iso(withdrawal.expiresAt),
    decision:
      decidedAt === null
        ? null
        : { by: decidedName ?? '', at: decidedAt.toISOString(), reason: decisionReason ?? '' },
    ...{
      reference: withdrawal.reference,
      walletKey: withdrawal.walletKey,
      walletProblem: withdrawal.problem,
    },
    causes: causesOf(withdrawal, approvals, switches, now),
    sla: slaOf(withdrawal.requestedAt, withdrawal.decidedAt ?? withdrawal.approvedAt ?? now),
  };
}
