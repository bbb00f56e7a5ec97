// Setting the policy of an alert: which one, what it means, and why.
'use client';
import { useState } from 'react';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import type { AlertPolicy } from '#lib/catalog/alert-types.ts';
import { findAlert } from '#lib/catalog/alerts.ts';
import type { AlertPolicyView } from '#lib/contract/alert-history.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { Losing } from './alert-action.tsx';
import { asksMore, POLICIES, policyName, policySays } from './policy-words.ts';

interface PolicyDialogProps {
  item: AlertPolicyView;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApply: (policy: AlertPolicy, reason: string) => void;
  onClose: () => void;
}

export function PolicyDialog({ item, pending, error, onApply, onClose }: PolicyDialogProps) {
  const [policy, setPolicy] = useState<AlertPolicy>(item.policy);
  const alert = findAlert(item.alert);
  return (
    <ReasonDialog
      title={alert?.title ?? item.alert}
      says={`Its action: ${alert?.action?.label ?? 'none'}.`}
      button={`Set to ${policyName(policy).toLowerCase()}`}
      tone={asksMore(policy) ? 'raise' : 'plain'}
      offered=""
      heldBy={policy === item.policy ? `It is ${policyName(policy).toLowerCase()} already.` : null}
      pending={pending}
      error={error}
      note={policy === 'execute' ? <Losing losing={alert?.action?.losing ?? null} /> : null}
      onApply={(reason) => onApply(policy, reason)}
      onClose={onClose}
    >
      <Segmented
        legend="Policy"
        showLegend
        value={policy}
        segments={POLICIES.map((value) => ({ value, label: policyName(value) }))}
        onChange={(value) => setPolicy(value as AlertPolicy)}
      />
      <p className="text-xs text-ink-2">{policySays(policy)}</p>
    </ReasonDialog>
  );
}
