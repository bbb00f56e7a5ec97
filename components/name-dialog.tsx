// A small dialog for one name.
'use client';
import { type FormEvent, useId, useRef, useState } from 'react';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { TextField } from './ui/field.tsx';
import { FormError } from './ui/form-error.tsx';

interface NameDialogProps {
  title: string;
  says: string;
  label: string;
  initial: string;
  button: string;
  pending: boolean;
  error: { message: string } | null;
  onName: (name: string) => void;
  onClose: () => void;
}

export function NameDialog(props: NameDialogProps) {
  const { title, says, label, initial, button, pending, error, onName, onClose } = props;
  const formId = useId();
  const fieldRef = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(initial);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '' && !pending) onName(name.trim());
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={says}
      initialFocus={fieldRef}
      footer={
        <>
          <Button
            type="submit"
            form={formId}
            variant="ink"
            size="lg"
            busy={pending}
            disabledReason={name.trim() === '' ? 'Write a name first.' : null}
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
        <TextField
          ref={fieldRef}
          label={label}
          maxLength={100}
          fieldClassName="h-9"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <FormError error={error} />
      </form>
    </Dialog>
  );
}
