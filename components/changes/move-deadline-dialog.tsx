// Another time, or another owner, for a value that somebody has to come back to.
'use client';
import { useRef, useState } from 'react';
import { formatSwitchValue, placeName } from '#components/format-value.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import type { DeciderView, ValueDeadlineView } from '#lib/contract/approvals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { reasonState } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import { startTerms, untilOf } from './change-terms.ts';
import { DeadlineFields } from './deadline-fields.tsx';
import { RefusedChange } from './refused-change.tsx';

interface MoveDeadlineDialogProps {
  deadline: ValueDeadlineView;
  me: { id: string; name: string };
  people: readonly DeciderView[];
  /** The server's clock, ms since 1970. */
  clockNow: number;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onMove: (to: { until: string; owner?: string; reason: string }) => void;
  onClose: () => void;
}

export function MoveDeadlineDialog({
  deadline,
  me,
  people,
  clockNow,
  pending,
  error,
  onMove,
  onClose,
}: MoveDeadlineDialogProps) {
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const [terms, setTerms] = useState(startTerms('loosened'));
  const [reason, setReason] = useState('');
  const state = reasonState(reason, 'reducing');
  const until = untilOf(terms, clockNow);
  const heldBy = until.ok
    ? state.ok
      ? null
      : (state.error ?? `Write a reason first: ${state.count} characters.`)
    : until.error.message;
  const move = (): void => {
    if (heldBy || pending || !until.ok || until.value === null) return;
    const { owner } = terms;
    onMove({ until: until.value.toISOString(), ...(owner ? { owner } : {}), reason: reason.trim() });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={
        <>
          Move the deadline of <span className="num">{placeName(deadline.switch, deadline.symbol)}</span>
        </>
      }
      description={`It stays ${formatSwitchValue(deadline.switch, deadline.value)}; its owner is reminded later.`}
      initialFocus={reasonRef}
      footer={
        <>
          <Button size="lg" variant="ink" busy={pending} disabledReason={heldBy} onClick={move}>
            Move it
          </Button>
          <Button size="lg" variant="ghost" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <div className="mt-3 flex flex-col gap-3">
        <DeadlineFields
          kind={deadline.kind}
          mustEnd
          draft={terms}
          onDraft={setTerms}
          me={me}
          people={people}
          ownerNow={deadline.owner}
          now={clockNow}
        />
        <ReasonField
          way="reducing"
          value={reason}
          state={state}
          offered={false}
          onChange={setReason}
          onEnter={move}
          focusRef={reasonRef}
        />
        <RefusedChange error={error} />
      </div>
    </Dialog>
  );
}
