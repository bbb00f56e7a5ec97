// Finds whose a leaked key or token is. Of what is pasted only the first characters are kept, here, before anything is sent.
'use client';
import { KeyRound, ScanSearch, UserRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/field.tsx';
import { EmptyState } from '#components/ui/panel-states.tsx';
import { PREFIX_LENGTH } from '#lib/catalog/credentials.ts';
import type { CredentialBody } from '#lib/contract/access.ts';
import { CredentialState } from './credential-state.tsx';
import { endWords, leakedPrefix, usedWords, works } from './key-words.ts';

export type Found = NonNullable<CredentialBody['found']>;

interface FinderProps {
  /** What was asked for last, and the answer; undefined while it is on its way. */
  asked: string | null;
  answer: CredentialBody | undefined;
  error: string | null;
  now: string;
  heldBy: string | null;
  onFind: (prefix: string) => void;
  onRevoke: (found: Found) => void;
}

export function CredentialFinder({ asked, answer, error, now, heldBy, onFind, onRevoke }: FinderProps) {
  const [typed, setTyped] = useState('');
  const [cut, setCut] = useState(false);
  const whole = typed.length === PREFIX_LENGTH;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (whole) onFind(typed);
  };
  const found = answer?.found;
  return (
    <div>
      <form onSubmit={submit} className="flex flex-wrap items-start gap-2">
        <TextField
          label="Find a leaked key or token"
          className="w-80 max-w-full max-sm:w-full"
          fieldClassName="h-7 num pointer-coarse:h-11"
          placeholder="bhk_4fKq81Zt"
          autoComplete="off"
          spellCheck={false}
          error={error}
          help={
            cut
              ? `Cut to its first ${PREFIX_LENGTH} characters. The rest stays in this browser and is not sent.`
              : `Paste it: only its first ${PREFIX_LENGTH} characters are kept and sent.`
          }
          value={typed}
          onChange={(event) => {
            const kept = leakedPrefix(event.target.value);
            setTyped(kept.prefix);
            setCut(kept.cut);
          }}
        />
        <Button
          type="submit"
          icon={ScanSearch}
          className="sm:mt-5"
          disabledReason={whole ? null : `Type or paste its first ${PREFIX_LENGTH} characters.`}
        >
          Find it
        </Button>
      </form>
      <div role="status">
        {asked && answer && !found ? (
          <EmptyState title={`No key or token begins with ${asked}`}>
            It is none of ours, or it was mistyped.
          </EmptyState>
        ) : null}
        {found ? (
          <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 border-y border-line py-2 text-xs">
            <span className="inline-flex items-center gap-2 text-sm font-medium">
              {found.kind === 'key' ? (
                <KeyRound className="size-3.5 text-ink-3" aria-hidden="true" />
              ) : (
                <UserRound className="size-3.5 text-ink-3" aria-hidden="true" />
              )}
              {found.kind === 'key' ? 'Key' : 'Personal token'} {found.name}
            </span>
            <span className="num">{found.prefix}</span>
            <CredentialState state={found.state} />
            <span>
              {found.owner ? found.owner.name : 'Nobody'}
              {found.owner?.disabled ? ', disabled' : ''}
            </span>
            <span className="tn text-ink-2">{usedWords(found, now)}</span>
            <span className="tn text-ink-2">{endWords(found, now)}</span>
            {works(found) ? (
              <Button variant="safe-soft" disabledReason={heldBy} onClick={() => onRevoke(found)}>
                Revoke this {found.kind}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </div>
  );
}
