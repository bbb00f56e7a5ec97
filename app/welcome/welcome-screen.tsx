// Reads the link from the address, shows whom it is for, and turns it into a sign-in.
'use client';
import { useEffect, useRef, useState } from 'react';
import { signIn } from '#app/_client/sign-in.ts';
import { WelcomeForm, type WelcomeInput, type WelcomeState } from '#components/access/welcome-form.tsx';
import type { ErrorBody } from '#lib/contract/console.ts';
import { chooseSignInAction, lookAtLinkAction } from './actions.ts';

const SILENT = { code: 'unavailable', message: 'The console did not answer. Press again.' } as const;

export function WelcomeScreen() {
  /** Kept here only: a refused form loses nothing, and neither history nor a glance at the address bar has it. */
  const link = useRef('');
  const [state, setState] = useState<WelcomeState>({ kind: 'reading' });
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ErrorBody['error'] | null>(null);

  const look = async (): Promise<void> => {
    setState({ kind: 'reading' });
    const result = await lookAtLinkAction({ link: link.current }).catch(() => null);
    if (result?.ok) setState({ kind: 'open', link: result.value });
    else setState({ kind: 'refused', error: result?.error ?? SILENT });
  };
  const takeFromAddress = useRef(() => {
    const found = window.location.hash.slice(1);
    if (found === '') {
      if (link.current === '') setState({ kind: 'no link' });
      return;
    }
    link.current = found;
    window.history.replaceState(window.history.state, '', window.location.pathname);
    setError(null);
    void look();
  });
  useEffect(() => {
    const take = takeFromAddress.current;
    take();
    // Another link pasted into the same tab loads nothing anew.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);

  const use = async (input: WelcomeInput): Promise<void> => {
    setPending(true);
    setError(null);
    const result = await chooseSignInAction({ link: link.current, ...input }).catch(() => null);
    if (!result?.ok) {
      setPending(false);
      setError(result?.error ?? SILENT);
      return;
    }
    const { email } = result.value;
    const outcome = await signIn({ email, password: input.password, totp: '' });
    if (outcome === 'signed-in') window.location.assign('/profile?welcome=1');
    else setState({ kind: 'used' });
  };
  return (
    <WelcomeForm
      state={state}
      pending={pending}
      error={error}
      onUse={(input) => void use(input)}
      onAgain={() => void look()}
    />
  );
}
