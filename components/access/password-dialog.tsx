// A new password for the current one. What was typed stays when it is refused.
'use client';
import { useRef, useState } from 'react';
import { FormDialog } from '#components/form-dialog.tsx';
import { PASSWORD_RULE, PasswordField } from './password-field.tsx';

interface PasswordDialogProps {
  /** For password managers. */
  email: string;
  pending: boolean;
  error: { field: 'current' | 'password' | null; message: string } | null;
  onChange: (current: string, password: string) => void;
  onClose: () => void;
}

export function PasswordDialog({ email, pending, error, onChange, onClose }: PasswordDialogProps) {
  const fieldRef = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const missing =
    current === ''
      ? 'Type your current password first.'
      : password === ''
        ? 'Type a new password first.'
        : null;
  return (
    <FormDialog
      title="Change your password"
      description="Everywhere else where you are signed in, your session ends."
      initialFocus={fieldRef}
      button="Change your password"
      heldBy={missing}
      pending={pending}
      error={error?.field === null ? error : null}
      onSubmit={() => onChange(current, password)}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
