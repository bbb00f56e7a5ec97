// The sign-in form: e-mail, password, six-digit code. What was typed stays when it is refused.
'use client';
import { CircleAlert } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from './ui/button.tsx';
import { TextField } from './ui/field.tsx';
import { Mark } from './ui/mark.tsx';

export interface Credentials {
  email: string;
  password: string;
  totp: string;
}

interface SignInFormProps {
  pending: boolean;
  /** A sentence that says what to do; null before the first try. */
  error: string | null;
  onSubmit: (credentials: Credentials) => void;
}

/** Six digits, however an app or a person groups them. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '').slice(0, 6);
}

export function SignInForm({ pending, error, onSubmit }: SignInFormProps) {
  const [typed, setTyped] = useState<Credentials>({ email: '', password: '', totp: '' });
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!pending) onSubmit(typed);
  };
  return (
    <main id="main" className="flex min-h-dvh flex-col justify-center px-6 py-10">
      <form
        ref={form}
        onSubmit={submit}
        className="mx-auto flex w-full max-w-[320px] flex-col gap-4"
        aria-label="Sign in"
      >
        <div className="mb-2 flex items-center gap-2.5">
          <Mark />
          <h1 className="text-lg font-semibold tracking-tight">Bulkhead</h1>
        </div>
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          value={typed.email}
          onChange={(event) => setTyped({ ...typed, email: event.target.value })}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={typed.password}
          onChange={(event) => setTyped({ ...typed, password: event.target.value })}
        />
        <TextField
          label="Code from your authenticator app"
          help="Six digits. Each code counts once."
          name="totp"
          inputMode="numeric"
          autoComplete="one-time-code"
          fieldClassName="num"
          value={typed.totp}
          onChange={(event) => setTyped({ ...typed, totp: digitsOf(event.target.value) })}
        />
        {error ? (
          <p role="alert" className="flex items-start gap-2 text-xs text-crit-text">
            <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
            {error}
          </p>
        ) : null}
        <Button type="submit" variant="ink" size="lg" busy={pending}>
          {pending ? 'Signing in' : 'Sign in'}
        </Button>
      </form>
    </main>
  );
}
