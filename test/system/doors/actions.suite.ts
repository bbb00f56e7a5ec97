// Server actions called directly by their ids: without a session, from foreign pages, on any path, with any body.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../http.ts';
import { onConsole, ROOT, sql } from '../installation.ts';
import { cookieWith, type Session, sessionOf } from '../sign-in.ts';
import { ALL_INPUTS, ANYBODY, INPUTS, reason } from './action-inputs.ts';

interface Manifest {
  node: Record<string, { exportedName: string }>;
}

let known: Map<string, string> | undefined;

/** Ids by name; read once, and not before the console is built. */
function actions(): Map<string, string> {
  if (known) return known;
  const manifest = JSON.parse(
    readFileSync(join(ROOT, '.next/standalone/.next/server/server-reference-manifest.json'), 'utf8'),
  ) as Manifest;
  known = new Map(Object.entries(manifest.node).map(([id, { exportedName }]) => [exportedName, id]));
  return known;
}

function act(name: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  return onConsole(path, {
    method: 'POST',
    headers: {
      'next-action': actions().get(name) ?? '',
      'content-type': 'text/plain;charset=UTF-8',
      accept: 'text/x-component',
      ...headers,
    },
    body: body ?? JSON.stringify([ALL_INPUTS[name], randomUUID()]),
  });
}

/** What an action could have changed; what the venue and the worker do meanwhile is nobody's action. */
async function state(): Promise<unknown> {
  const [row] = await sql(
    `SELECT (SELECT revision FROM matrix_head) AS revision,
            (SELECT count(*) FROM audit_log
              WHERE kind <> 'command.denied' AND actor_kind NOT IN ('system', 'service')) AS entries,
            (SELECT count(*) FROM instances WHERE isolated_at IS NOT NULL) AS isolated,
            (SELECT count(*) FROM sessions WHERE revoked_at IS NULL) AS sessions`,
  );
  return row;
}

describe('server actions', () => {
  let risk: Session;
  let ours: Record<string, string> = {};
  beforeAll(async () => {
    risk = await sessionOf('risk_manager');
    ours = { ...risk.headers };
  });

  test('the table names every action of the build', () => {
    // An action that no screen imports is left out of the build.
    expect([...actions().keys()].filter((name) => ALL_INPUTS[name] === undefined)).toEqual([]);
    expect(actions().size).toBeGreaterThan(5);
  });

  test('an action works for whoever may, from a page of ours: what is refused below would have been done', async () => {
    const done = await act(
      'setSwitchAction',
      '/switches',
      ours,
      JSON.stringify([{ switch: 'reduce_only', value: true, reason }]),
    );
    expect(done.text).toContain('"changed":true');
    const back = await act(
      'setSwitchAction',
      '/now',
      ours,
      JSON.stringify([{ switch: 'reduce_only', value: false, reason }]),
    );
    expect(back.text).toContain('"changed":true');
  });

  test('no session, a dead one, a forged one, a role that may not: each action refuses', async () => {
    const revoked = await sessionOf('super_admin', { revoked_at: 'now()' });
    const auditor = await sessionOf('auditor');
    const before = await state();
    const { origin } = risk.headers;
    const cookies = [
      undefined,
      revoked.headers.cookie,
      await cookieWith({ sessionId: risk.id }, 'not the secret of this console'),
    ];
    for (const name of actions().keys()) {
      for (const cookie of cookies) {
        const answer = await act(name, '/switches', { origin, ...(cookie ? { cookie } : {}) });
        expect
          .soft([name, answer.status < 500, answer.text.includes('"ok":true')])
          .toEqual([name, true, false]);
        const code = name in ANYBODY ? 'not_found' : 'unauthenticated';
        expect.soft([name, answer.text]).toEqual([name, expect.stringContaining(`"code":"${code}"`)]);
      }
      if (name === 'signOutAction') continue;
      const denied = await act(name, '/switches', auditor.headers);
      expect.soft([name, denied.text.includes('"ok":true')]).toEqual([name, false]);
      if (name in INPUTS)
        expect.soft([name, denied.text]).toEqual([name, expect.stringContaining('"code":"forbidden"')]);
    }
    expect(await state()).toEqual(before);
  });

  test('with a live session, but not from a page of ours: each action refuses on every path', async () => {
    const before = await state();
    const { cookie } = risk.headers;
    const evil = { origin: 'https://evil.example' };
    const foreign: Record<string, string>[] = [
      { cookie },
      { cookie, ...evil },
      { cookie, ...evil, 'x-forwarded-host': 'evil.example' },
      { cookie, ...evil, host: 'evil.example' },
      { cookie, ...evil, 'x-forwarded-host': 'evil.example', authorization: '' },
      { cookie, ...evil, 'x-forwarded-host': 'evil.example', 'x-api-key': '' },
      { cookie, ...evil, 'x-forwarded-host': 'evil.example', 'x-action-forwarded': '1' },
      { cookie, origin: 'null' },
      { cookie, origin: '' },
      { cookie, origin: `${risk.headers.origin}.evil.example` },
    ];
    const paths = [
      '/switches',
      '/now',
      '/',
      '/sign-in',
      '/no-such-page',
      '/fonts/x',
      '/icon.svgx',
      '/_next/static/x',
      '/_next/x',
    ];
    const elsewhere = [
      '/healthz',
      '/api/v1/status',
      '/api/v1/commands/set-switch',
      '/api/auth/csrf',
      '/api/auth/callback/credentials',
    ];
    for (const headers of foreign) {
      for (const name of actions().keys()) {
        const answer = await act(name, '/switches', headers);
        expect.soft([name, headers, answer.status]).toEqual([name, headers, 403]);
      }
      for (const path of [...paths, ...elsewhere]) {
        const answer = await act('setSwitchAction', path, headers);
        expect
          .soft([path, headers, answer.status >= 400 && answer.status < 500])
          .toEqual([path, headers, true]);
      }
    }
    expect(await state()).toEqual(before);
  });

  test.for([
    ['broken JSON', '[{'],
    ['nothing', ''],
    ['no list', '{"switch":"reduce_only"}'],
    ['a word', 'true'],
    ['U+0000', '["\u0000"'],
    ['more than may be sent', JSON.stringify([{ reason: 'x'.repeat(1_100_000) }])],
  ] as const)('%s instead of an input is refused', async ([, body]) => {
    const before = await state();
    const answer = await act('setSwitchAction', '/switches', ours, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await state()).toEqual(before);
  });

  test.for([
    ['an id that is none', { 'next-action': 'x' }],
    ['an id of nothing', { 'next-action': `7f${'0'.repeat(40)}` }],
    ['an empty id', { 'next-action': '' }],
    ['a multipart body', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['a multipart body without a boundary', { 'content-type': 'multipart/form-data' }],
    ['another type', { 'content-type': 'application/octet-stream' }],
  ] as const)('%s is refused', async ([, headers]) => {
    const before = await state();
    const answer = await act('setSwitchAction', '/switches', { ...ours, ...headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(await state()).toEqual(before);
  });

  test('values go through the same checks as over the API', async () => {
    const before = await state();
    for (const value of ['"false"', '"$NaN"', '"$Infinity"', '1e400', '{}', '[]', 'null', '"$undefined"']) {
      const body = `[{"switch":"reduce_only","value":${value},"reason":"${reason}"}]`;
      const answer = await act('setSwitchAction', '/switches', ours, body);
      expect.soft([value, answer.text.includes('"ok":true')]).toEqual([value, false]);
    }
    expect(await state()).toEqual(before);
  });
});
