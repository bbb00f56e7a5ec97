// OFREP on a real edge and database: the event stream, its tickets, pages of other origins, edges that lag behind.
import { createHash } from 'node:crypto';
import { createParser } from 'eventsource-parser';
import { expect, onTestFinished, test } from 'vitest';
import type { BulkSuccess } from '#lib/contract/ofrep.ts';
import { addKey, createEdgeTrial, type RunningEdge, until } from './edge-trial.ts';

const FLAGS = '/ofrep/v1/evaluate/flags';
const PAGE = 'https://desk.example.com';

function evaluate(edge: RunningEdge, key: string, path = FLAGS, headers: Record<string, string> = {}) {
  return fetch(edge.url + path, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
    body: '{"context":{}}',
  });
}

async function streamAddress(edge: RunningEdge, key: string): Promise<string> {
  const body = (await (await evaluate(edge, key)).json()) as BulkSuccess;
  return edge.url + body.eventStreams[0]?.endpoint.requestUri;
}

/** Listens as a browser's EventSource does: the address and nothing else, and the last id when it comes back. */
async function listen(address: string, lastEventId?: string) {
  const closing = new AbortController();
  onTestFinished(() => closing.abort());
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await fetch(address, { headers, signal: closing.signal });
  const events: { id: string | undefined; data: unknown }[] = [];
  let text = '';
  let ended = false;
  const parser = createParser({ onEvent: ({ id, data }) => events.push({ id, data: JSON.parse(data) }) });
  async function pump(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      parser.feed(decoder.decode(chunk));
    }
  }
  pump()
    .catch(() => {})
    .finally(() => {
      ended = true;
    });
  return { response, events, text: () => text, ended: () => ended };
}

const refetch = (id: string) => ({ id, data: { type: 'refetchEvaluation', etag: id } });

test('a change is an event that says only that there is one, and the bulk answer then has it', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const first = await evaluate(edge, trial.key);
  const etag = first.headers.get('etag') ?? '';
  const stream = await listen(await streamAddress(edge, trial.key));
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  await until(() => stream.text().includes('id: 1.1\n\n'));
  expect((await evaluate(edge, trial.key, FLAGS, { 'if-none-match': etag })).status).toBe(304);
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  await until(() => stream.events.length > 0, 1_000);
  expect(stream.events).toEqual([refetch('1.2')]);
  const again = await evaluate(edge, trial.key, `${FLAGS}?flagConfigEtag=1.2`, { 'if-none-match': etag });
  const body = (await again.json()) as BulkSuccess;
  expect(body.metadata.revision).toBe(2);
  expect(body.flags.find(({ key }) => key === 'routing_mode')?.value).toBe('HL_MODE');
});

test('what happened between the answer and the stream, or while it was broken, is told at once', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const address = await streamAddress(edge, trial.key);
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  await until(async () => (await edge.ready()).revision === 2);
  const late = await listen(address);
  await until(() => late.events.length > 0, 1_000);
  expect(late.events).toEqual([refetch('1.2')]);
  const back = await listen(address, '1.1');
  await until(() => back.events.length > 0, 1_000);
  expect(back.events).toEqual([refetch('1.2')]);
  const missedNothing = await listen(address, '1.2');
  await until(() => missedNothing.text().includes('id: 1.2\n\n'));
  expect(missedNothing.events).toEqual([]);
});

test('a stream ends with its key, and its ticket opens no other', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const address = await streamAddress(edge, trial.key);
  const stream = await listen(address);
  await trial.owner.query('UPDATE api_keys SET revoked_at = clock_timestamp()');
  await until(() => stream.ended());
  expect((await fetch(address)).status).toBe(401);
  expect((await evaluate(edge, trial.key)).status).toBe(401);
});

test('another edge takes the ticket, also one without a database', async () => {
  const trial = await createEdgeTrial();
  const first = await trial.start();
  const path = (await streamAddress(first, trial.key)).slice(first.url.length);
  await first.stop();
  const databaseUrl = 'postgresql://bulkhead_edge:none@127.0.0.1:1/none';
  const second = await trial.start({ edgeId: 'edge-b', databaseUrl, wait: false });
  expect((await listen(second.url + path)).response.status).toBe(200);
});

test('the entity tag changes with the key, so that nobody keeps the ticket of one that is replaced', async () => {
  const trial = await createEdgeTrial();
  const next = await addKey(trial.owner);
  const edge = await trial.start();
  const etag = (await evaluate(edge, trial.key)).headers.get('etag') ?? '';
  expect((await evaluate(edge, trial.key, FLAGS, { 'if-none-match': etag })).status).toBe(304);
  expect((await evaluate(edge, next, FLAGS, { 'if-none-match': etag })).status).toBe(200);
});

test('mistakes with the stream are named', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const status = async (query: string, init?: RequestInit) =>
    (await fetch(`${edge.url}/ofrep/v1/events${query}`, init)).status;
  expect(await status('')).toBe(401);
  expect(await status('?ticket=x')).toBe(401);
  expect(await status('?ticket=x&ticket=y')).toBe(400);
  expect(await status(`?token=${trial.key}`)).toBe(400);
  expect(await status('?ticket=x', { method: 'POST' })).toBe(405);
  const address = await streamAddress(edge, trial.key);
  const head = await fetch(address, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const withHeader = await fetch(`${edge.url}/ofrep/v1/events`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${trial.key}` },
  });
  expect(withHeader.status).toBe(200);
});

test('a context of more than 64 KB is refused, declared or not', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const large = JSON.stringify({ context: { ballast: 'x'.repeat(70_000) } });
  const headers = { 'x-api-key': trial.key, 'content-type': 'application/json' };
  const post = (init: RequestInit & { duplex?: 'half' }) =>
    fetch(edge.url + FLAGS, { method: 'POST', headers, ...init });
  const declared = await post({ body: large });
  expect([declared.status, await declared.json()]).toEqual([
    413,
    { errorCode: 'GENERAL', errorDetails: expect.stringContaining('65536 bytes') },
  ]);
  const streamed = await post({ body: new Blob([large]).stream(), duplex: 'half' }).then(
    ({ status }) => status,
    () => 413,
  );
  expect(streamed).toBe(413);
  expect((await evaluate(edge, trial.key)).status).toBe(200);
});

test('an edge that lags behind the one that told of a change answers with it, or not at all', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const asked = evaluate(edge, trial.key, `${FLAGS}/routing_mode?flagConfigEtag=1.2`);
  await trial.commit({ routing_mode: { value: 'HL_MODE' } });
  expect(await (await asked).json()).toMatchObject({ value: 'HL_MODE', metadata: { revision: 2 } });
  const never = await evaluate(edge, trial.key, `${FLAGS}?flagConfigEtag=1.9`);
  expect([never.status, never.headers.get('retry-after')]).toEqual([503, '1']);
});

test('without values and keys it says so with 503', async () => {
  const trial = await createEdgeTrial();
  const databaseUrl = 'postgresql://bulkhead_edge:none@127.0.0.1:1/none';
  const edge = await trial.start({ databaseUrl, wait: false });
  expect((await evaluate(edge, trial.key)).status).toBe(503);
  expect((await fetch(`${edge.url}/ofrep/v1/events?ticket=x`)).status).toBe(503);
});

test('pages of an allowed origin may ask and read; others, and all by default, may not', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start({ allowedOrigins: [PAGE] });
  const preflight = (url: string, origin: string) =>
    fetch(url + FLAGS, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization',
      },
    });
  const allowed = await preflight(edge.url, PAGE);
  expect([allowed.status, await allowed.text()]).toEqual([204, '']);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    'access-control-allow-origin': PAGE,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'Authorization, Content-Type, If-None-Match, X-API-Key',
    vary: 'Origin',
  });
  const stranger = await preflight(edge.url, 'https://elsewhere.example.com');
  expect([stranger.status, stranger.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  const answer = await evaluate(edge, trial.key, FLAGS, { origin: PAGE });
  expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE);
  expect(answer.headers.get('access-control-expose-headers')).toContain('ETag');
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  // A refusal must be readable too, or the page learns only that something failed.
  const unknown = await evaluate(edge, 'bhk_unknown', FLAGS, { origin: PAGE });
  expect([unknown.status, unknown.headers.get('access-control-allow-origin')]).toEqual([401, PAGE]);
  // Only flags are for pages.
  const switches = await edge.get('/config/switches', { 'x-api-key': trial.key, origin: PAGE });
  expect([switches.status, switches.headers.get('access-control-allow-origin')]).toEqual([200, null]);

  const closed = await (await createEdgeTrial()).start();
  expect((await preflight(closed.url, PAGE)).status).toBe(403);
});

test('a ticket is nothing that leads back to the key', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start();
  const address = await streamAddress(edge, trial.key);
  expect(address).not.toContain(trial.key);
  expect(address).not.toContain(createHash('sha256').update(trial.key).digest('hex'));
  const ticket = new URL(address).searchParams.get('ticket') ?? '';
  expect((await evaluate(edge, ticket)).status).toBe(401);
  expect((await edge.get('/config/stream', { authorization: `Bearer ${ticket}` })).status).toBe(401);
});
