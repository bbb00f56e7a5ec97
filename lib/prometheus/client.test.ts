import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createPrometheus } from './client.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const EMPTY = JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } });

test('asks by POST, with the time-out that it keeps itself', async () => {
  const asked: { url: string | undefined; body: string }[] = [];
  const url = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      asked.push({ url: request.url, body });
      response.end(EMPTY);
    });
  });
  const prometheus = createPrometheus({ url: `${url}/behind/`, timeoutMs: 2_000 });
  expect(await prometheus.query('up == 1', new Date(1_500))).toEqual({ ok: true, series: [], warnings: [] });
  await prometheus.queryRange('up', { from: new Date(0), to: new Date(60_000), step: 15 });
  expect(asked).toEqual([
    { url: '/behind/api/v1/query', body: 'query=up+%3D%3D+1&time=1.5&timeout=2000ms' },
    { url: '/behind/api/v1/query_range', body: 'query=up&start=0&end=60&step=15&timeout=2000ms' },
  ]);
});

test('nobody listens', async () => {
  const url = await serve(() => {});
  for (const close of open.splice(0)) close();
  expect(await createPrometheus({ url }).query('up')).toMatchObject({ ok: false, problem: 'down' });
});

test('no answer in time', async () => {
  const url = await serve(() => {});
  const answer = await createPrometheus({ url, timeoutMs: 50 }).query('up');
  expect(answer).toEqual({
    ok: false,
    problem: 'slow',
    message: 'Prometheus did not answer within 0.05s.',
  });
});

test('an answer that never ends in time', async () => {
  const url = await serve((_, response) => {
    response.write('{"status":');
  });
  const answer = await createPrometheus({ url, timeoutMs: 50 }).query('up');
  expect(answer).toMatchObject({ ok: false, problem: 'slow' });
});

test('it is not led elsewhere', async () => {
  const url = await serve((_, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  });
  expect(await createPrometheus({ url }).query('up')).toMatchObject({ ok: false, problem: 'down' });
});
