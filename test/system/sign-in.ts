// Sessions for tests: through the real sign-in where that is the subject, else a session row with its cookie.
import { randomUUID } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import { Secret, TOTP } from 'otpauth';
import type { Role } from '#lib/catalog/roles.ts';
import { TOTP as POLICY } from '#lib/catalog/session-policy.ts';
import type { Answer } from './http.ts';
import { accountOf, onConsole, run, secrets, sql } from './installation.ts';

export const SESSION_COOKIE = 'next-auth.session-token';

export interface Session {
  id: string;
  /** Header of a request from a page of the console. */
  headers: { cookie: string; origin: string };
}

/** The cookie next-auth would have written for this content. */
export async function cookieWith(
  token: Record<string, unknown>,
  secret = secrets().nextauth,
): Promise<string> {
  return `${SESSION_COOKIE}=${await encode({ token, secret })}`;
}

/** A live session of the role's account with its second factor proven, without the ceremony. `fields` overrides columns, as SQL. */
export async function sessionOf(
  role: Role,
  fields: { revoked_at?: string; expires_at?: string; last_seen_at?: string } = {},
): Promise<Session> {
  const id = randomUUID();
  const { revoked_at = 'NULL', expires_at = "now() + interval '1 hour'", last_seen_at = 'now()' } = fields;
  await sql(
    `INSERT INTO sessions (id, person_id, idle_seconds, expires_at, last_seen_at, revoked_at, proven_at)
     SELECT $1, id, 1800, ${expires_at}, ${last_seen_at}, ${revoked_at}, now() FROM people WHERE email = $2`,
    [id, accountOf(role).email],
  );
  return { id, headers: { cookie: await cookieWith({ sessionId: id }), origin: run().consoleUrl } };
}

/** The code of the authenticator app, `steps` periods from now. */
export function codeOf(role: Role, steps = 0): string {
  return new TOTP({
    secret: Secret.fromBase32(accountOf(role).totpSecret),
    digits: POLICY.digits,
    period: POLICY.periodSeconds,
    algorithm: POLICY.algorithm,
  }).generate({ timestamp: Date.now() + steps * POLICY.periodSeconds * 1_000 });
}

export interface Form {
  email: string;
  password: string;
  totp: string;
}

export function formOf(role: Role, steps = 0): Form {
  const { email, password } = accountOf(role);
  return { email, password, totp: codeOf(role, steps) };
}

/** Posts the sign-in form as the screen does. */
export async function submit(form: Form, more: Record<string, string> = {}): Promise<Answer> {
  const csrf = await onConsole('/api/auth/csrf');
  const { csrfToken } = csrf.json as { csrfToken: string };
  return onConsole('/api/auth/callback/credentials', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookiesOf(csrf).join('; '),
      origin: run().consoleUrl,
    },
    body: new URLSearchParams({ csrfToken, callbackUrl: '/now', json: 'true', ...form, ...more }).toString(),
  });
}

/** `name=value` of each cookie an answer sets. */
export function cookiesOf(answer: Answer): string[] {
  return (answer.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');
}

/** The session cookie line of an answer, with its attributes. */
export function sessionLine(answer: Answer): string | undefined {
  return answer.headers['set-cookie']?.find((line) => line.startsWith(`${SESSION_COOKIE}=ey`));
}

/** Signs in with e-mail, password and code. Each account's codes count once, so at most one call for each `steps`. */
export async function signIn(
  role: Role,
  steps = 0,
): Promise<{ headers: Session['headers']; answer: Answer; form: Form }> {
  const form = formOf(role, steps);
  const answer = await submit(form);
  const cookie = sessionLine(answer)?.split(';')[0];
  if (!cookie) throw new Error(`${role} could not sign in: ${answer.status} ${answer.text}`);
  return { headers: { cookie, origin: run().consoleUrl }, answer, form };
}
