// The dialog that makes a personal token: what it is for, and when it ends.
'use client';
import { type FormEvent, useId, useRef, useState } from 'react';
import { PERSONAL_TOKEN } from '#lib/catalog/credentials.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { TextField } from './ui/field.tsx';
import { FormError } from './ui/form-error.tsx';
import { Segmented } from './ui/segmented.tsx';

export interface TokenDraft {
  name: string;
  expiresInDays: number;
}

interface TokenFormProps {
  pending: boolean;
  error: ErrorBody['error'] | null;
  onCreate: (draft: TokenDraft) => void;
  onClose: () => void;
}

const ENDS = PERSONAL_TOKEN.expiryDays.map((days) => ({ value: String(days), label: `${days} days` }));

export function TokenForm({ pending, error, onCreate, onClose }: TokenFormProps) {
  const formId = useId();
  const nameRef = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [ends, setEnds] = useState(String(PERSONAL_TOKEN.usualExpiryDays));
  const missing = name.trim() === '' ? 'Give the token a name.' : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!missing && !pending) onCreate({ name: name.trim(), expiresInDays: Number(ends) });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Create a personal token"
      description="Whoever holds it acts as you, with your roles. It is shown once."
      initialFocus={nameRef}
      footer={
        <>
          <Button type="submit" form={formId} variant="ink" size="lg" busy={pending} disabledReason={missing}>
            Create the token
          </Button>
          <Button variant="ghost" size="lg" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="mt-3 flex flex-col gap-3">
        <TextField
          ref={nameRef}
          label="Name"
          help="Where it is used, such as laptop or nightly report."
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Segmented legend="Ends after" showLegend value={ends} segments={ENDS} onChange={setEnds} />
        <FormError error={error} />
      </form>
    </Dialog>
  );
}
