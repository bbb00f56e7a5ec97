// GET /api/v1/openapi.json on the running console, compared with everything the suites before this one were answered.
import { describe, expect, test } from 'vitest';
import { RATE_LIMITS } from '#lib/catalog/rate-limits.ts';
import type { OpenApiDocument } from '#lib/contract/open-api.ts';
import { command, onConsole, seen, serviceKey, tokenOf } from '../installation.ts';

describe('the API document', () => {
  test('is there for everybody, once', async () => {
    const first = await onConsole('/api/v1/openapi.json');
    expect(first.status).toBe(200);
    expect(first.headers['content-type']).toMatch(/^application\/json/);
    const etag = String(first.headers.etag);
    const again = await onConsole('/api/v1/openapi.json', { headers: { 'if-none-match': `W/${etag}` } });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
    const other = await onConsole('/api/v1/openapi.json', { headers: { 'if-none-match': '"another"' } });
    expect([other.status, other.text]).toEqual([200, first.text]);
  });

  test('names every status that the API answered so far', async () => {
    const { paths } = (await onConsole('/api/v1/openapi.json')).json as OpenApiDocument;
    // Next leads whoever plays its router to another address first.
    const answered = [...seen.answers].map(
      ([place, statuses]) => [place, [...statuses].filter((status) => status !== 307)] as const,
    );
    const unsaid = answered.flatMap(([place, statuses]) => {
      const [method = '', path = ''] = place.split(' ');
      const operation = paths[path]?.[method.toLowerCase() as 'get' | 'post'];
      return operation
        ? statuses.filter((status) => !(status in operation.responses)).map((status) => [place, status])
        : [];
    });
    expect(unsaid).toEqual([]);
    const all = new Set([...seen.answers.values()].flatMap((statuses) => [...statuses]));
    // Otherwise this run has asked nothing worth comparing.
    expect([200, 400, 401, 403, 404, 409, 415, 422, 503].filter((status) => !all.has(status))).toEqual([]);
  });
});

describe('limits of reads', () => {
  test.for([
    ['credential', tokenOf],
    ['credential', serviceKey],
    ['address', () => ({})],
  ] as const)('every answer tells them: %s', async ([name, headers]) => {
    const { requests, windowSeconds } = RATE_LIMITS[name];
    for (const path of ['status', 'no-such-read', 'status?unknown=1']) {
      const answer = await onConsole(`/api/v1/${path}`, { headers: headers('auditor') });
      expect(answer.headers['ratelimit-policy']).toBe(`"${name}";q=${requests};w=${windowSeconds}`);
      expect(answer.headers.ratelimit).toMatch(new RegExp(`^"${name}";r=\\d+;t=\\d+$`));
    }
  });

  test('a command has none', async () => {
    const answer = await command('sign-out', {});
    expect([answer.headers.ratelimit, answer.headers['ratelimit-policy']]).toEqual([undefined, undefined]);
  });

  test('all these tests together leave callers more than a third of what they may ask', () => {
    for (const [name, left] of seen.left) {
      const { requests } = RATE_LIMITS[name as keyof typeof RATE_LIMITS];
      expect([name, left > requests / 3, left]).toEqual([name, true, left]);
    }
  });
});
