// What the holder of a one-time link sees: whom it is for, until when, and the password to choose.
'use client';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { clock, day } from '#components/format-time.ts';
import { roleWords } from '#components/initials.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/field.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import type { LinkBody } from '#lib/contract/access.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { OutsidePage } from './outside-page.tsx';
import { PASSWORD_RULE, PasswordField } from './password-field.tsx';

export type WelcomeState =
  | { kind: 'reading' }
  | { kind: 'no link' }
  | { kind: 'refused'; error: ErrorBody['error'] }
  | { kind: 'open'; link: LinkBody }
  /** The password is set, but the sign-in after it did not go through. */
  | { kind: 'used' };

export interface WelcomeInput {
  password: string;
  /** Where the link names nobody. */
  email?: string;
  name?: string;
}

interface WelcomeFormProps {
  state: WelcomeState;
  pending: boolean;
  error: ErrorBody['error'] | null;
  onUse: (input: WelcomeInput) => void;
  onAgain: () => void;
}

const TITLE = {
  invitation: 'You are invited',
  reset: 'Set up your sign-in again',
  first_run: 'Become the first super admin',
} as const satisfies Record<LinkBody['kind'], string>;

export function WelcomeForm({ state, pending, error, onUse, onAgain }: WelcomeFormProps) {
  switch (state.kind) {
    case 'reading':
      return <Words title="Welcome">Reading your link.</Words>;
    case 'no link':
      return (
        <Words title="Open your link again">
          This page needs the whole link that a super admin gave you, with everything behind its #. It is not
          kept when the page is loaded again: open the link where you got it.
        </Words>
      );
    case 'refused':
      return (
        <Words
          title={state.error.code === 'not_found' ? 'This link opens nothing' : 'The link could not be read'}
          act={
            state.error.code === 'not_found' ? undefined : (
              <Button size="lg" onClick={onAgain}>
                Try again
              </Button>
            )
          }
        >
          {state.error.message}
        </Words>
      );
    case 'used':
      return (
        <Words
          title="Your password is set"
          act={
            <a href="/sign-in?to=/profile" className={buttonClass('ink', 'lg')}>
              Sign in
            </a>
          }
        >
          The link is used up. Sign in with your e-mail address and the password you chose.
        </Words>
      );
    case 'open':
      return <Choose link={state.link} pending={pending} error={error} onUse={onUse} />;
  }
}

function Words({ title, act, children }: { title: string; act?: ReactNode; children: ReactNode }) {
  return (
    <OutsidePage>
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      <p role="status" className="mt-2 text-sm text-ink-2">
        {children}
      </p>
      {act ? <div className="mt-5 flex flex-col">{act}</div> : null}
    </OutsidePage>
  );
}

/** The field that a refusal is about. */
function fieldOf(error: ErrorBody['error'] | null): 'password' | 'email' | 'name' | null {
  if (error?.code === 'invalid_value') return 'password';
  const fields = Object.keys((error?.details?.fields as object | undefined) ?? {});
  return (['name', 'email', 'password'] as const).find((field) => fields.includes(field)) ?? null;
}

/** Its sentence without the field's own name before it, which the label says. */
function sentenceOf(error: ErrorBody['error'], field: string): string {
  return (error.details?.fields as Readonly<Record<string, string>> | undefined)?.[field] ?? error.message;
}

function Choose({
  link,
  pending,
  error,
  onUse,
}: Pick<WelcomeFormProps, 'pending' | 'error' | 'onUse'> & { link: LinkBody }) {
  const formRef = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState({ name: '', email: '', password: '' });
  const set = (part: Partial<typeof typed>): void => setTyped((before) => ({ ...before, ...part }));
  const asksWho = link.email === null || link.name === null;
  const field = fieldOf(error);
  const wrong = (name: 'password' | 'email' | 'name'): string | null =>
    error && field === name ? sentenceOf(error, name) : null;
  useEffect(() => {
    if (!pending && error) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [pending, error]);
  const missing =
    asksWho && (typed.name.trim() === '' || typed.email.trim() === '')
      ? 'Write your name and e-mail address first.'
      : typed.password === ''
        ? 'Choose a password first.'
        : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (missing || pending) return;
    const { password, name, email } = typed;
    onUse(asksWho ? { password, name: name.trim(), email: email.trim() } : { password });
  };
  return (
    <OutsidePage>
      <h1 className="text-xl font-semibold tracking-tight">{TITLE[link.kind]}</h1>
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm [&_dt]:text-ink-3">
        {link.name ? (
          <>
            <dt>Name</dt>
            <dd>{link.name}</dd>
          </>
        ) : null}
        {link.email ? (
          <>
            <dt>Email</dt>
            <dd className="break-all">{link.email}</dd>
          </>
        ) : null}
        <dt>Roles</dt>
        <dd>{roleWords(link.roles)}</dd>
        <dt>Valid until</dt>
        <dd className="tn">
          {day(link.expiresAt)}, {clock(link.expiresAt).slice(0, 5)} UTC, once
        </dd>
      </dl>
      <form ref={formRef} noValidate onSubmit={submit} className="mt-6 flex flex-col gap-4">
        {asksWho ? (
          <>
            <TextField
              label="Your name"
              autoComplete="name"
              maxLength={100}
              fieldClassName="h-9"
              error={wrong('name')}
              value={typed.name}
              onChange={(event) => set({ name: event.target.value })}
            />
            <TextField
              label="Your email"
              type="email"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={254}
              fieldClassName="h-9"
              error={wrong('email')}
              value={typed.email}
              onChange={(event) => set({ email: event.target.value })}
            />
          </>
        ) : (
          <input type="hidden" name="username" autoComplete="username" value={link.email ?? ''} readOnly />
        )}
        <PasswordField
          label="Choose a password"
          autoComplete="new-password"
          help={PASSWORD_RULE}
          error={wrong('password')}
          value={typed.password}
          onChange={(event) => set({ password: event.target.value })}
        />
        <FormError error={field === null ? error : null} />
        <Button type="submit" variant="ink" size="lg" busy={pending} disabledReason={missing}>
          {pending ? 'Signing in' : 'Set the password and sign in'}
        </Button>
        <p className="text-xs text-ink-3">
          Then you set up a second factor: a passkey or an authenticator app.
        </p>
      </form>
    </OutsidePage>
  );
}
