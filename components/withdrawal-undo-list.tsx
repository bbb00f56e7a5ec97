// What you approved a moment ago and can still take back, wherever its row has gone; at the foot, so that no row moves for it.
import { Undo2 } from 'lucide-react';
import { withdrawalName } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalView } from '#lib/contract/withdrawals.ts';
import type { ServerClock } from './countdown.ts';
import { CountdownChip } from './countdown-chip.tsx';
import { Button } from './ui/button.tsx';
import { dollars, sumWords } from './withdrawal-words.ts';

interface WithdrawalUndoListProps {
  /** As they were read; those whose minute is over meanwhile are left out. */
  withdrawals: readonly WithdrawalView[];
  now: number;
  clock: ServerClock;
  heldBy: string | null;
  busy: boolean;
  onUndo: (withdrawal: WithdrawalView) => void;
}

export function WithdrawalUndoList({
  withdrawals,
  now,
  clock,
  heldBy,
  busy,
  onUndo,
}: WithdrawalUndoListProps) {
  const left = withdrawals.filter(({ sendAfter }) => sendAfter !== null && Date.parse(sendAfter) > now);
  if (left.length === 0) return null;
  return (
    <section
      aria-label="Just approved by you"
      className="sticky bottom-0 z-[5] border-t border-line-strong bg-surface px-4 py-2 max-lg:bottom-16 lg:px-6"
    >
      <h2 className="text-xs text-ink-2">
        <span className="font-semibold">Just approved by you:</span> {left.length},{' '}
        <span className="num">{sumWords(left)}</span>
      </h2>
      <ul className="max-h-28 overflow-y-auto">
        {left.map((one) => (
          <li key={one.withdrawalId} className="flex min-h-9 flex-wrap items-center gap-x-3 text-sm">
            <span className="num">{withdrawalName(one.number)}</span>
            <span className="num font-semibold">{dollars(one.usdValue)}</span>
            <span className="ml-auto flex items-center gap-3">
              {one.approvedAt !== null && one.sendAfter !== null ? (
                <CountdownChip
                  verb="Sent in"
                  from={one.approvedAt}
                  until={one.sendAfter}
                  clock={clock}
                  tone="plain"
                />
              ) : null}
              <Button
                size="sm"
                icon={Undo2}
                busy={busy}
                disabledReason={heldBy}
                aria-label={`Undo the approval of ${withdrawalName(one.number)}`}
                onClick={() => onUndo(one)}
              >
                Undo
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
