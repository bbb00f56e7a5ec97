// A small dialog for an act that needs a reason, which is offered and may be edited; what it changes can stand above it.
'use client';
import { ArrowUpRight, type LucideIcon } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { reasonState } from '#components/changes/change-plan.ts';
import { ReasonField } from '#components/changes/change-reason.tsx';
import { RefusedChange } from '#components/changes/refused-change.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';
import { Button, type ButtonVariant } from './ui/button.tsx';
import { Dialog, type DialogTone } from './ui/dialog.tsx';

const VARIANT = { safe: 'safe', raise: 'risk', plain: 'ink' } as const satisfies Record<
  DialogTone,
  ButtonVariant
>;

interface ReasonDialogProps {
  title: string;
  /** What the act does, in a sentence. */
  says: string;
  button: string;
  /** On the button; what raises has its arrow anyway. */
  icon?: LucideIcon;
  /** `safe`: it takes something out of the way of harm. `raise`: it asks to raise exposure. Otherwise routine work. */
  tone?: DialogTone;
  /** The reason to begin with. */
  offered: string;
  /** What stands before it besides the reason; null when nothing does. */
  heldBy?: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** What is sent in place of the reason alone: the reason with what was ticked above it. */
  whole?: (reason: string) => string;
  /** Above the reason, such as the difference. */
  children?: ReactNode;
  /** Below the reason, such as how fast it was the last time. */
  note?: ReactNode;
  onApply: (reason: string) => void;
  onClose: () => void;
}

export function ReasonDialog({
  title,
  says,
  button,
  icon,
  tone = 'plain',
  offered,
  heldBy = null,
  whole = (own) => own,
  pending,
  error,
  children,
  note,
  onApply,
  onClose,
}: ReasonDialogProps) {
  const formId = useId();
  const applyRef = useRef<HTMLButtonElement>(null);
  const reasonRef = useRef<HTMLTextAreaElement>(null);
  const [written, setWritten] = useState<string | null>(null);
  const reason = written ?? offered;
  const way = tone === 'raise' ? 'raising' : 'reducing';
  const own = reasonState(reason, way);
  // The length of all that is sent counts, and what was typed is counted.
  const state = own.ok ? { ...reasonState(whole(reason.trim()), way), count: own.count } : own;
  const held =
    heldBy ?? (state.ok ? null : (state.error ?? `Write a reason first: ${state.count} characters.`));
  const apply = (): void => {
    if (held === null && !pending) onApply(whole(reason.trim()));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (way === 'reducing') apply();
  };
  const cancel = (
    <Button variant="ghost" size="lg" onClick={onClose}>
      Cancel
    </Button>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      tone={tone}
      title={title}
      description={says}
      initialFocus={state.ok && way === 'reducing' ? applyRef : reasonRef}
      footer={
        <>
          {way === 'raising' ? cancel : null}
          <Button
            ref={applyRef}
            type={way === 'raising' ? 'button' : 'submit'}
            form={formId}
            variant={VARIANT[tone]}
            size="lg"
            icon={way === 'raising' ? ArrowUpRight : icon}
            kbd={way === 'reducing' && held === null ? 'Enter' : undefined}
            busy={pending}
            disabledReason={held}
            onClick={way === 'raising' ? apply : undefined}
            className={way === 'raising' ? 'ml-auto' : undefined}
          >
            {pending ? 'Sending' : button}
          </Button>
          {way === 'reducing' ? cancel : null}
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="mt-3 flex flex-col gap-3">
        {children}
        <ReasonField
          way={way}
          focusRef={reasonRef}
          value={reason}
          state={state}
          offered={written === null && offered !== ''}
          onChange={setWritten}
          onEnter={() => {
            if (way === 'reducing') apply();
          }}
        />
        {note}
        <RefusedChange error={error} />
      </form>
    </Dialog>
  );
}
