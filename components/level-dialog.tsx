// Before a level is pressed: what changes, what users of the exchange can no longer do, what is no longer protected; Enter applies.
'use client';
import { ArrowDownRight, Timer, TriangleAlert } from 'lucide-react';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { ErrorBody } from '#lib/contract/console.ts';
import type { LevelView } from '#lib/contract/levels.ts';
import { diffRows } from './approval-words.ts';
import { reasonState } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import { DiffPreview } from './diff-preview.tsx';
import { effectWords } from './format-time.ts';
import { lostWords, offeredLevelReason } from './level-words.ts';
import { RefusedChange } from './refused-change.tsx';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';

interface LevelDialogProps {
  level: LevelView;
  cannotSend: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApply: (reason: string) => void;
  onClose: () => void;
}

export function LevelDialog({ level, cannotSend, pending, error, onApply, onClose }: LevelDialogProps) {
  const formId = useId();
  const applyRef = useRef<HTMLButtonElement>(null);
  const [written, setWritten] = useState<string | null>(null);
  const reason = written ?? offeredLevelReason(level);
  const state = reasonState(reason, 'reducing');
  const lost = lostWords(level.lost);
  const effect = level.lastEffect;
  const heldBy =
    level.heldBy ??
    cannotSend ??
    (state.ok ? null : (state.error ?? `Write a reason first: ${state.count} characters.`));
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      tone="safe"
      title={`Level ${level.level}, ${level.title}`}
      description={`${level.means}${level.level === 3 ? ', answered with 503' : ''}.`}
      initialFocus={applyRef}
      footer={
        <>
          <Button
            ref={applyRef}
            type="submit"
            form={formId}
            size="lg"
            variant="safe"
            icon={ArrowDownRight}
            kbd={heldBy ? undefined : 'Enter'}
            busy={pending}
            disabledReason={heldBy}
            className="flex-1"
          >
            {pending ? 'Sending' : `Level ${level.level} now`}
          </Button>
          <Button size="lg" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (!heldBy && !pending) onApply(reason.trim());
        }}
        className="mt-2.5 flex flex-col gap-2.5"
      >
        {lost.length > 0 ? (
          <p className="text-xs text-ink-2">
            Users of the exchange lose or get less of:{' '}
            <span className="font-medium text-ink">{lost.join(', ')}</span>.
          </p>
        ) : null}
        {level.losing ? (
          <p className="flex items-start gap-2 text-xs text-risk-text">
            <TriangleAlert className="mt-px size-3.5" aria-hidden="true" />
            {level.losing}
          </p>
        ) : null}
        {level.changes.length > 0 ? (
          <DiffPreview changes={diffRows(level.changes)} />
        ) : (
          <p className="text-xs text-ink-2">Every value holds already; the press is recorded and observed.</p>
        )}
        <ReasonField
          way="reducing"
          value={reason}
          state={state}
          offered={written === null}
          onChange={setWritten}
          onEnter={() => {
            if (!heldBy && !pending) onApply(reason.trim());
          }}
        />
        <p className="flex items-center gap-2 text-xs text-ink-2">
          <Timer className="size-3.5" aria-hidden="true" />
          {effect?.slowestMs == null
            ? 'Not pressed yet, no approver'
            : `Last time ${effectWords(effect.slowestMs)} on ${effect.applied} of ${effect.expected}, no approver`}
        </p>
        <RefusedChange error={error} />
      </form>
    </Dialog>
  );
}
