// A dialog that is one form: the button that sends it, why it cannot be sent yet or was refused, and the way out.
'use client';
import { type FormEvent, type ReactNode, type RefObject, useId } from 'react';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { FormError } from './ui/form-error.tsx';

interface FormDialogProps {
  title: string;
  description: string;
  /** On the button that sends it. */
  button: string;
  /** What is missing; null when it can be sent. */
  heldBy: string | null;
  pending: boolean;
  /** Why the last try was refused, unless a field says it; null when it was not. */
  error: { message: string } | null;
  initialFocus?: RefObject<HTMLElement | null>;
  className?: string;
  /** The fields. */
  children: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
}

export function FormDialog({
  title,
  description,
  button,
  heldBy,
  pending,
  error,
  initialFocus,
  className,
  children,
  onSubmit,
  onClose,
}: FormDialogProps) {
  const formId = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (heldBy === null && !pending) onSubmit();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={description}
      {...(initialFocus ? { initialFocus } : {})}
      {...(className ? { className } : {})}
      footer={
        <>
          <Button type="submit" form={formId} variant="ink" size="lg" busy={pending} disabledReason={heldBy}>
            {button}
          </Button>
          <Button variant="ghost" size="lg" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="mt-3 flex flex-col gap-3">
        {children}
        <FormError error={error} />
      </form>
    </Dialog>
  );
}
