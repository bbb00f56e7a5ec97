// The Instances screen: where every instance stands, and isolating or restoring one with a reason.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { instancesQuery } from '#app/_client/queries.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { Screen } from '#components/screen.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import { InstanceTable } from '#components/venue/instance-table.tsx';
import { permissionOf } from '#lib/catalog/permissions.ts';
import type { ErrorBody, InstancesBody } from '#lib/contract/console.ts';
import { isolateInstanceAction, restoreInstanceAction } from './actions.ts';

const ACTS = {
  isolate: {
    act: isolateInstanceAction,
    title: (id: string) => `Isolate ${id}`,
    says: 'Changes no longer wait for it. Make sure first that it takes no orders: Bulkhead cannot stop its process.',
    button: 'Isolate it',
    done: (id: string) => `${id} is isolated: changes no longer wait for it`,
    reason: (id: string) => `${id} is silent and taken out of rotation`,
  },
  restore: {
    act: restoreInstanceAction,
    title: (id: string) => `Count ${id} again`,
    says: 'Changes wait for it again from now on.',
    button: 'Count it again',
    done: (id: string) => `${id} counts again`,
    reason: (id: string) => `${id} reports again`,
  },
} as const;

export function InstancesScreen({ instances }: { instances: InstancesBody }) {
  const { data = instances } = useQuery({ ...instancesQuery, initialData: instances });
  const { me, link } = useConsole();
  const client = useQueryClient();
  const [open, setOpen] = useState<{ kind: keyof typeof ACTS; id: string } | null>(null);
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<ErrorBody['error'] | null>(null);
  const roles = permissionOf('isolate-instance').roles;
  const mayAct = roles.some((role) => me.roles.includes(role));
  const heldBy = !mayAct
    ? 'A risk manager or super admin isolates instances.'
    : link.state === 'offline'
      ? 'You are offline. Nothing is sent until the link is back.'
      : null;
  const send = async (reason: string): Promise<void> => {
    if (!open) return;
    const { act, done } = ACTS[open.kind];
    setBusy(new Set([open.id]));
    setError(null);
    const result = await act({ instance: open.id, reason }).catch(() => null);
    setBusy(new Set());
    if (result?.ok) {
      showToast({ id: `instance-${open.id}`, tone: 'ok', title: done(open.id) });
      setOpen(null);
      void client.invalidateQueries({ queryKey: ['instances'] });
    } else {
      setError(result?.error ?? { code: 'unavailable', message: 'The console did not answer. Press again.' });
    }
  };
  const counted = data.items.filter((one) => one.state !== 'left' && one.state !== 'isolated');
  const inStep = counted.filter((one) => one.state === 'in_step').length;
  return (
    <Screen title="Instances" note={`${inStep} of ${counted.length} at revision ${data.revision}`}>
      <InstanceTable
        body={data}
        heldBy={heldBy}
        busy={busy}
        onIsolate={(id) => {
          setError(null);
          setOpen({ kind: 'isolate', id });
        }}
        onRestore={(id) => {
          setError(null);
          setOpen({ kind: 'restore', id });
        }}
      />
      {open ? (
        <ReasonDialog
          title={ACTS[open.kind].title(open.id)}
          says={ACTS[open.kind].says}
          button={ACTS[open.kind].button}
          offered={ACTS[open.kind].reason(open.id)}
          pending={busy.size > 0}
          error={error}
          onApply={(reason) => void send(reason)}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Screen>
  );
}
