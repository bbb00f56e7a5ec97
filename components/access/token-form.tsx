// The dialog that makes a personal token: what it is for, and when it ends.
'use client';
import { useRef, useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { PERSONAL_TOKEN } from '#lib/catalog/credentials.ts';
import type { ErrorBody } from '#lib/contract/console.ts';

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
  const nameRef = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [ends, setEnds] = useState(String(PERSONAL_TOKEN.usualExpiryDays));
  const missing = name.trim() === '' ? 'Give the token a name.' : null;
  return (
    <FormDialog
      title="Create a personal token"
      description="Whoever holds it acts as you, with your roles. It is shown once."
      initialFocus={nameRef}
      button="Create the token"
      heldBy={missing}
      pending={pending}
      error={error}
      onSubmit={() => onCreate({ name: name.trim(), expiresInDays: Number(ends) })}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
