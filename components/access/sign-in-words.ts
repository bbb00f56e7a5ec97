// What the sign-in screen says: of an attempt it sent itself, and of one that came back from the identity provider. Pure.
export const OUTCOMES = {
  wrong:
    'E-mail, password or code is wrong, or the code was used before. Wait for the next code and try again. If you use a passkey, press its button.',
  rate_limited:
    'Too many wrong attempts for this address. Wait 15 minutes, or ask a super admin to let you in.',
  other_address:
    'This page was opened under another address than the console is set up for. Open it at its own address and sign in there.',
  unavailable:
    'The console cannot reach its database. Nobody can sign in until it answers. Services keep their switches.',
  offline: 'The console does not answer. Check your connection and try again.',
} as const;

/** How a sign-in did not go through. */
export type SignInRefusal = keyof typeof OUTCOMES;

export const WRONG_PASSKEY =
  'This console does not know that passkey, or its owner has no access any more. Try another one, or sign in another way.';

const RETURNED: Readonly<Record<string, string>> = {
  oidc_no_role:
    'The identity provider knows you, but none of your groups has a role here. Ask whoever runs your groups.',
  oidc_disabled: 'Your access is disabled. Ask a super admin.',
  oidc_unverified:
    'The identity provider has not verified your e-mail address. Verify it there, then sign in again.',
  rate_limited: OUTCOMES.rate_limited,
  unavailable: OUTCOMES.unavailable,
  conflict:
    'Somebody has an account here with your e-mail address and a password. Sign in with it, or ask a super admin.',
  AccessDenied: 'The identity provider did not let you in. Try again, or ask whoever runs it.',
};

/** The sentence for `/sign-in?error=`; undefined where there is none. Whatever else comes back is not repeated. */
export function returnedSentence(error: string | undefined): string | undefined {
  if (error === undefined) return undefined;
  return Object.hasOwn(RETURNED, error)
    ? RETURNED[error]
    : 'The sign-in through the identity provider did not work. Try again, or use another way.';
}
