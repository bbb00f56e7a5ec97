// Signs a demo account in as the sign-in screen does, with password and second factor, and gives its cookie.
import { Secret, TOTP } from 'otpauth';
import type { DemoAccount } from '#scripts/launch/demo.ts';

/** The value of the Cookie header. Throws when the sign-in is refused. */
export async function signIn(consoleUrl: string, account: DemoAccount): Promise<string> {
  const csrf = await fetch(`${consoleUrl}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${consoleUrl}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(csrf) },
    body: new URLSearchParams({
      csrfToken,
      email: account.email,
      password: account.password,
      totp: new TOTP({ secret: Secret.fromBase32(account.totpSecret) }).generate(),
      json: 'true',
    }),
  });
  const cookie = cookiesOf(answer)
    .split('; ')
    .find((one) => one.includes('session-token='));
  if (!cookie) throw new Error(`The sign-in of ${account.email} was answered ${answer.status}.`);
  return cookie;
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
