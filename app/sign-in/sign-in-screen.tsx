// Sends the sign-in form and says what became of it; a success loads the console afresh.
'use client';
import { useState } from 'react';
import { type SignInOutcome, signIn } from '#app/_client/sign-in.ts';
import { type Credentials, SignInForm } from '#components/sign-in-form.tsx';

const SENTENCES: Readonly<Record<Exclude<SignInOutcome, 'signed-in'>, string>> = {
  wrong:
    'E-mail, password or code is wrong, or the code was used before. Wait for the next code and try again.',
  rate_limited:
    'Too many wrong attempts for this address. Wait 15 minutes, or ask a super admin to let you in.',
  other_address:
    'This page was opened under another address than the console is set up for. Open it at its own address and sign in there.',
  unavailable:
    'The console cannot reach its database. Nobody can sign in until it answers. Services keep their switches.',
  offline: 'The console does not answer. Check your connection and try again.',
};

export function SignInScreen({ to }: { to: string }) {
  const [pending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null);
  const submit = async (credentials: Credentials): Promise<void> => {
    setPending(true);
    const next = await signIn(credentials);
    if (next === 'signed-in') {
      // A full load: nothing of an earlier person stays in memory.
      window.location.assign(to);
      return;
    }
    setPending(false);
    setOutcome(next);
  };
  return (
    <SignInForm
      pending={pending}
      error={outcome && outcome !== 'signed-in' ? SENTENCES[outcome] : null}
      onSubmit={(credentials) => void submit(credentials)}
    />
  );
}
