// Sets up an authenticator app: the secret as a picture and as text, then the first code. Load it lazily.
'use client';
import { useEffect, useRef, useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { TextField } from '#components/ui/field.tsx';
import { QrCode } from './qr-code.tsx';
import { digitsOf } from './sign-in-form.tsx';

interface TotpDialogProps {
  offer: { secret: string; uri: string };
  /** There is an app already; this one takes its place. */
  replaces: boolean;
  pending: boolean;
  error: { message: string } | null;
  onCode: (code: string) => void;
  onClose: () => void;
}

export function TotpDialog({ offer, replaces, pending, error, onCode, onClose }: TotpDialogProps) {
  const fieldRef = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  useEffect(() => {
    if (!pending && error) setCode('');
  }, [pending, error]);
  return (
    <FormDialog
      title={replaces ? 'Replace your authenticator app' : 'Set up an authenticator app'}
      description={
        replaces
          ? 'The app you have now stops counting once the first code of the new one is right.'
          : 'Scan the picture with the app, then type the six digits it shows.'
      }
      initialFocus={fieldRef}
      button="Use this app"
      heldBy={code.length === 6 ? null : 'Type the six digits that the app shows first.'}
      pending={pending}
      error={error}
      onSubmit={() => onCode(code)}
      onClose={onClose}
    >
      <div className="flex flex-wrap gap-4">
        <QrCode text={offer.uri} label="Picture of the secret for your authenticator app" />
        <div className="min-w-40 flex-1">
          <p className="lbl mb-1">Or type this secret into the app</p>
          <code translate="no" className="num text-sm break-all select-all">
            {offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}
          </code>
          <p className="mt-2 text-xs text-ink-3">
            Whoever has it makes your codes: keep no copy. It counts only once a code was right.
          </p>
        </div>
      </div>
      <TextField
        ref={fieldRef}
        label="One-time code of the new app"
        inputMode="numeric"
        autoComplete="one-time-code"
        fieldClassName="h-9 num"
        value={code}
        onChange={(event) => setCode(digitsOf(event.target.value))}
      />
    </FormDialog>
  );
}
