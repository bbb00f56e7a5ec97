// The acts of the open withdrawal: the safe one first, the one that lets money out hatched where a look is asked for.
'use client';
import { ArrowUpRight, Check, Hand, Undo2 } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { asksForLook, notApprovable } from '#components/withdrawals/withdrawal-words.ts';
import { WITHDRAWAL_MOVES, type WithdrawalState } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import type { ReasonedAct } from './withdrawal-acts.ts';

interface WithdrawalButtonsProps {
  withdrawal: WithdrawalView;
  me: { id: string };
  now: number;
  /** Why nothing can be decided here: the role, or no connection. */
  heldBy: string | null;
  busy: boolean;
  onApprove: () => void;
  onUndo: () => void;
  onDecide: (act: ReasonedAct) => void;
}

export function WithdrawalButtons({
  withdrawal,
  me,
  now,
  heldBy,
  busy,
  onApprove,
  onUndo,
  onDecide,
}: WithdrawalButtonsProps) {
  const moves = WITHDRAWAL_MOVES[withdrawal.state as WithdrawalState];
  const flagged = asksForLook(withdrawal, now);
  const mine = withdrawal.approvals.some(({ by }) => by.id === me.id);
  if (withdrawal.state === 'unknown') {
    return (
      <>
        <Button size="lg" busy={busy} disabledReason={heldBy} onClick={() => onDecide('unpaid')}>
          It was not sent
        </Button>
        <Button size="lg" busy={busy} disabledReason={heldBy} onClick={() => onDecide('paid')}>
          It was sent
        </Button>
        <p className="text-xs text-ink-3">
          Look up its key at the wallet first: the wallet is not asked a second time.
        </p>
      </>
    );
  }
  if (moves.reject === null && moves.confirm !== null)
    return <p className="text-xs text-ink-3">It is with the wallet: nothing is decided here any more.</p>;
  if (moves.reject === null)
    return <p className="text-xs text-ink-3">It is over: nothing more is decided.</p>;
  return (
    <>
      <div className="flex gap-2 [&>*]:flex-1">
        {moves.hold === null ? null : (
          <Button
            variant={flagged && !mine ? 'safe' : 'outline'}
            size="lg"
            icon={Hand}
            kbd="H"
            busy={busy}
            disabledReason={heldBy}
            onClick={() => onDecide('hold')}
          >
            Hold
          </Button>
        )}
        {moves.resume === null ? null : (
          <Button size="lg" busy={busy} disabledReason={heldBy} onClick={() => onDecide('resume')}>
            Let go on
          </Button>
        )}
        {mine && moves.undo !== null ? (
          <Button variant="safe" size="lg" icon={Undo2} busy={busy} disabledReason={heldBy} onClick={onUndo}>
            Undo
          </Button>
        ) : moves.approve === null ? null : (
          <Button
            variant={flagged ? 'risk' : 'ink'}
            size="lg"
            icon={flagged ? ArrowUpRight : Check}
            kbd="E"
            busy={busy}
            disabledReason={heldBy ?? notApprovable(withdrawal, me)}
            onClick={onApprove}
          >
            Approve
          </Button>
        )}
      </div>
      <Button variant="ghost" busy={busy} disabledReason={heldBy} onClick={() => onDecide('reject')}>
        Reject, return to balance
      </Button>
    </>
  );
}
