// Before an order to executors: what it does, what has to be true first, and the reason.
'use client';
import { useState } from 'react';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';
import { actWords, type ExecutorAct, heldUntilTicked, reasonWith } from './executor-words.ts';

interface ExecutorActDialogProps {
  act: ExecutorAct;
  /** Why it cannot be sent now; null when it can. */
  heldBy: string | null;
  /** What this console measures of the last check: `14 of 14 instances in step`. */
  health: string;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApply: (reason: string) => void;
  onClose: () => void;
}

export function ExecutorActDialog({
  act,
  heldBy,
  health,
  pending,
  error,
  onApply,
  onClose,
}: ExecutorActDialogProps) {
  const { title, says, button, tone, offered, checks } = actWords(act);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const toggle = (check: string, on: boolean): void => {
    const next = new Set(ticked);
    if (on) next.add(check);
    else next.delete(check);
    setTicked(next);
  };
  return (
    <ReasonDialog
      title={title}
      says={says}
      button={button}
      tone={tone}
      offered={offered}
      heldBy={heldBy ?? heldUntilTicked(checks, ticked)}
      pending={pending}
      error={error}
      whole={(reason) => reasonWith(reason, checks)}
      onApply={onApply}
      onClose={onClose}
    >
      {checks.length > 0 ? (
        <fieldset className="flex flex-col gap-1">
          <legend className="lbl mb-1">Validated before the reset</legend>
          {checks.map((check, index) => (
            <label
              key={check}
              className="flex min-h-6 cursor-pointer items-center gap-2 text-xs text-ink-2 pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                className="size-4 accent-ink"
                checked={ticked.has(check)}
                onChange={(event) => toggle(check, event.target.checked)}
              />
              <span>
                {check}
                {index === checks.length - 1 ? <span className="text-ink-3">: {health}</span> : null}
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
    </ReasonDialog>
  );
}
