// Said where change requests would stand when there is none.
import { clock } from '#components/format-time.ts';
import { EmptyState } from '#components/ui/panel-states.tsx';

/** `readAt` is when that was looked at. */
export function NothingWaits({ readAt }: { readAt: string }) {
  return (
    <EmptyState title="Nothing waits for a second person">
      Raising a critical switch stands here until somebody else approves it. Last read{' '}
      <span className="tn">{clock(readAt)}</span> UTC.
    </EmptyState>
  );
}
