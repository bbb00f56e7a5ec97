// A canary in every field that takes a secret, and every secret of the installation itself: afterwards none of them is in
// a table, an export, a page or a file that browsers get. The logs are looked at last, by their own suite.
import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  accountOf,
  command,
  JSON_TYPE,
  onConsole,
  onEdge,
  ROOT,
  run,
  secrets,
  sql,
  tokenOf,
} from '../installation.ts';
import { sessionOf, submit } from '../sign-in.ts';
import { CANARY } from './canary.ts';

async function putEverywhere(): Promise<void> {
  const { email } = accountOf('auditor');
  await submit({ email: `${CANARY}@exchange.example`, password: CANARY, totp: CANARY.slice(0, 20) });
  await submit({ email, password: CANARY, totp: '000000' });
  await submit({ email, password: CANARY, totp: CANARY.slice(0, 20) });
  const passkey = { nonce: CANARY, response: JSON.stringify({ id: CANARY, signature: CANARY }) };
  await onConsole('/api/auth/callback/passkey', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: run().consoleUrl },
    body: new URLSearchParams({ ...passkey, csrfToken: CANARY, json: 'true' }).toString(),
  });
  for (const prefix of ['bht_', 'bhk_', '']) {
    const both: Record<string, string>[] = [
      { authorization: `Bearer ${prefix}${CANARY}` },
      { 'x-api-key': `${prefix}${CANARY}` },
    ];
    for (const headers of both) {
      await onConsole('/api/v1/status', { headers });
      await onEdge('/config/switches', { headers });
      await command('set-switch', {}, headers);
    }
  }
  const link = `bhl_${CANARY}`;
  await command('look-at-link', { link }, {});
  await command('use-link', { link, password: CANARY, email: 'a@exchange.example', name: 'A' }, {});
  await onConsole(`/api/v1/credential?prefix=bhk_${CANARY}`, { headers: tokenOf('super_admin') });
  const { headers } = await sessionOf('product_owner');
  const answer = Buffer.from(JSON.stringify({ nonce: CANARY, response: { id: CANARY } })).toString(
    'base64url',
  );
  for (const stepUp of [`totp ${CANARY.slice(0, 20)}`, `passkey ${answer}`]) {
    const proven = { ...headers, 'bulkhead-step-up': stepUp };
    await command('change-password', { current: CANARY, password: `${CANARY} and more` }, proven);
    await command('set-up-totp', { offer: CANARY, code: CANARY.slice(0, 20) }, proven);
    await command('create-token', { name: 'Nobody gets this', expiresInDays: 7 }, proven);
  }
  await onConsole('/api/auth/session', { method: 'POST', headers: JSON_TYPE, body: `{"token":"${CANARY}"}` });
}

function everySecret(): [string, string][] {
  const { postgres, roles, nextauth, demo } = secrets();
  return [
    ['the canary', CANARY.slice(0, 20)],
    ['the password of the database superuser', postgres],
    ['NEXTAUTH_SECRET', nextauth],
    ...Object.entries(roles),
    ...Object.entries(demo),
  ];
}

/** A table that the application itself may not read gives nothing away through it. */
function unreadable(error: { code?: string }): never[] {
  if (error.code === '42501') return [];
  throw error;
}

/** Names of the secrets that the text holds. */
function heldBy(text: string): string[] {
  return everySecret()
    .filter(([, secret]) => text.includes(secret))
    .map(([name]) => name);
}

describe('secrets', () => {
  beforeAll(putEverywhere);

  test('are in no row of any table', async () => {
    const tables = await sql<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
    );
    expect(tables.length).toBeGreaterThan(20);
    const named = everySecret();
    for (const { name } of tables) {
      // Each row is made text once, and looked through for all of them.
      const held = await sql<{ place: number }>(
        `SELECT DISTINCT place::int FROM (SELECT t::text AS line FROM "${name}" t OFFSET 0) rows,
           unnest($1::text[]) WITH ORDINALITY AS looked (secret, place) WHERE strpos(line, secret) > 0`,
        [named.map(([, secret]) => secret)],
      ).catch(unreadable);
      expect.soft([name, held.map(({ place }) => named[place - 1]?.[0])]).toEqual([name, []]);
    }
  });

  test.for(['lines', 'csv', 'ndjson'])('are in no export as %s', async (format) => {
    const answer = await onConsole(`/api/v1/audit-export?format=${format}`, { headers: tokenOf('auditor') });
    expect(answer.status).toBe(200);
    expect(answer.text.length).toBeGreaterThan(1_000);
    expect(heldBy(answer.text)).toEqual([]);
  });

  test.for([
    '/now',
    '/switches',
    '/approvals',
    '/levels',
    '/alerts',
    '/alerts/history',
    '/audit',
    '/audit/access',
    '/people',
    '/keys',
    '/profile',
    '/docs/api',
    '/sign-in',
  ])('are not on the page %s', async (path) => {
    const { headers } = await sessionOf('super_admin');
    const page = await onConsole(path, { headers: { cookie: headers.cookie } });
    expect(page.status).toBeLessThan(400);
    expect(heldBy(page.text)).toEqual([]);
  });

  test('are in no file that browsers get', () => {
    const files = globSync(['.next/static/**/*.{js,css}', 'public/**/*'], { cwd: ROOT }).filter((name) =>
      /\.\w+$/.test(name),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const name of files) {
      const text = readFileSync(`${ROOT}/${name}`, 'latin1');
      expect.soft([name, heldBy(text)]).toEqual([name, []]);
    }
  });
});
