// Sign-in: email, password, one-time code; or a passkey; or the identity provider. What was typed stays when it is refused, except the code, which works once.
'use client';
import { CircleAlert, KeyRound, LogIn } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { EnvironmentBanner } from '#components/shell/environment-banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Mark } from '#components/ui/mark.tsx';
import { useHydrated } from '#components/ui/use-hydrated.ts';
import type { Environment } from '#lib/contract/console.ts';

export interface Credentials {
  email: string;
  password: string;
  /** Six digits; empty for an account without a second factor. */
  totp: string;
}

export type SignInWay = 'password' | 'passkey' | 'provider';

interface SignInFormProps {
  /** The way that is being tried. */
  pending: SignInWay | null;
  /** A sentence that says what to do; null before the first try. */
  error: string | null;
  /** Name of the identity provider; null where none is configured. */
  provider: string | null;
  onSubmit: (credentials: Credentials) => void;
  onPasskey: () => void;
  onProvider: () => void;
  /** Names the environment at the top, as on every screen. */
  environment?: Environment;
  /** Below the button, such as where the demo accounts are. */
  children?: ReactNode;
}

const LIVE = { state: 'live' } as const;

/** Six digits, however an app or a person groups them. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '').slice(0, 6);
}

export function SignInForm({
  pending,
  error,
  provider,
  onSubmit,
  onPasskey,
  onProvider,
  environment,
  children,
}: SignInFormProps) {
  const [typed, setTyped] = useState<Credentials>({ email: '', password: '', totp: '' });
  const hydrated = useHydrated();
  const alert = useRef<HTMLParagraphElement>(null);
  const set = (part: Partial<Credentials>): void => setTyped((before) => ({ ...before, ...part }));
  useEffect(() => {
    if (pending !== null || !error) return;
    setTyped((before) => ({ ...before, totp: '' }));
    alert.current?.focus();
  }, [pending, error]);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (pending !== null) return;
    // Password managers may fill fields without telling React: the form itself is asked.
    const form = new FormData(event.currentTarget);
    const text = (name: keyof Credentials): string => String(form.get(name) ?? '');
    onSubmit({ email: text('email').trim(), password: text('password'), totp: digitsOf(text('totp')) });
  };
  return (
    <div className="flex min-h-dvh flex-col">
      {environment ? (
        <EnvironmentBanner environment={environment} heard={undefined} link={LIVE} quiet />
      ) : null}
      <main id="main" className="mx-auto flex w-full max-w-80 flex-1 flex-col justify-center px-4 py-12">
        <div className="mb-8 flex items-center gap-2.5">
          <Mark className="size-6" />
          <span className="text-lg font-semibold tracking-tight">Bulkhead</span>
        </div>
        <h1 className="text-xl font-semibold tracking-tight">Sign in</h1>
        <form onSubmit={submit} method="post" className="mt-5 flex flex-col gap-4">
          {error ? (
            <p
              ref={alert}
              role="alert"
              tabIndex={-1}
              className="flex items-start gap-2 rounded-md border border-crit-line bg-crit-soft p-2.5 text-xs text-crit-text"
            >
              <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
              {error}
            </p>
          ) : null}
          <TextField
            label="Email"
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            autoCapitalize="none"
            spellCheck={false}
            fieldClassName="h-9"
            value={typed.email}
            onChange={(event) => set({ email: event.target.value })}
          />
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="current-password"
            required
            fieldClassName="h-9"
            value={typed.password}
            onChange={(event) => set({ password: event.target.value })}
          />
          <TextField
            label="One-time code"
            help="Six digits from your authenticator app. Each code counts once."
            name="totp"
            inputMode="numeric"
            autoComplete="one-time-code"
            fieldClassName="h-9 num"
            value={typed.totp}
            onChange={(event) => set({ totp: digitsOf(event.target.value) })}
          />
          {/* A browser would send what a password manager fills in before the page's code runs to no one who takes it. */}
          <Button
            type={hydrated ? 'submit' : 'button'}
            variant="ink"
            size="lg"
            busy={pending !== null}
            disabledReason={hydrated ? null : 'The page is still loading.'}
            className="mt-1"
          >
            {pending === 'password' ? 'Signing in' : 'Sign in'}
          </Button>
        </form>
        <div className="mt-5 flex flex-col gap-2 border-t border-line pt-5">
          <Button size="lg" icon={KeyRound} busy={pending !== null} onClick={onPasskey}>
            {pending === 'passkey' ? 'Waiting for your device' : 'Sign in with a passkey'}
          </Button>
          {provider ? (
            <Button size="lg" icon={LogIn} busy={pending !== null} onClick={onProvider}>
              {pending === 'provider' ? 'Going there' : `Sign in with ${provider}`}
            </Button>
          ) : null}
        </div>
        {children ? (
          <div className="mt-6 border-t border-line pt-4 text-xs text-ink-3">{children}</div>
        ) : null}
      </main>
    </div>
  );
}
