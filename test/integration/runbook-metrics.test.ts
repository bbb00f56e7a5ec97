// The metrics of a runbook, read from a server that speaks as Prometheus does: all at once, without a database, and in nobody's way.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { RunbookMetricsBody } from '#lib/contract/metrics.ts';
import { ask, type Read } from '#lib/reads/read.ts';
import { readRunbookMetrics } from '#lib/reads/runs/read-runbook-metrics.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { ok } from '#lib/rules/result.ts';
import { disconnect } from '#lib/store/client.ts';
import { misfits } from '#test/api-answers.ts';

const CALLER: Actor = {
  ...{ kind: 'person', id: '0197', name: 'Ann', email: 'ann@test.invalid', via: 'session', factor: 'proven' },
  roles: ['auditor'],
};

type Sample = readonly [labels: Record<string, string>, value: string];

/** What is asked, in the order of arrival, and answered when the test says so. */
const asked: { query: string; response: ServerResponse }[] = [];
let arrived: () => void = () => {};
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    asked.push({ query: new URLSearchParams(body).get('query') ?? '', response });
    arrived();
  });
});

/** Resolves when so many questions are there at the same time. */
async function questions(count: number): Promise<void> {
  while (asked.length < count)
    await new Promise<void>((resolve) => {
      arrived = resolve;
    });
}

function answer(query: string, samples: readonly Sample[]): void {
  const result = samples.map(([metric, value]) => ({ metric, value: [1_764_245_000, value] }));
  const text = JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });
  for (const one of asked.filter((each) => each.query === query)) one.response.end(text);
}

const read = (runbook: string) =>
  ask<unknown, RunbookMetricsBody>(
    readRunbookMetrics as Read<unknown, RunbookMetricsBody>,
    { runbook },
    CALLER,
  );

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
beforeEach(() => {
  asked.length = 0;
  // Nobody listens there: what needs a database would fail.
  vi.stubEnv('DATABASE_URL', 'postgresql://nobody@127.0.0.1:1/none');
  vi.stubEnv('PROMETHEUS_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterEach(() => {
  server.closeAllConnections();
  vi.unstubAllEnvs();
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await disconnect();
});

test('all metrics of a rule are asked for at once, each in its own way', async () => {
  const reading = read('liquidation-failing');
  // None is answered before all have been asked.
  await questions(3);
  answer('sum(increase(venue_liquidation_checks_failed_total[5m]))', [[{}, '5.02']]);
  answer('sum(increase(venue_liquidations_failed_total[5m]))', []);
  answer('sum(increase(venue_liquidations_total[5m]))', [[{}, 'NaN']]);
  const result = await reading;
  if (!result.ok) throw new Error(result.error.message);
  expect(misfits('RunbookMetricsBody', result.value)).toEqual([]);
  expect(result.value.items.map(({ metric, values, notKnown }) => [metric, values, notKnown])).toEqual([
    ['venue_liquidation_checks_failed_total', [{ labels: [], value: 5.02 }], null],
    ['venue_liquidations_failed_total', [], 'Prometheus has no series of it.'],
    ['venue_liquidations_total', [], 'Prometheus says NaN: there is nothing to work it out from.'],
  ]);
});

test('each series has its value', async () => {
  const reading = read('hl-margin-low');
  await questions(1);
  answer('venue_margin_ratio', [
    [{ __name__: 'venue_margin_ratio', job: 'venue', instance: 'v', account: 'hl' }, '1.49'],
    [{ __name__: 'venue_margin_ratio', job: 'venue', instance: 'v', account: 'hedge' }, '3.1'],
  ]);
  expect(await reading).toMatchObject({
    value: {
      items: [
        {
          unit: 'ratio',
          values: [
            { labels: [{ name: 'account', value: 'hedge' }], value: 3.1 },
            { labels: [{ name: 'account', value: 'hl' }], value: 1.49 },
          ],
        },
      ],
    },
  });
});

test('a Prometheus that hangs is waited for by those who asked, and by no other read', async () => {
  const hanging = Array.from({ length: 8 }, () => read('hl-margin-low'));
  const input = z.strictObject({});
  const other: Read<Record<string, never>, unknown> = {
    ...{ action: 'read-procedures', body: 'RunbookMetricsBody' as never, input },
    run: async () => ok('served'),
  };
  const first = await Promise.race([...hanging, ask(other, {}, CALLER)]);
  expect(first).toEqual(ok('served'));
  const [slow] = await Promise.all(hanging);
  expect(slow).toMatchObject({
    value: { items: [{ values: [], notKnown: 'Prometheus did not answer within 2s.' }] },
  });
});

test('a Prometheus that is down, or that nobody has set up, is said', async () => {
  vi.stubEnv('PROMETHEUS_URL', 'http://127.0.0.1:1');
  const why = async () => {
    const result = await read('hl-margin-low');
    return result.ok ? result.value.items[0]?.notKnown : result.error;
  };
  expect(await why()).toMatch(/^Prometheus cannot be reached at http:\/\/127\.0\.0\.1:1: /);
  vi.stubEnv('PROMETHEUS_URL', '');
  expect(await why()).toBe('Prometheus is not configured here: PROMETHEUS_URL is empty.');
});

test('a runbook without metrics asks nothing, and one that is not there is not found', async () => {
  expect(await read('audit-broken')).toMatchObject({ ok: true, value: { items: [] } });
  expect(await read('__proto__')).toMatchObject({ ok: false, error: { code: 'not_found' } });
  expect(asked).toEqual([]);
});
