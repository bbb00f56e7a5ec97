// Signing in and out over HTTP, the cookie it gives, and which cookies are nobody.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Answer, errorCode } from '../http.ts';
import { command, JSON_TYPE, onConsole, sql, tokenOf } from '../installation.ts';
import {
  codeOf,
  cookiesOf,
  cookieWith,
  formOf,
  SESSION_COOKIE,
  type Session,
  sessionLine,
  sessionOf,
  signIn,
  submit,
} from '../sign-in.ts';

const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

function errorOf(answer: Answer): string | null {
  const { url } = (answer.json ?? {}) as { url?: string };
  return url ? new URL(url).searchParams.get('error') : null;
}

async function me(headers: Session['headers'] | { cookie: string }): Promise<Answer> {
  return onConsole('/api/v1/me', { headers });
}

describe('sign-in', () => {
  // Also the attempts of a run before this one, where the installation was running already.
  beforeAll(() => sql('DELETE FROM sign_in_attempts'));

  test.for(['risk_manager', 'auditor'] as const)(
    '%s gets in and out, and the cookie is worth nothing after',
    async (role) => {
      const { headers, answer, form } = await signIn(role);
      const line = sessionLine(answer) ?? '';
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; SameSite=Lax/i);
      expect(line).toMatch(/; Path=\//);
      expect(line).not.toMatch(/; Domain=/i);
      const who = await me(headers);
      expect(who.json).toMatchObject({ email: `${role}@bulkhead.example`, roles: [role] });
      const page = await onConsole('/now', { headers: { cookie: headers.cookie } });
      expect(page.status).toBe(200);

      const replay = await submit(form);
      expect([replay.status, errorOf(replay)], 'the same code again').toEqual([401, 'CredentialsSignin']);
      const out = await command('sign-out', {}, headers);
      expect(out.json).toEqual({ signedOut: true });
      expect((await me(headers)).status).toBe(401);
      const after = await onConsole('/now', { headers: { cookie: headers.cookie } });
      expect([after.status, after.headers.location]).toEqual([307, '/sign-in?to=%2Fnow']);
      const again = await command('sign-out', {}, headers);
      expect(again.status).toBe(401);
    },
  );

  test('the cookie says nothing but the id of the session', async () => {
    const answer = await submit(formOf('executive'));
    const head = sessionLine(answer)?.split('=')[1]?.split('.')[0] ?? '';
    const text = Buffer.from(head, 'base64url').toString();
    expect(JSON.parse(text)).toMatchObject({ alg: 'dir', enc: 'A256GCM' });
    expect(cookiesOf(answer).filter((cookie) => cookie.startsWith(SESSION_COOKIE))).toHaveLength(1);
  });

  test.for([
    ['a wrong password', { password: 'not the password' }],
    ['a wrong code', { totp: '000000' }],
    ['no code', { totp: '' }],
    ['a code in full-width digits', { totp: '１２３４５６' }],
    ['an unknown address', { email: 'nobody@bulkhead.example' }],
  ] as const)('%s is answered alike, without a session', async ([, wrong]) => {
    const answer = await submit({ ...formOf('engineer'), ...wrong });
    expect([answer.status, errorOf(answer), sessionLine(answer)]).toEqual([
      401,
      'CredentialsSignin',
      undefined,
    ]);
  });

  test.for([
    ['U+0000 in the address', { email: 'a\u0000@b.example' }],
    ['an address of 10,000 characters', { email: `${'a'.repeat(10_000)}@b.example` }],
    ['a password of 10,000 characters', { password: 'p'.repeat(10_000) }],
    ['an empty form', { email: '', password: '', totp: '' }],
  ] as const)('%s is refused, without a session', async ([, odd]) => {
    const answer = await submit({ ...formOf('engineer'), ...odd });
    expect(answer.status).toBe(401);
    expect(sessionLine(answer)).toBeUndefined();
  });

  test('after five wrong attempts even the right ones are refused, with the reason', async () => {
    for (let i = 0; i < 5; i++) await submit({ ...formOf('product_owner'), password: 'not the password' });
    const answer = await submit(formOf('product_owner'));
    expect([answer.status, errorOf(answer), sessionLine(answer)]).toEqual([401, 'rate_limited', undefined]);
  });

  test('without the token of the form nobody is signed in', async () => {
    for (const body of [
      new URLSearchParams({ ...formOf('operations'), json: 'true' }).toString(),
      new URLSearchParams({ ...formOf('operations'), csrfToken: 'f'.repeat(64), json: 'true' }).toString(),
    ]) {
      const answer = await onConsole('/api/auth/callback/credentials', {
        method: 'POST',
        headers: FORM_TYPE,
        body,
      });
      expect(answer.status).toBeLessThan(500);
      expect(sessionLine(answer)).toBeUndefined();
    }
  });

  test('a page of another site cannot sign anybody in', async () => {
    const csrf = await onConsole('/api/auth/csrf');
    const { csrfToken } = csrf.json as { csrfToken: string };
    const headers = { ...FORM_TYPE, cookie: cookiesOf(csrf).join('; '), origin: 'https://evil.example' };
    const body = new URLSearchParams({ csrfToken, ...formOf('operations'), json: 'true' }).toString();
    const answer = await onConsole('/api/auth/callback/credentials', { method: 'POST', headers, body });
    expect([answer.status, errorCode(answer), sessionLine(answer)]).toEqual([403, 'forbidden', undefined]);
  });
});

describe('sessions', () => {
  test.for([
    ['revoked', { revoked_at: 'now()' }],
    ['past its end', { expires_at: "now() - interval '1 second'" }],
    ['idle too long', { last_seen_at: "now() - interval '31 minutes'" }],
  ] as const)('one that is %s is nobody', async ([, fields]) => {
    const { headers } = await sessionOf('super_admin', fields);
    expect((await me(headers)).status).toBe(401);
    expect((await command('set-switch', {}, headers)).status).toBe(401);
  });

  test('cookies made elsewhere, or saying more than an id, are nobody', async () => {
    const { id } = await sessionOf('super_admin');
    const forged = [
      await cookieWith({ sessionId: id }, 'another secret, just as long as the real one is'),
      await cookieWith({ sessionId: id.toUpperCase() }),
      await cookieWith({ sessionId: `${id}' OR '1'='1` }),
      await cookieWith({ sessionId: { id } }),
      await cookieWith({ email: 'super_admin@bulkhead.example', roles: ['super_admin'], sub: id }),
      `${SESSION_COOKIE}=${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sessionId: id })).toString('base64url')}.`,
      `${SESSION_COOKIE}=${id}`,
      `${SESSION_COOKIE}=`,
      `${SESSION_COOKIE}=%E0%A4%A`,
      `${SESSION_COOKIE}.0=${'x'.repeat(4_000)}; ${SESSION_COOKIE}.1=y`,
      `__Secure-${SESSION_COOKIE}=${(await cookieWith({ sessionId: id })).split('=')[1]}`,
    ];
    for (const cookie of forged)
      expect.soft([cookie.slice(0, 60), (await me({ cookie })).status]).toEqual([cookie.slice(0, 60), 401]);
    // The same id in a cookie of ours is somebody: the refusals above are of the cookies.
    expect((await me({ cookie: await cookieWith({ sessionId: id }) })).status).toBe(200);
  });

  test('what a browser sends to be merged into its session is merged nowhere', async () => {
    const { headers } = await sessionOf('auditor');
    const csrf = await onConsole('/api/auth/csrf', { headers });
    const { csrfToken } = csrf.json as { csrfToken: string };
    const answer = await onConsole('/api/auth/session', {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers, cookie: `${headers.cookie}; ${cookiesOf(csrf).join('; ')}` },
      body: JSON.stringify({ csrfToken, data: { roles: ['super_admin'], sessionId: 'x' } }),
    });
    expect([answer.status, errorCode(answer)]).toEqual([404, 'not_found']);
    expect((await me(headers)).json).toMatchObject({ roles: ['auditor'] });
  });

  test('a credential that is sent but wrong, or empty, is not made good by the cookie', async () => {
    const { headers } = await sessionOf('risk_manager');
    const input = { switch: 'reduce_only', value: false, reason: 'a second credential' };
    const evil = { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' };
    for (const [name, value] of [
      ['authorization', ''],
      ['x-api-key', ''],
      ['authorization', 'Bearer x'],
      ['x-api-key', 'x'],
    ] as const) {
      const more = { [name]: value };
      const ours = await command('set-switch', input, { ...headers, ...more });
      expect.soft([more, ours.status]).toEqual([more, 401]);
      const foreign = await command('set-switch', input, { ...headers, ...more, ...evil });
      expect.soft([more, foreign.status]).toEqual([more, 403]);
    }
    expect((await command('set-switch', input, headers)).status).toBe(200);
  });

  test('the cookie of somebody who is demoted, reset or disabled is nobody, and so are the rest of their sessions', async () => {
    for (const name of ['change-roles', 'reset-second-factor', 'disable-person']) {
      const email = `${randomUUID()}@exchange.example`;
      const [person] = await sql<{ id: string }>(
        "INSERT INTO people (email, name, password_hash) VALUES ($1, 'Passing', 'x') RETURNING id",
        [email],
      );
      const id = person?.id ?? '';
      await sql("INSERT INTO person_roles (person_id, role) VALUES ($1, 'operations'), ($1, 'auditor')", [
        id,
      ]);
      const cookies: string[] = [];
      for (let n = 0; n < 2; n++) {
        const [session] = await sql<{ id: string }>(
          `INSERT INTO sessions (person_id, idle_seconds, expires_at) VALUES ($1, 1800, now() + interval '1 hour') RETURNING id`,
          [id],
        );
        cookies.push(await cookieWith({ sessionId: session?.id }));
      }
      for (const cookie of cookies) expect((await me({ cookie })).status).toBe(200);
      // Codes of the super admin count once, and other tests use them too.
      await sql('DELETE FROM totp_uses');
      const input = {
        person: id,
        reason: 'leaves the desk',
        ...(name === 'change-roles' ? { roles: ['auditor'] } : {}),
      };
      const proof = { ...tokenOf('super_admin'), 'bulkhead-step-up': `totp ${codeOf('super_admin')}` };
      expect([name, (await command(name, input, proof)).status]).toEqual([name, 200]);
      for (const cookie of cookies) expect([name, (await me({ cookie })).status]).toEqual([name, 401]);
    }
  });
});
