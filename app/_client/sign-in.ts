// Signs in through next-auth's own addresses; answers a code of the form, never what was typed.

export type SignInOutcome =
  | 'signed-in'
  | 'wrong'
  | 'rate_limited'
  | 'other_address'
  | 'unavailable'
  | 'offline';

export async function signIn(form: {
  email: string;
  password: string;
  totp: string;
}): Promise<SignInOutcome> {
  try {
    const csrf = (await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json()) as {
      csrfToken: string;
    };
    const response = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ ...form, csrfToken: csrf.csrfToken, callbackUrl: '/now', json: 'true' }),
    });
    if (response.ok) return 'signed-in';
    if (response.status === 403) return 'other_address';
    const answer = (await response.json().catch(() => ({}))) as { url?: string };
    const error = answer.url ? new URL(answer.url, window.location.origin).searchParams.get('error') : null;
    if (error === 'rate_limited') return 'rate_limited';
    if (error === 'CredentialsSignin') return 'wrong';
    return response.status === 401 && !error ? 'wrong' : 'unavailable';
  } catch {
    return 'offline';
  }
}

/** Only addresses of this console: a path, never another host. */
export function safeTarget(to: string | undefined): string {
  return to && /^\/(?![/\\])[\w\-/?=&.%]*$/.test(to) ? to : '/now';
}
