// A small dialog for one name.
'use client';
import { useRef, useState } from 'react';
import { FormDialog } from './form-dialog.tsx';
import { TextField } from './ui/field.tsx';

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
  const fieldRef = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(initial);
  return (
    <FormDialog
      title={title}
      description={says}
      initialFocus={fieldRef}
      button={button}
      heldBy={name.trim() === '' ? 'Write a name first.' : null}
      pending={pending}
      error={error}
      onSubmit={() => onName(name.trim())}
      onClose={onClose}
    >
      <TextField
        ref={fieldRef}
        label={label}
        maxLength={100}
        fieldClassName="h-9"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </FormDialog>
  );
}
