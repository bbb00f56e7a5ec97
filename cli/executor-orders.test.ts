// bulkhead positions, breakers and the orders to executors, against a scripted console.
import { expect, test } from 'vitest';
import type { PositionsBody } from '#lib/contract/emergency.ts';
import { scriptedCli } from '#test/scripted-cli.ts';
import { hangUp, ok, refused } from '#test/scripted-console.ts';
import { printable } from './output.ts';

const HOSTILE = 'x\u001b[2J\u202E\nroot';
const AT = '2026-11-26T18:00:00.000Z';

const heard = { startedAt: AT, lastSeenAt: AT, retired: null };
const executor = { edgeId: 'edge-1', connected: true, openOrders: 25, ...heard };
const command = {
  ...{ argument: null, executor: null, reason: 'why', issuedAt: AT, stopId: null, runId: null },
  issuedBy: { kind: 'person', id: 'p1', name: 'Rita' } as const,
};
const BODY: PositionsBody = {
  now: AT,
  executors: [
    { ...executor, id: 'executor-hl', state: 'reporting' },
    { ...executor, id: `silent${HOSTILE}`, state: 'silent', connected: false },
  ],
  positions: [
    {
      ...{ executor: 'executor-hl', symbol: 'BTC', side: 'short', size: '0.5', notionalUsd: '45000.00' },
      ...{ entryPrice: '90000', unrealisedPnlUsd: '-120.50', at: AT },
    },
  ],
  breakers: [
    {
      ...{ executor: 'executor-hl', name: 'daily-loss', state: 'tripped', reason: `Loss ${HOSTILE}` },
      ...{ trippedAt: AT, at: AT },
    },
    {
      ...{ executor: 'executor-internal', name: 'daily-loss', state: 'clear', reason: null },
      ...{ trippedAt: null, at: AT },
    },
  ],
  commands: [
    {
      ...{ ...command, id: 'k-2', command: 'close_position', argument: 'BTC', done: false },
      executors: [
        { executor: 'executor-hl', state: 'running', done: 1, total: 3, note: null, at: AT },
        { executor: 'executor-internal', state: 'silent', done: 0, total: 0, note: null, at: null },
      ],
    },
    { ...command, id: 'k-1', command: 'reconnect', done: true, executors: [] },
  ],
};

const { server, line: bulkhead } = await scriptedCli(() => ({
  positions: ok(BODY),
  'commands/command-executors': ok({ commandId: 'k-3' }),
}));
const sent = () => server.asked.filter(({ method }) => method === 'POST');

test('positions shows executors, what they hold and what they work on, and moves no cursor', async () => {
  const { out, err, code } = await bulkhead('positions');
  expect(code).toBe(0);
  expect(out).toMatch(/^EXECUTOR .*\nexecutor-hl +reporting +connected +25\n/);
  expect(out).toMatch(/\nsilentx\[2Jroot +silent +disconnected +25\n/);
  expect(out).toMatch(/\nBTC +short +45000\.00 +-120\.50 +executor-hl\n$/);
  expect(err).toBe('close_position BTC: executor-hl running 1/3, executor-internal silent 0/0\n');
  for (const line of out.split('\n')) expect(printable(line)).toBe(line);
  expect(JSON.parse((await bulkhead('positions --json')).out)).toEqual(BODY);
  server.answers.positions = ok({ now: AT, executors: [], positions: [], breakers: [], commands: [] });
  expect(await bulkhead('positions')).toEqual({
    ...{ code: 0, out: '' },
    err: 'No executor has ever reported.\nNo open positions.\n',
  });
  expect((await bulkhead('breakers')).err).toBe('No executor reports a circuit breaker.\n');
});

test('breakers shows which tripped, since when and why', async () => {
  const { out } = await bulkhead('breakers');
  expect(out).toMatch(/\ndaily-loss +tripped +\S+Z +Loss x\[2Jroot +executor-hl\n/);
  expect(out).toMatch(/\ndaily-loss +clear +executor-internal\n$/);
  for (const line of out.split('\n')) expect(printable(line)).toBe(line);
  expect(JSON.parse((await bulkhead('breakers --json')).out)).toEqual(BODY.breakers);
});

test.each([
  ['close-position BTC', { command: 'close_position', argument: 'BTC' }],
  ['close-all-positions', { command: 'close_all_positions' }],
  ['cancel-all-orders --executor executor-hl', { command: 'cancel_all_orders', executor: 'executor-hl' }],
  ['reconnect', { command: 'reconnect' }],
  ['reset-breaker daily-loss', { command: 'reset_breaker', argument: 'daily-loss' }],
  ['resume-trading daily-loss', { command: 'resume_trading', argument: 'daily-loss' }],
])('%s is one order with its reason', async (words, input) => {
  expect(await bulkhead(`${words} --reason 'by hand'`)).toEqual({
    ...{ code: 0, err: '' },
    out: 'Sent as k-3; bulkhead positions shows how far the executors are.\n',
  });
  expect(sent().map(({ url, body }) => [url, body])).toEqual([
    ['/api/v1/commands/command-executors', { ...input, reason: 'by hand' }],
  ]);
  expect((await bulkhead(words)).code).toBe(2);
  expect((await bulkhead(`${words} extra --reason 'by hand'`)).code).toBe(2);
  expect(sent()).toHaveLength(1);
});

test('an order without its position or breaker is not sent; a refusal is passed on', async () => {
  for (const order of ['close-position', 'reset-breaker', 'resume-trading'])
    expect((await bulkhead(`${order} --reason 'by hand'`)).code).toBe(2);
  expect(sent()).toEqual([]);
  const held = 'An emergency stop is open: resume_trading is held until the restart.';
  server.answers['commands/command-executors'] = refused('latched', 409, held);
  const line = "resume-trading daily-loss --reason 'loss explained'";
  expect(await bulkhead(line)).toEqual({ code: 7, out: '', err: `${held}\n` });
});

test('an order without an answer is asked again under its key, and is one order', async () => {
  server.answers['commands/command-executors'] = hangUp;
  const line = "close-all-positions --reason 'by hand'";
  const lost = await bulkhead(line);
  expect(lost.code).toBe(10);
  const again = /Ask again with (--idempotency-key \S+)\.\n$/.exec(lost.err)?.[1];
  server.answers['commands/command-executors'] = ok({ commandId: 'k-3' });
  expect(JSON.parse((await bulkhead(`${line} ${again} --json`)).out)).toEqual({ commandId: 'k-3' });
  const [first, second] = sent();
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
  expect(second?.body).toEqual(first?.body);
});
