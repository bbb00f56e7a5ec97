// A small dialog for an act that needs nothing but a reason, which is offered and may be edited.
'use client';
import { type FormEvent, useId, useRef, useState } from 'react';
import type { ErrorBody } from '#lib/contract/console.ts';
import { reasonState } from './change-plan.ts';
import { ReasonField } from './change-reason.tsx';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { FormError } from './ui/form-error.tsx';

interface ReasonDialogProps {
  title: string;
  /** What the act does, in a sentence. */
  says: string;
  button: string;
  /** `safe`: it takes something out of the way of harm; otherwise routine work. */
  tone?: 'safe' | 'plain';
  /** The reason to begin with. */
  offered: string;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onApply: (reason: string) => void;
  onClose: () => void;
}

export function ReasonDialog({
  title,
  says,
  button,
  tone = 'plain',
  offered,
  pending,
  error,
  onApply,
  onClose,
}: ReasonDialogProps) {
  const formId = useId();
  const applyRef = useRef<HTMLButtonElement>(null);
  const [written, setWritten] = useState<string | null>(null);
  const reason = written ?? offered;
  const state = reasonState(reason, 'reducing');
  const apply = (): void => {
    if (state.ok && !pending) onApply(reason.trim());
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    apply();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      tone={tone}
      title={title}
      description={says}
      initialFocus={applyRef}
      footer={
        <>
          <Button
            ref={applyRef}
            type="submit"
            form={formId}
            variant={tone === 'safe' ? 'safe' : 'ink'}
            size="lg"
            busy={pending}
            disabledReason={
              state.ok ? null : (state.error ?? `Write a reason first: ${state.count} characters.`)
            }
          >
            {button}
          </Button>
          <Button variant="ghost" size="lg" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="mt-3 flex flex-col gap-3">
        <ReasonField
          way="reducing"
          value={reason}
          state={state}
          offered={written === null}
          onChange={setWritten}
          onEnter={apply}
        />
        <FormError error={error} />
      </form>
    </Dialog>
  );
}
