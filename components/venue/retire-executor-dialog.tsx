// Before an executor is retired: what nobody will wait for any more, each position it held looked at elsewhere, and the reason.
'use client';
import { useState } from 'react';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { PositionView } from '#lib/contract/emergency.ts';
import { heldWords } from './executor-words.ts';

interface RetireExecutorDialogProps {
  executor: string;
  /** What it held by its last report. */
  positions: readonly PositionView[];
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** `closed`: symbols of the positions that were ticked as closed. */
  onApply: (reason: string, closed: readonly string[]) => void;
  onClose: () => void;
}

export function RetireExecutorDialog({
  executor,
  positions,
  heldBy,
  pending,
  error,
  onApply,
  onClose,
}: RetireExecutorDialogProps) {
  const [closed, setClosed] = useState<readonly string[]>([]);
  const open = positions.find(({ symbol }) => !closed.includes(symbol));
  return (
    <ReasonDialog
      title={`Retire ${executor}`}
      says="Nothing waits for its word any more: no command, no check of a procedure. Should it report again, it counts again."
      button="Retire it"
      offered=""
      heldBy={heldBy ?? (open ? `Look at the exchange first: is ${open.symbol} closed?` : null)}
      pending={pending}
      error={error}
      onApply={(reason) => onApply(reason, closed)}
      onClose={onClose}
    >
      {positions.length > 0 ? (
        <fieldset className="flex flex-col gap-1">
          <legend className="lbl mb-1">Closed at the exchange itself, as you have seen there</legend>
          {positions.map((position) => (
            <label
              key={position.symbol}
              className="flex min-h-6 cursor-pointer items-center gap-2 text-xs text-ink-2 pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                className="size-4 accent-ink"
                checked={closed.includes(position.symbol)}
                onChange={({ target }) =>
                  setClosed((before) =>
                    target.checked
                      ? [...before, position.symbol]
                      : before.filter((symbol) => symbol !== position.symbol),
                  )
                }
              />
              <span className="num">{heldWords(position)}</span>
            </label>
          ))}
        </fieldset>
      ) : null}
    </ReasonDialog>
  );
}
