// The sign-in screen; somebody who is signed in already goes on to where they wanted.

import { redirect } from 'next/navigation';
import { connection } from 'next/server';
import { safeTarget } from '#app/_client/sign-in.ts';
import { requestActor } from '#app/_entry/page-actor.ts';
import { returnedSentence } from '#components/access/sign-in-words.ts';
import { oidcSettings } from '#lib/commands/access/oidc-settings.ts';
import { ANONYMOUS } from '#lib/rules/actor.ts';
import { SignInScreen } from './sign-in-screen.tsx';

export const metadata = { title: 'Sign in' };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  await connection();
  const { to, error } = await searchParams;
  const target = safeTarget(typeof to === 'string' ? to : undefined);
  // Without a database the form is still shown: it says so when it is sent.
  const actor = await requestActor().catch(() => ANONYMOUS);
  if (actor.kind === 'person') redirect(target);
  return (
    <SignInScreen
      to={target}
      provider={oidcSettings()?.name ?? null}
      returned={returnedSentence(typeof error === 'string' ? error : undefined) ?? null}
    />
  );
}
