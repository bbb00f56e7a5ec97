// Reads are counted by who asks: figures in the headers, 429 past the limit with the time to wait, everybody on their own.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limited } from '#app/_entry/rate-limit.ts';
import { RATE_LIMITS } from '#lib/catalog/rate-limits.ts';
import { type Actor, ANONYMOUS } from '#lib/rules/actor.ts';
import { misfits } from '#test/api-answers.ts';
import { person } from '#test/console-database.ts';

const token = person('auditor');
const session: Actor = { ...token, via: 'session', sessionId: randomUUID() };
const key: Actor = { kind: 'service', id: '1', name: 'Key', scopes: ['switches:read'], ownerId: null };

function ask(actor: Actor, headers: Record<string, string>): Promise<Response> {
  return limited({ headers: new Headers(headers) }, actor, () => Response.json({ read: true }));
}

const bearer = () => ({ authorization: `Bearer bht_${randomUUID()}` });

describe.each([
  ['a token', 'credential', token, bearer(), bearer()],
  ['a key', 'credential', key, { 'x-api-key': `bhk_${randomUUID()}` }, bearer()],
  ['a session', 'session', session, {}, undefined],
  [
    'an address',
    'address',
    ANONYMOUS,
    { 'x-bulkhead-address': '192.0.2.1' },
    { 'x-bulkhead-address': '192.0.2.2' },
  ],
] as const)('%s', (_who, name, actor, headers, others) => {
  const { requests, windowSeconds } = RATE_LIMITS[name];

  test('has its figures in the headers, and is refused past its limit until the window ends', async () => {
    const first = await ask(actor, headers);
    expect(first.headers.get('ratelimit-policy')).toBe(`"${name}";q=${requests};w=${windowSeconds}`);
    expect(first.headers.get('ratelimit')).toBe(`"${name}";r=${requests - 1};t=${windowSeconds}`);
    for (let asked = 1; asked < requests; asked++) expect((await ask(actor, headers)).status).toBe(200);

    const refused = await ask(actor, headers);
    expect(refused.status).toBe(429);
    const [, left, seconds] = /r=(\d+);t=(\d+)$/.exec(refused.headers.get('ratelimit') ?? '') ?? [];
    expect(left).toBe('0');
    // Waiting as long as either of them says is enough.
    expect(refused.headers.get('retry-after')).toBe(seconds);
    expect(Number(seconds)).toBeLessThanOrEqual(windowSeconds);
    const body = await refused.json();
    expect(misfits('ErrorBody', body)).toEqual([]);
    expect(body).toMatchObject({
      error: { code: 'rate_limited', message: expect.stringContaining('Commands are not') },
    });
  });

  test('stands in the way of nobody else', async () => {
    expect((await ask(actor, headers)).status).toBe(429);
    const other = name === 'session' ? { ...session, sessionId: randomUUID() } : actor;
    expect((await ask(other as Actor, others ?? headers)).status).toBe(200);
  });
});

test('wrong credentials count for the address they come from, one and all', async () => {
  const from = { 'x-bulkhead-address': '192.0.2.3' };
  for (let asked = 0; asked < RATE_LIMITS.address.requests; asked++)
    await ask(ANONYMOUS, { ...from, ...bearer() });
  expect((await ask(ANONYMOUS, from)).status).toBe(429);
  expect((await ask(token, { ...from, ...bearer() })).status).toBe(200);
});
