// Sends the sign-in form, asks for a passkey or goes to the identity provider, and says what became of it.
'use client';
import { useState } from 'react';
import { signIn, signInAtProvider, signInWithPasskey } from '#app/_client/sign-in.ts';
import { type Credentials, SignInForm, type SignInWay } from '#components/access/sign-in-form.tsx';
import { OUTCOMES, WRONG_PASSKEY } from '#components/access/sign-in-words.ts';

interface SignInScreenProps {
  /** Where to go then. */
  to: string;
  /** Name of the identity provider; null where none is configured. */
  provider: string | null;
  /** What an attempt that came back from the provider was refused for. */
  returned: string | null;
}

export function SignInScreen({ to, provider, returned }: SignInScreenProps) {
  const [pending, setPending] = useState<SignInWay | null>(null);
  const [error, setError] = useState(returned);
  /** `attempt` answers null when the person is in, else the sentence to show. */
  const by = async (way: SignInWay, attempt: () => Promise<string | null>): Promise<void> => {
    setPending(way);
    setError(null);
    const refusal = await attempt();
    // A full load: nothing of an earlier person stays in memory.
    if (refusal === null) window.location.assign(to);
    else {
      setPending(null);
      setError(refusal);
    }
  };
  const byPassword = async (credentials: Credentials): Promise<string | null> => {
    const outcome = await signIn(credentials);
    return outcome === 'signed-in' ? null : OUTCOMES[outcome];
  };
  const byPasskey = async (): Promise<string | null> => {
    const outcome = await signInWithPasskey();
    if (typeof outcome === 'object') return outcome.message;
    if (outcome === 'signed-in') return null;
    return outcome === 'wrong' ? WRONG_PASSKEY : OUTCOMES[outcome];
  };
  const atProvider = async (): Promise<void> => {
    setPending('provider');
    setError(null);
    const outcome = await signInAtProvider(to);
    if (outcome === 'left' || outcome === 'signed-in') return;
    setPending(null);
    setError(OUTCOMES[outcome]);
  };
  return (
    <SignInForm
      pending={pending}
      error={error}
      provider={provider}
      onSubmit={(credentials) => void by('password', () => byPassword(credentials))}
      onPasskey={() => void by('passkey', byPasskey)}
      onProvider={() => void atProvider()}
    />
  );
}
