// The dialog of the emergency stop, tied to the matrix and to who is there. Loaded lazily, before it is needed.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { switchesQuery } from '#app/_client/queries.ts';
import { matrixOf } from '#components/changes/matrix-rows.ts';
import { StopDialog } from '#components/venue/stop-dialog.tsx';
import { stopHeldBy } from '#components/venue/stop-words.ts';
import type { ErrorBody } from '#lib/contract/console.ts';

interface StopWindowProps {
  pending: boolean;
  error: ErrorBody['error'] | null;
  onStop: (reason: string) => void;
  onClose: () => void;
}

export function StopWindow({ pending, error, onStop, onClose }: StopWindowProps) {
  const { me, link } = useConsole();
  const { data } = useQuery(switchesQuery);
  return (
    <StopDialog
      matrix={data ? matrixOf(data.items) : undefined}
      heldBy={stopHeldBy(me.roles)}
      offline={link.state === 'offline'}
      pending={pending}
      error={error}
      onStop={onStop}
      onClose={onClose}
    />
  );
}
