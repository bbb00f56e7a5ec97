// Signs in through next-auth's own addresses; answers a code of the form, never what was typed.
import type { SignInRefusal } from '#components/access/sign-in-words.ts';
import type { PasskeyChallengeBody } from '#lib/contract/access.ts';

export type SignInOutcome = 'signed-in' | SignInRefusal;

async function csrfToken(): Promise<string> {
  const answer = await fetch('/api/auth/csrf', { cache: 'no-store' });
  return ((await answer.json()) as { csrfToken: string }).csrfToken;
}

/** Posts a form to one of next-auth's addresses, which answers with the address to go to. */
async function post(path: string, form: Record<string, string>): Promise<Response> {
  return fetch(`/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...form, csrfToken: await csrfToken(), json: 'true' }),
  });
}

/** What the doors answer for whatever does not open them. */
const WRONG: ReadonlySet<string | null> = new Set([
  'CredentialsSignin',
  'unauthenticated',
  'invalid_input',
  'conflict',
]);

async function outcomeOf(response: Response): Promise<SignInOutcome> {
  if (response.ok) return 'signed-in';
  if (response.status === 403) return 'other_address';
  const answer = (await response.json().catch(() => ({}))) as { url?: string };
  const error = answer.url ? new URL(answer.url, window.location.origin).searchParams.get('error') : null;
  if (error === 'rate_limited') return 'rate_limited';
  if (WRONG.has(error)) return 'wrong';
  return response.status === 401 && !error ? 'wrong' : 'unavailable';
}

export async function signIn(form: {
  email: string;
  password: string;
  totp: string;
}): Promise<SignInOutcome> {
  try {
    return await outcomeOf(await post('callback/credentials', { ...form, callbackUrl: '/now' }));
  } catch {
    return 'offline';
  }
}

/** Asks the device for any passkey it knows for this console. A sentence when it gives none. */
export async function signInWithPasskey(): Promise<SignInOutcome | { message: string }> {
  try {
    const [{ askPasskey }, challenge] = await Promise.all([
      import('./passkey.ts'),
      fetch('/api/v1/passkey-challenge', { cache: 'no-store' }),
    ]);
    if (!challenge.ok) return 'unavailable';
    const { nonce, options } = (await challenge.json()) as PasskeyChallengeBody;
    const answer = await askPasskey(options);
    if (!answer.ok) return { message: answer.message };
    const form = { nonce, response: JSON.stringify(answer.response), callbackUrl: '/now' };
    return await outcomeOf(await post('callback/passkey', form));
  } catch {
    return 'offline';
  }
}

/** Goes to the identity provider, which sends the person back to `to`. */
export async function signInAtProvider(to: string): Promise<'left' | SignInOutcome> {
  try {
    const response = await post('signin/oidc', { callbackUrl: to });
    const { url } = (await response.json()) as { url?: string };
    if (!response.ok || !url) return 'unavailable';
    window.location.assign(url);
    return 'left';
  } catch {
    return 'offline';
  }
}

/** Only addresses of this console: a path, never another host. */
export function safeTarget(to: string | undefined): string {
  return to && /^\/(?![/\\])[\w\-/?=&.%]*$/.test(to) ? to : '/now';
}
