// Proving anew that it is you, for one act: a passkey's button, a code's six digits, or both.
'use client';
import { CircleAlert, KeyRound } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { digitsOf } from '#components/access/sign-in-form.tsx';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { TextField } from './ui/field.tsx';

interface StepUpDialogProps {
  /** The act, as its button says it: "Invite the person". */
  what: string;
  /** How this person can prove it. */
  methods: readonly ('totp' | 'passkey')[];
  pending: 'code' | 'passkey' | null;
  /** Why the last try did not do, in a sentence. */
  error: string | null;
  onCode: (code: string) => void;
  onPasskey: () => void;
  onCancel: () => void;
}

export function StepUpDialog({
  what,
  methods,
  pending,
  error,
  onCode,
  onPasskey,
  onCancel,
}: StepUpDialogProps) {
  const formId = useId();
  const passkeyRef = useRef<HTMLButtonElement>(null);
  const codeRef = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const hasPasskey = methods.includes('passkey');
  const hasCode = methods.includes('totp');
  useEffect(() => {
    if (pending !== null || error === null) return;
    // A code counts once, right or wrong: the next one is typed from the start.
    setCode('');
    (codeRef.current ?? passkeyRef.current)?.focus();
  }, [pending, error]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (code.length === 6 && pending === null) onCode(code);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onCancel();
      }}
      title={what}
      description="This needs your second factor again, so that nobody does it at your open screen."
      initialFocus={hasPasskey ? passkeyRef : codeRef}
      footer={
        <>
          {hasCode ? (
            <Button
              type="submit"
              form={formId}
              variant={hasPasskey ? 'outline' : 'ink'}
              size="lg"
              busy={pending !== null}
              disabledReason={code.length === 6 ? null : 'Type the six digits first.'}
            >
              {pending === 'code' ? 'Checking the code' : 'Confirm with the code'}
            </Button>
          ) : null}
          <Button variant="ghost" size="lg" onClick={onCancel}>
            Cancel
          </Button>
        </>
      }
    >
      <div className="mt-3 flex flex-col gap-3">
        {error ? (
          <p role="alert" className="flex items-start gap-2 text-xs text-crit-text">
            <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
            {error}
          </p>
        ) : null}
        {hasPasskey ? (
          <Button
            ref={passkeyRef}
            variant="ink"
            size="lg"
            icon={KeyRound}
            busy={pending !== null}
            onClick={onPasskey}
            className="w-full"
          >
            {pending === 'passkey' ? 'Waiting for your device' : 'Confirm with a passkey'}
          </Button>
        ) : null}
        {hasCode ? (
          <form id={formId} onSubmit={submit}>
            <TextField
              ref={codeRef}
              label={hasPasskey ? 'Or a one-time code' : 'One-time code'}
              help="Six digits from your authenticator app. Each code counts once."
              inputMode="numeric"
              autoComplete="one-time-code"
              fieldClassName="h-9 num"
              value={code}
              onChange={(event) => setCode(digitsOf(event.target.value))}
            />
          </form>
        ) : null}
      </div>
    </Dialog>
  );
}
