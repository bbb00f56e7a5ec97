// Retiring an executor: its question with the positions it held, sent once.
'use client';
import { type ReactNode, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { showToast } from '#components/ui/toast-store.ts';
import { RetireExecutorDialog } from '#components/venue/retire-executor-dialog.tsx';
import { permissionOf } from '#lib/catalog/permissions.ts';
import type { PositionsBody } from '#lib/contract/emergency.ts';
import { useChangeControl } from '../change-control.tsx';
import { retireExecutorAction } from './actions.ts';

export interface Retirement {
  /** Why this person may not retire an executor now; null when they may. */
  heldBy: string | null;
  open: (executor: string) => void;
  dialogs: ReactNode;
}

export function useRetireExecutor({ positions }: Pick<PositionsBody, 'positions'>): Retirement {
  const { me } = useConsole();
  const { cannotSend } = useChangeControl();
  const { send, pending, error, forget, dialog } = useKeyedSend(['positions', 'emergency-stops', 'run']);
  const [executor, setExecutor] = useState<string | null>(null);
  const allowed = permissionOf('retire-executor').roles.some((role) => me.roles.includes(role));
  const heldBy = allowed ? cannotSend : 'A risk manager or super admin retires an executor.';
  const retire = async (id: string, reason: string, closed: readonly string[]): Promise<void> => {
    const sent = await send(retireExecutorAction, { executor: id, reason, closed }, `Retire ${id}`);
    if (!sent?.ok) return;
    setExecutor(null);
    showToast({
      ...{ id: `retired-${id}`, tone: 'plain', title: `${id} is retired` },
      body: 'Nothing waits for it any more. Should it report again, it counts again.',
    });
  };
  return {
    heldBy,
    open: (id) => {
      forget();
      setExecutor(id);
    },
    dialogs: (
      <>
        {executor === null ? null : (
          <RetireExecutorDialog
            key={executor}
            executor={executor}
            positions={positions.filter((one) => one.executor === executor)}
            heldBy={heldBy}
            pending={pending}
            error={error}
            onApply={(reason, closed) => void retire(executor, reason, closed)}
            onClose={() => setExecutor(null)}
          />
        )}
        {dialog}
      </>
    ),
  };
}
