// The dialog that makes a key: what it is for, what it opens, who answers for it, when it ends.
'use client';
import { useRef, useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { Select, TextField } from '#components/ui/field.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { MACHINE_KEY } from '#lib/catalog/credentials.ts';
import { SCOPE_NAMES, SCOPES, type Scope } from '#lib/catalog/scopes.ts';
import type { ErrorBody } from '#lib/contract/console.ts';

export interface KeyDraft {
  name: string;
  scopes: readonly Scope[];
  owner: string;
  expiresInDays: number | null;
}

interface KeyFormProps {
  /** People who can answer for a key; whoever is at work comes chosen. */
  owners: readonly { id: string; name: string }[];
  me: string;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onCreate: (draft: KeyDraft) => void;
  onClose: () => void;
}

const ENDS = [
  ...MACHINE_KEY.expiryDays.map((days) => ({ value: String(days), label: `${days} days` })),
  { value: 'none', label: 'No end' },
];

export function KeyForm({ owners, me, pending, error, onCreate, onClose }: KeyFormProps) {
  const nameRef = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(SCOPE_NAMES.slice(0, 1));
  const [owner, setOwner] = useState(me);
  const [ends, setEnds] = useState(String(MACHINE_KEY.usualExpiryDays));
  const missing =
    name.trim() === '' ? 'Give the key a name.' : scopes.length === 0 ? 'Choose a scope.' : null;
  return (
    <FormDialog
      title="Create a key for a machine"
      description="A key has scopes and no role: it can read, and change nothing. It is shown once."
      initialFocus={nameRef}
      button="Create the key"
      heldBy={missing}
      pending={pending}
      error={error}
      onSubmit={() =>
        onCreate({ name: name.trim(), scopes, owner, expiresInDays: ends === 'none' ? null : Number(ends) })
      }
      onClose={onClose}
    >
      <TextField
        ref={nameRef}
        label="Name"
        help="Which machine holds it, such as router in Frankfurt."
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset>
        <legend className="lbl mb-1">Scopes</legend>
        {SCOPE_NAMES.map((scope) => (
          <label key={scope} className="flex cursor-pointer items-start gap-2 py-1 pointer-coarse:py-2.5">
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-ink"
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(
                  event.target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope),
                )
              }
            />
            <span className="min-w-0 text-xs">
              <span className="num block">{scope}</span>
              <span className="text-ink-3">{SCOPES[scope]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Select
        label="Owner"
        help="Answers for it, and is asked when it leaks."
        value={owner}
        options={owners.map(({ id, name: label }) => ({ value: id, label }))}
        onValue={setOwner}
      />
      <Segmented legend="Ends after" showLegend value={ends} segments={ENDS} onChange={setEnds} />
      {ends === 'none' ? (
        <p className="text-xs text-risk-text">
          A key without an end works until somebody thinks of revoking it.
        </p>
      ) : null}
    </FormDialog>
  );
}
