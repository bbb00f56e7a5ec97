// The field for a note, emptied once it was taken.
'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextArea } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';

interface NoteFormProps {
  /** Characters. */
  most: number;
  heldBy: string | null;
  pending: boolean;
  error: ErrorBody['error'] | null;
  /** Whether it was taken. */
  onAdd: (text: string) => Promise<boolean>;
}

export function NoteForm({ most, heldBy, pending, error, onAdd }: NoteFormProps) {
  const [text, setText] = useState('');
  const empty = text.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (empty || pending || heldBy) return;
    void onAdd(text.trim()).then((taken) => {
      if (taken) setText('');
    });
  };
  return (
    <form onSubmit={submit} className="noprint mt-3 flex max-w-[60ch] flex-col items-start gap-2">
      <TextArea
        label="Add a note"
        className="w-full"
        value={text}
        maxLength={most}
        onChange={(event) => setText(event.target.value)}
      />
      <FormError error={error} />
      <Button
        type="submit"
        busy={pending}
        disabledReason={heldBy ?? (empty ? 'Write the note first.' : null)}
      >
        Add the note
      </Button>
    </form>
  );
}
