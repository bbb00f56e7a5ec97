// next-auth's doors when what arrives is not a sign-in form: closed, or refused, and never a way to another site.
import { describe, expect, test } from 'vitest';
import { errorCode } from '../http.ts';
import { JSON_TYPE, onConsole, run, tokenOf } from '../installation.ts';
import { formOf, sessionLine, submit } from '../sign-in.ts';

const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the other doors of next-auth', () => {
  test.for([
    'session',
    'signin',
    'signin/credentials',
    'signout',
    'error',
    'verify-request',
    '_log',
    'callback',
    'signin/passkey',
    'x',
  ])('%s is closed', async (path) => {
    for (const method of ['GET', 'POST']) {
      const how = { method, headers: JSON_TYPE, ...(method === 'POST' ? { body: '{}' } : {}) };
      const answer = await onConsole(`/api/auth/${path}`, how);
      expect.soft([method, answer.status, errorCode(answer)]).toEqual([method, 404, 'not_found']);
    }
  });

  test.for([
    ['null', JSON_TYPE, 'null'],
    ['a list', JSON_TYPE, '[]'],
    ['broken JSON', JSON_TYPE, '{'],
    ['nothing', JSON_TYPE, ''],
    ['objects for words', JSON_TYPE, '{"email":{"a":1},"password":[1],"totp":null,"csrfToken":{}}'],
    ['broken escapes', FORM_TYPE, 'email=%E0%A4%A&csrfToken=%zz'],
    ['many fields', FORM_TYPE, Array.from({ length: 2_000 }, (_, i) => `f${i}=1`).join('&')],
    ['another type', { 'content-type': 'text/plain' }, 'email=a'],
    ['a multipart form', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['no type', {}, 'email=a'],
    ['a passkey of words', FORM_TYPE, 'nonce=x&response={}'],
    ['a passkey that is no JSON', FORM_TYPE, 'nonce=x&response=%7B'],
  ] as const)('%s instead of the form', async ([, headers, body]) => {
    for (const door of ['credentials', 'passkey']) {
      const answer = await onConsole(`/api/auth/callback/${door}`, {
        method: 'POST',
        headers: { ...headers },
        body,
      });
      expect.soft(answer.status, door).toBeGreaterThanOrEqual(300);
      expect.soft(answer.status, door).toBeLessThan(500);
      expect.soft(sessionLine(answer), door).toBeUndefined();
    }
  });

  test.for([
    'http://%zz',
    'javascript:alert(1)',
    '//evil.example',
    'https://evil.example/x',
    '\\\\evil.example',
  ])('the callback address %s leads to no other site', async (callbackUrl) => {
    const answers = [
      await onConsole(`/api/auth/csrf?callbackUrl=${encodeURIComponent(callbackUrl)}`),
      await onConsole('/api/auth/csrf', { headers: { cookie: `next-auth.callback-url=${callbackUrl}` } }),
      await submit(formOf('executive', 1), { callbackUrl }),
    ];
    for (const answer of answers) {
      expect.soft(answer.status).toBeLessThan(500);
      expect.soft(String(answer.headers.location ?? '')).not.toContain('evil');
      const { url } = (answer.json ?? {}) as { url?: string };
      expect.soft(new URL(url ?? run().consoleUrl).origin).toBe(run().consoleUrl);
    }
  });

  test.for([
    ['POST', 'signin/oidc', '{}'],
    ['POST', 'signin/oidc', '{"csrfToken":"x","callbackUrl":"https://evil.example"}'],
    ['GET', 'callback/oidc?code=x&state=y', undefined],
    ['GET', 'callback/oidc?error=access_denied', undefined],
    ['GET', 'callback/oidc?iss=https://evil.example&code=%00', undefined],
  ] as const)('%s %s with %s does not come from the identity provider', async ([method, path, body]) => {
    const how = { method, headers: JSON_TYPE, ...(body === undefined ? {} : { body }) };
    const answer = await onConsole(`/api/auth/${path}`, how);
    expect(answer.status).toBeGreaterThanOrEqual(300);
    expect(answer.status).toBeLessThan(500);
    expect(sessionLine(answer)).toBeUndefined();
    expect(String(answer.headers.location ?? '')).not.toContain('evil');
  });

  test('a spoilt cookie of the form does not lock its browser out', async () => {
    const spoilt = { headers: { cookie: 'next-auth.callback-url=http://[; next-auth.csrf-token=%E0%A4%A' } };
    const first = await onConsole('/api/auth/csrf', spoilt);
    expect(first.status).toBeLessThan(500);
    const cleared = first.headers['set-cookie']?.find((line) => line.startsWith('next-auth.callback-url='));
    expect(cleared).toMatch(/^next-auth\.callback-url=(;|http:\/\/localhost|%?http%3A%2F%2Flocalhost)/);
  });

  test('a sign-in by token asks no page', async () => {
    expect((await onConsole('/now', { headers: tokenOf('auditor') })).status).toBe(200);
  });
});
