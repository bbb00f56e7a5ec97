// Requests no page of ours sends: wrong methods, types, sizes and addresses; and the headers every answer carries.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCode, hangUp } from '../http.ts';
import {
  command,
  dataFile,
  headRevision,
  JSON_TYPE,
  onConsole,
  ROOT,
  run,
  tokenOf,
} from '../installation.ts';
import { sessionOf } from '../sign-in.ts';
import { part } from './part.ts';

const ADDRESSES: Record<string, readonly string[]> = {
  '/now': ['GET', 'HEAD'],
  '/sign-in': ['GET', 'HEAD'],
  '/healthz': ['GET', 'HEAD'],
  '/readyz': ['GET', 'HEAD'],
  '/metrics': ['GET', 'HEAD'],
  '/api/v1/status': ['GET', 'HEAD'],
  '/api/v1/live': ['GET'],
  '/api/v1/openapi.json': ['GET', 'HEAD'],
  '/api/v1/audit-export': ['GET'],
  '/api/v1/withdrawals-export': ['GET'],
  '/api/v1/audit-checkpoints': ['GET'],
  '/api/v1/runs/3f0c7a52-9d1e-4b8f-8a55-0d6c1f2e7b90/markdown': ['GET', 'HEAD'],
  '/api/v1/incidents/3f0c7a52-9d1e-4b8f-8a55-0d6c1f2e7b90/markdown': ['GET', 'HEAD'],
  '/api/v1/forms/CN-1-0/bundle': ['GET', 'HEAD'],
  '/api/v1/evidence/3f0c7a52-9d1e-4b8f-8a55-0d6c1f2e7b90/file': ['GET', 'HEAD'],
  '/api/v1/withdrawals': ['GET', 'HEAD', 'POST'],
  '/api/v1/audit-public-key': ['GET', 'HEAD'],
  '/api/v1/config': ['GET', 'HEAD'],
  '/api/v1/pagerduty/3f0c7a52-9d1e-4b8f-8a55-0d6c1f2e7b90': ['POST'],
  '/admin/emergency-stop': ['POST'],
  '/admin/reload-config': ['POST'],
  '/api/v1/commands/set-switch': ['POST'],
  '/api/auth/csrf': ['GET', 'HEAD', 'POST'],
};
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'];

describe('requests', () => {
  test('every route handler on disk stands in the table of addresses', () => {
    const routes = readdirSync(join(ROOT, 'app'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name === 'route.ts')
      .map((entry) => entry.parentPath.slice(join(ROOT, 'app').length));
    const patterns = routes.map((route) => new RegExp(`^${route.replace(/\[[^\]]+\]/g, '[^/]+')}$`));
    for (const pattern of patterns)
      expect.soft(Object.keys(ADDRESSES).some((path) => pattern.test(path))).toBe(true);
  });

  test.for(Object.entries(ADDRESSES))('%s takes %s and says so', async ([path, allowed]) => {
    for (const method of METHODS.filter((one) => !allowed.includes(one))) {
      const answer = await onConsole(path, { method, headers: tokenOf('super_admin') });
      expect.soft([method, answer.status]).toEqual([method, 405]);
      expect.soft([method, answer.headers.allow !== undefined]).toEqual([method, true]);
      if (method !== 'HEAD') expect.soft([method, errorCode(answer)]).toEqual([method, 'method_not_allowed']);
    }
  });

  test.for([
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
    ['almost JSON', { 'content-type': 'application/jsonp' }],
    ['no type', {}],
  ] as const)('a command as %s is refused', async ([, headers]) => {
    const answer = await onConsole('/api/v1/commands/set-switch', {
      method: 'POST',
      headers: { ...tokenOf('risk_manager'), ...headers },
      body: JSON.stringify({ switch: 'reduce_only', value: true, reason: 'of the wrong type' }),
    });
    expect([answer.status, errorCode(answer)]).toEqual([415, 'unsupported_media_type']);
  });

  test.for([
    ['300 KB, said before', 300_000, false],
    ['2 MB, said before', 2_000_000, false],
    ['300 KB in chunks', 300_000, true],
    ['2 MB in chunks', 2_000_000, true],
    ['12 MB in chunks', 12_000_000, true],
  ] as const)('a command of %s is refused', async ([, bytes, chunked]) => {
    const revision = await headRevision();
    const input = JSON.stringify({ switch: 'reduce_only', value: true, reason: 'large' });
    const answer = await command('set-switch', input.padEnd(bytes, ' '), undefined, { chunked });
    expect([answer.status, errorCode(answer)]).toEqual([413, 'payload_too_large']);
    expect(await headRevision()).toBe(revision);
  });

  test.for([
    ['the largest file', 7_000_000, [404, 'not_found']],
    ['more than that', 7_200_000, [413, 'payload_too_large']],
    ['far more', 12_000_000, [413, 'payload_too_large']],
  ] as const)('evidence with %s: only that command takes so much', async ([, bytes, outcome]) => {
    const file = { name: 'log.txt', content: Buffer.alloc(5 * 1_024 * 1_024, 'a').toString('base64') };
    const input = { runId: randomUUID(), check: 'kill-switch', holds: true, text: 'Seen', file };
    const body = JSON.stringify(input).padEnd(bytes, ' ');
    const answer = await command('note-canary-evidence', body);
    expect([answer.status, errorCode(answer)]).toEqual(outcome);
  });

  test.for([
    ['nothing', ''],
    ['broken JSON', '{"switch":'],
    ['two values', '{} {}'],
    ['a comment', '{/* */}'],
    ['single quotes', "{'switch':'reduce_only'}"],
    ['the word NaN', '{"switch":"hedge_max_leverage","value":NaN,"reason":"not a number"}'],
    ['the word Infinity', '{"switch":"hedge_max_leverage","value":Infinity,"reason":"not finite"}'],
    ['a hexadecimal number', '{"switch":"force_hl_latency_ms","value":0x10,"reason":"hexadecimal"}'],
    ['a trailing comma', '{"switch":"reduce_only",}'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['UTF-16', Buffer.from('{"switch":"reduce_only"}', 'utf16le')],
    ['a key twice', '{"switch":"hedge_max_leverage","value":2,"value":9.5,"reason":"which of the two"}'],
    [
      'a key twice, once by escapes',
      '{"switch":"hedge_max_leverage","value":2,"v\\u0061lue":9.5,"reason":"which"}',
    ],
    [
      'a key twice, further in',
      '{"changes":[{"switch":"reduce_only","value":false,"value":true}],"reason":"which"}',
    ],
    ['the key __proto__', '{"__proto__":{"switch":"reduce_only"},"value":true,"reason":"by inheritance"}'],
    ['1e400', '{"switch":"hedge_max_leverage","value":1e400,"reason":"more than there is"}'],
    [
      '19 decimals',
      '{"switch":"hedge_max_leverage","value":2.0000000000000000001,"reason":"nineteen decimals"}',
    ],
    [
      'a number past 2^53',
      '{"switch":"reduce_only","value":true,"reason":"whole","expectedRevision":9007199254740993}',
    ],
  ] as const)('%s as the body is refused with a sentence', async ([, body]) => {
    const revision = await headRevision();
    const answer = await onConsole('/api/v1/commands/set-switch', {
      method: 'POST',
      headers: { ...JSON_TYPE, ...tokenOf('super_admin') },
      body,
    });
    expect([answer.status, errorCode(answer)]).toEqual([400, 'invalid_input']);
    expect(await headRevision()).toBe(revision);
  });

  test('whoever hangs up in the middle of a body breaks nothing: the console answers, and nothing of it is an error in its log', async () => {
    const revision = await headRevision();
    const log = () => readFileSync(dataFile('logs', 'console.log'), 'utf8');
    const before = log().length;
    for (const path of [
      '/api/v1/commands/set-switch',
      '/api/v1/withdrawals',
      '/admin/reload-config',
      '/admin/emergency-stop',
    ])
      await hangUp(
        run().consoleUrl,
        path,
        { ...JSON_TYPE, ...tokenOf('super_admin') },
        '{"switch":"reduce_only",',
      );
    // Asked after all of them, and through the same database: what they came to has been written by then.
    expect((await onConsole('/api/v1/status', { headers: tokenOf('auditor') })).status).toBe(200);
    expect(await headRevision()).toBe(revision);
    expect(log().slice(before)).not.toMatch(/aborted|ECONNRESET/);
  });

  test('a very deep body is refused and harms nobody', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = `{"switch":"per_symbol_betting","value":${deep},"reason":"one hundred thousand levels"}`;
    const answer = await command('set-switch', body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  });

  test.for([
    '/%E0%A4%A',
    '/api/v1/%E0%A4%A',
    '/api/v1/commands/%E0%A4%A',
    '/switches/%zz',
    '/%',
    '/now?%E0%A4%A=%zz',
    '/%00',
    '/\\..\\now',
    '//evil.example/%2f..',
  ])('the address %s is answered without an error of ours, and leads nowhere else', async (path) => {
    const answer = await onConsole(path, { headers: tokenOf('auditor') });
    expect(answer.status).toBeLessThan(500);
    expect(String(answer.headers.location ?? '/')).toMatch(/^\/(?![/\\])/);
  });

  test.for([
    ['a state tree that is none', { RSC: '1', 'Next-Router-State-Tree': '%5B1%2C2' }],
    ['a state tree of nonsense', { RSC: '1', 'Next-Router-State-Tree': '[1,2,3]' }],
    ['a state tree in broken escapes', { RSC: '1', 'Next-Router-State-Tree': '%zz' }],
    ['cookies in broken escapes', { cookie: 'theme=%zz; next-auth.session-token=%E0%A4%A; =; ;;a' }],
    ['a language no one speaks', { 'accept-language': `${'x'.repeat(5_000)},,;q=` }],
    ['an odd content length for a GET', { 'content-length': '0' }],
    ['conditions', { 'if-none-match': '*', 'if-modified-since': 'never', range: 'bytes=0-1' }],
  ] as const)('%s is no error of ours', async ([, headers]) => {
    const { cookie } = (await sessionOf('auditor')).headers;
    for (const path of ['/now', '/api/v1/status', '/sign-in']) {
      const send = { cookie, ...headers };
      const answer = await part(path, send);
      expect.soft([path, answer.status < 500]).toEqual([path, true]);
    }
  });
});

describe('headers', () => {
  test('every answer keeps its type, its frame and its address to itself', async () => {
    for (const path of [
      '/sign-in',
      '/now',
      '/no-such-page',
      '/api/v1/status',
      '/api/v1/x',
      '/healthz',
      '/api/auth/csrf',
    ]) {
      const { headers } = await onConsole(path);
      expect.soft([path, headers['x-content-type-options']]).toEqual([path, 'nosniff']);
      expect.soft([path, headers['x-frame-options']]).toEqual([path, 'DENY']);
      expect.soft([path, headers['referrer-policy']]).toEqual([path, 'same-origin']);
      expect.soft([path, headers['x-powered-by']]).toEqual([path, undefined]);
      expect.soft([path, headers['access-control-allow-origin']]).toEqual([path, undefined]);
      expect
        .soft([path, headers['content-security-policy']])
        .toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
    }
  });

  test('nothing that depends on who asks is kept by anybody', async () => {
    for (const path of ['/now', '/api/v1/status', '/api/v1/me', '/api/v1/x']) {
      const { headers } = await onConsole(path, { headers: tokenOf('auditor') });
      expect.soft([path, headers['cache-control']]).toEqual([path, expect.stringContaining('no-store')]);
    }
  });

  test('scripts run by a nonce of their own answer, on each page', async () => {
    const session = await sessionOf('auditor');
    const seen = new Set<string>();
    for (const path of ['/sign-in', '/now', '/switches', '/audit', '/instances', '/no-such-page']) {
      const who = path === '/sign-in' ? undefined : { cookie: session.headers.cookie };
      const answer = await onConsole(path, who && { headers: who });
      const policy = String(answer.headers['content-security-policy']);
      const nonce = /script-src [^;]*'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(nonce.length).toBeGreaterThan(20);
      expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/);
      const scripts = answer.text.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts)
        expect.soft([path, script]).toEqual([path, expect.stringContaining(`nonce="${nonce}"`)]);
      seen.add(nonce);
    }
    expect(seen.size).toBe(6);
  });
});
