// Every page of the console for everybody, whole and in parts, on its own path and on odd ones: no value reaches nobody.
import { randomInt } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import type { Answer } from '../http.ts';
import { command, onConsole, ROOT, serviceKey } from '../installation.ts';
import { cookieWith, type Session, sessionOf } from '../sign-in.ts';
import { part } from './part.ts';

/** `signed-in`: for every role, and nobody else. `public`: for nobody in particular. */
const PAGES: Record<string, 'signed-in' | 'public' | 'leads-on'> = {
  '/': 'leads-on',
  '/sign-in': 'public',
  '/welcome': 'public',
  '/answer': 'public',
  '/now': 'signed-in',
  '/switches': 'signed-in',
  '/manual': 'signed-in',
  '/manual/troubleshooting': 'signed-in',
  '/manual/runbooks/[key]': 'signed-in',
  '/rollback': 'signed-in',
  '/rollback/[run]': 'signed-in',
  '/rollback/[run]/print': 'signed-in',
  '/canary': 'signed-in',
  '/canary/[run]': 'signed-in',
  '/canary/[run]/forms/[gate]': 'signed-in',
  '/canary/[run]/forms/[gate]/print': 'signed-in',
  '/incidents': 'signed-in',
  '/incidents/new': 'signed-in',
  '/incidents/rollbacks': 'signed-in',
  '/incidents/prevention': 'signed-in',
  '/incidents/[number]': 'signed-in',
  '/incidents/[number]/print': 'signed-in',
  '/releases': 'signed-in',
  '/releases/[number]': 'signed-in',
  '/withdrawals': 'signed-in',
  '/withdrawals/figures': 'signed-in',
  '/withdrawals/policy': 'signed-in',
  '/approvals': 'signed-in',
  '/levels': 'signed-in',
  '/alerts': 'signed-in',
  '/alerts/[number]': 'signed-in',
  '/alerts/history': 'signed-in',
  '/alerts/times': 'signed-in',
  '/alerts/policies': 'signed-in',
  '/on-call': 'signed-in',
  '/audit': 'signed-in',
  '/audit/access': 'signed-in',
  '/audit/duties': 'signed-in',
  '/positions': 'signed-in',
  '/stop': 'signed-in',
  '/instances': 'signed-in',
  '/keys': 'signed-in',
  '/people': 'signed-in',
  '/profile': 'signed-in',
  '/docs/api': 'signed-in',
};
/** Addresses of them; a run, gate or firing of this number need not exist. */
const SIGNED_IN = Object.keys(PAGES)
  .filter((path) => PAGES[path] === 'signed-in')
  .map((path) => path.replace(/\[(run|number|gate)\]/g, '1').replace('[key]', 'hl-disconnected'));

/** A value and a reason that stand nowhere else: whoever sees them sees the matrix. */
const CENTS = randomInt(10_000_000, 99_999_999);
const VALUE = `${Math.floor(CENTS / 100)}.${String(CENTS % 100 || 37).padStart(2, '0')}`;
const WORD = `marker${CENTS.toString(36)}`;
const TRACES = [WORD, VALUE, Number(VALUE).toLocaleString('en-US')];

function pagesOnDisk(): string[] {
  return readdirSync(join(ROOT, 'app'), { recursive: true, withFileTypes: true })
    .filter((entry) => /^page\.(tsx?|jsx?)$/.test(entry.name))
    .map((entry) => entry.parentPath.slice(join(ROOT, 'app').length).replace(/\/\([^)]*\)/g, '') || '/')
    .sort();
}

function treeOf(page: string, refetch: 'refetch' | null): string {
  const leaf = [page, { children: ['__PAGE__', {}, null, refetch] }, null, null];
  return encodeURIComponent(
    JSON.stringify(['', { children: ['(console)', { children: leaf }] }, null, null, 16]),
  );
}

/** The ways a browser, or somebody who plays one, asks for parts of a page. */
function partsOf(page: string): Record<string, string>[] {
  const name = page.slice(1);
  return [
    { RSC: '1' },
    { RSC: '1', 'Next-Router-Prefetch': '1' },
    { RSC: '1', 'Next-Router-Prefetch': '2' },
    { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/_tree' },
    { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': `/(console)/${name}/__PAGE__` },
    { RSC: '1', 'Next-Router-State-Tree': treeOf('now', null) },
    { RSC: '1', 'Next-Router-State-Tree': treeOf(name, 'refetch') },
    { RSC: '1', 'Next-Router-State-Tree': treeOf(name, 'refetch'), 'Next-Url': page },
  ];
}

function expectNothing(answer: Answer, what: unknown): void {
  expect.soft([what, answer.status < 500]).toEqual([what, true]);
  for (const trace of TRACES) expect.soft([what, answer.text.includes(trace)]).toEqual([what, false]);
}

describe('pages', () => {
  let revoked: Session;
  let forged = '';
  beforeAll(async () => {
    const reason = `a value to look for: ${WORD}`;
    const set = await command('set-switch', { switch: 'large_withdrawal_usd', value: VALUE, reason });
    expect(set.json).toMatchObject({ changed: true });
    revoked = await sessionOf('super_admin', { revoked_at: 'now()' });
    forged = await cookieWith(
      { sessionId: (await sessionOf('super_admin')).id },
      'a secret that is not the real one',
    );
  });

  test('the table names every page there is', () => {
    expect(Object.keys(PAGES).sort()).toEqual(pagesOnDisk());
  });

  test.for(SIGNED_IN)('%s is open to every role, and shows what nobody else may see', async (page) => {
    for (const role of ROLE_NAMES) {
      const { headers } = await sessionOf(role);
      const answer = await onConsole(page, { headers: { cookie: headers.cookie } });
      expect.soft([role, answer.status]).toEqual([role, 200]);
      expect.soft([role, answer.text.includes(WORD)]).toEqual([role, true]);
      // In parts too: for a role that changes and one that reads.
      for (const parts of role === 'risk_manager' || role === 'auditor' ? partsOf(page) : []) {
        const partial = await part(page, { ...parts, cookie: headers.cookie });
        expect.soft([role, parts, partial.status]).toEqual([role, parts, 200]);
      }
    }
  });

  test.for(SIGNED_IN)('%s sends nobody to the sign-in screen, and back afterwards', async (page) => {
    const callers: Record<string, string>[] = [
      {},
      { cookie: revoked.headers.cookie },
      { cookie: forged },
      serviceKey(),
      { authorization: 'Bearer x' },
    ];
    for (const headers of callers) {
      const answer = await onConsole(page, { headers });
      const to = `/sign-in?to=${encodeURIComponent(page)}`;
      expect.soft([headers, answer.status, answer.headers.location]).toEqual([headers, 307, to]);
      expectNothing(answer, headers);
    }
  });

  test.for(SIGNED_IN)('%s gives nobody a part of itself', async (page) => {
    for (const cookie of ['', revoked.headers.cookie, forged]) {
      for (const parts of partsOf(page)) expectNothing(await part(page, { ...parts, cookie }), parts);
    }
  });

  test.for(SIGNED_IN)('%s gives nothing to nobody on other paths', async (page) => {
    const name = page.slice(1);
    const paths = [
      `${page}/`,
      `${page}//`,
      `/${page}`,
      `/.${page}`,
      `/sign-in/..${page}`,
      `/sign-in/%2e%2e${page}`,
      `/%${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
      page.toUpperCase(),
      `${page}.rsc`,
      `${page}.txt`,
      `${page}.html`,
      `${page}.json`,
      `${page}.prefetch.rsc`,
      `${page}.segments/_tree.segment.rsc`,
      `${page}%2f`,
      `${page}%00`,
      `${page};a=b`,
      `${page}?_rsc=1`,
      `/(console)${page}`,
      `/_next${page}`,
      `/_next/data/x${page}.json`,
      `/_next/image?url=${encodeURIComponent(page)}&w=64&q=75`,
      `/_next/static/..${page}`,
      `/fonts/..${page}`,
      `/icon.svg${page}`,
      `/en${page}`,
    ];
    for (const path of paths) {
      for (const headers of [{}, { RSC: '1' }, { cookie: revoked.headers.cookie }]) {
        expectNothing(await part(path, headers as Record<string, string>), path);
      }
    }
  });

  test.for(SIGNED_IN)('%s is not opened by headers that only Next or a proxy would send', async (page) => {
    const headers: Record<string, string>[] = [
      { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
      {
        'x-middleware-subrequest':
          'src/middleware:src/middleware:src/middleware:src/middleware:src/middleware',
      },
      { 'x-middleware-rewrite': page, 'x-middleware-next': '1' },
      { 'x-nextjs-data': '1' },
      { 'x-matched-path': '/sign-in', 'x-invoke-path': page, 'x-invoke-status': '200' },
      { 'x-now-route-matches': '1', purpose: 'prefetch' },
      { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https', 'x-real-ip': '127.0.0.1' },
      { 'x-original-url': page, 'x-rewrite-url': page },
      { 'next-resume': '1' },
      { host: 'evil.example' },
    ];
    for (const set of headers) {
      const answer = await onConsole(page, { headers: set });
      expectNothing(answer, set);
      expect
        .soft([set, String(answer.headers.location ?? '')])
        .toEqual([set, expect.not.stringContaining('evil')]);
    }
  });

  test('a posted form or body is no way around it', async () => {
    const bodies: [string, string][] = [
      ['application/x-www-form-urlencoded', 'a=1'],
      ['application/json', '{}'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="$ACTION_ID_00"\r\n\r\n\r\n--x--\r\n',
      ],
      ['multipart/form-data', 'no boundary'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="1_$ACTION_REF_1"\r\n\r\nx\r\n--x',
      ],
    ];
    for (const page of Object.keys(PAGES)) {
      for (const [type, body] of bodies) {
        const answer = await onConsole(page, { method: 'POST', headers: { 'content-type': type }, body });
        expectNothing(answer, [page, type]);
        expect.soft([page, type, answer.status]).toEqual([page, type, 405]);
      }
    }
  });

  test('the front page and the sign-in screen lead on, within this console', async () => {
    expect((await onConsole('/')).headers.location).toBe('/now');
    const screen = await onConsole('/sign-in?to=/audit');
    expect(screen.status).toBe(200);
    expectNothing(screen, 'sign-in');
    const { headers } = await sessionOf('auditor');
    for (const [to, place] of [
      ['/audit', '/audit'],
      ['//evil.example', '/now'],
      ['/\\evil.example', '/now'],
      ['https://evil.example', '/now'],
      ['javascript:alert(1)', '/now'],
    ] as const) {
      const answer = await onConsole(`/sign-in?to=${encodeURIComponent(to)}`, { headers });
      expect.soft([to, answer.headers.location]).toEqual([to, place]);
    }
  });
});
