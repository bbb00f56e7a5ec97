// A new password for the current one. What was typed stays when it is refused.
'use client';
import { type FormEvent, useId, useRef, useState } from 'react';
import { PASSWORD_RULE, PasswordField } from './password-field.tsx';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { FormError } from './ui/form-error.tsx';

interface PasswordDialogProps {
  /** For password managers. */
  email: string;
  pending: boolean;
  error: { field: 'current' | 'password' | null; message: string } | null;
  onChange: (current: string, password: string) => void;
  onClose: () => void;
}

export function PasswordDialog({ email, pending, error, onChange, onClose }: PasswordDialogProps) {
  const formId = useId();
  const fieldRef = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const missing =
    current === ''
      ? 'Type your current password first.'
      : password === ''
        ? 'Type a new password first.'
        : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!missing && !pending) onChange(current, password);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Change your password"
      description="Everywhere else where you are signed in, your session ends."
      initialFocus={fieldRef}
      footer={
        <>
          <Button type="submit" form={formId} variant="ink" size="lg" busy={pending} disabledReason={missing}>
            Change your password
          </Button>
          <Button variant="ghost" size="lg" onClick={onClose}>
            Cancel
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="mt-3 flex flex-col gap-3">
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordField
          ref={fieldRef}
          label="Current password"
          autoComplete="current-password"
          error={error?.field === 'current' ? error.message : null}
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <PasswordField
          label="New password"
          autoComplete="new-password"
          help={PASSWORD_RULE}
          error={error?.field === 'password' ? error.message : null}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <FormError error={error?.field === null ? error : null} />
      </form>
    </Dialog>
  );
}
