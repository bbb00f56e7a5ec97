// The policies of alerts as a list: what each would do by itself, who set that, and setting another with a reason.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertPoliciesQuery } from '#app/_client/alert-queries.ts';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { AlertTabs } from '#components/alerts/alert-tabs.tsx';
import { PolicyDialog } from '#components/alerts/policy-dialog.tsx';
import { PolicyList } from '#components/alerts/policy-list.tsx';
import { policyName } from '#components/alerts/policy-words.ts';
import { Screen } from '#components/screen.tsx';
import { ErrorState } from '#components/ui/panel-states.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import type { AlertPolicy } from '#lib/catalog/alert-types.ts';
import { findAlert } from '#lib/catalog/alerts.ts';
import { permissionOf } from '#lib/catalog/permissions.ts';
import { someone } from '#lib/catalog/roles.ts';
import type { AlertPoliciesBody } from '#lib/contract/alert-history.ts';
import { useChangeControl } from '../../change-control.tsx';
import { setAlertPolicyAction } from '../actions.ts';

export function PoliciesScreen({ policies }: { policies: AlertPoliciesBody }) {
  const {
    data = policies,
    error: unread,
    refetch,
  } = useQuery({
    ...alertPoliciesQuery,
    initialData: policies,
  });
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const { send, pending, error, forget, dialog } = useKeyedSend(['alert-policies']);
  const [open, setOpen] = useState<string | null>(null);
  const { roles } = permissionOf('set-alert-policy');
  const allowed = roles.some((role) => me.roles.includes(role));
  const heldBy = allowed ? cannotSend : `It takes ${someone(roles)} to set a policy.`;
  const item = data.items.find(({ alert }) => alert === open);
  const set = async (alert: string, policy: AlertPolicy, reason: string): Promise<void> => {
    const sent = await send(setAlertPolicyAction, { alert, policy, reason }, `Policy of ${alert}`);
    if (!sent?.ok) return;
    setOpen(null);
    const title = `${findAlert(alert)?.title ?? alert}: ${policyName(policy).toLowerCase()}`;
    showToast({ id: `policy:${alert}`, tone: 'ok', title });
  };
  return (
    <Screen title="Alerts" note="what Bulkhead does by itself">
      <AlertTabs on="/alerts/policies" />
      {unread ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The policies did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            {unread.message}
          </ErrorState>
        </div>
      ) : null}
      <PolicyList
        items={data.items}
        heldBy={heldBy}
        onChange={(alert) => {
          forget();
          setOpen(alert);
        }}
      />
      {item ? (
        <PolicyDialog
          key={item.alert}
          item={item}
          pending={pending}
          error={error}
          onApply={(policy, reason) => void set(item.alert, policy, reason)}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {dialog}
    </Screen>
  );
}
