// Pushed alerts reach the intake in order, however often it fails, and none of it holds up the venue.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import type { ReportedAlert, ReportedAlerts } from '#lib/contract/intake.ts';
import { createLog } from '#lib/process/log.ts';
import { type Outbox, openOutbox } from './outbox.ts';

const log = createLog('outbox test', { level: 'silent' });
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const alert = (fingerprint: string): ReportedAlert => ({
  ...{ status: 'firing', labels: { alertname: 'drawdown-breaker' }, annotations: {}, fingerprint },
  startsAt: '2026-01-31T09:30:00.000Z',
});

interface Heard {
  authorization: string | undefined;
  path: string | undefined;
  fingerprints: string[];
}

/** An intake that answers with these statuses, then 202; `null` is no answer at all: the connection is cut. */
async function intake(...statuses: (number | null)[]): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as ReportedAlerts;
    expect(body.push).toBe(true);
    const { authorization } = request.headers;
    heard.push({ authorization, path: request.url, fingerprints: body.alerts.map((one) => one.fingerprint) });
    const status = statuses.length > 0 ? statuses.shift() : 202;
    if (status === null || status === undefined) request.socket.destroy();
    else response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}

function outboxTo(url: string): Outbox {
  const outbox = openOutbox({ intakeUrl: url, apiKey: 'bhk_test', log });
  closing.push(outbox.close);
  return outbox;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 });

it('tries again until each is taken, in order', async () => {
  const { url, heard } = await intake(503, null, 401, 500);
  const outbox = outboxTo(url);
  for (const name of ['a', 'b', 'c']) outbox.put(alert(name));
  expect(outbox.waiting()).toBe(3);
  await until(() => expect(outbox.waiting()).toBe(0));
  expect(heard.map(({ fingerprints }) => fingerprints.join())).toEqual(['a', 'a', 'a', 'a', 'a', 'b', 'c']);
  expect(heard[0]).toMatchObject({ authorization: 'Bearer bhk_test', path: '/v1/alerts' });
  expect(outbox.counts).toEqual({ taken: 3, tries: 7, refused: 0 });
});

it('passes over what the intake will never take', async () => {
  const { url, heard } = await intake(422);
  const outbox = outboxTo(url);
  outbox.put(alert('poison'));
  outbox.put(alert('next'));
  await until(() => expect(outbox.waiting()).toBe(0));
  expect(heard).toHaveLength(2);
  expect(outbox.counts).toMatchObject({ taken: 1, refused: 1 });
});

it('ends at once while nobody listens', async () => {
  const { url } = await intake();
  await closing.pop()?.();
  const outbox = outboxTo(url);
  outbox.put(alert('a'));
  await until(() => expect(outbox.counts.tries).toBeGreaterThan(1));
  await outbox.close();
  expect(outbox.waiting()).toBe(1);
});
