// bulkhead retire-executor against a scripted console: what it sends and prints; positions shows who is retired.
import { expect, test } from 'vitest';
import type { ExecutorView, PositionsBody } from '#lib/contract/emergency.ts';
import { scriptedCli } from '#test/scripted-cli.ts';
import { ok, refused } from '#test/scripted-console.ts';

const executor = (id: string, over: Partial<ExecutorView>): ExecutorView => ({
  ...{ id, edgeId: 'edge-1', connected: true, openOrders: 0, state: 'left', retired: null },
  ...{ startedAt: '2026-11-26T18:00:00.000Z', lastSeenAt: '2026-11-26T18:10:00.000Z' },
  ...over,
});
const BODY: PositionsBody = {
  now: '2026-11-26T18:20:00.000Z',
  executors: [executor('a', { state: 'silent' }), executor('b', { retired: { by: 'Rita', reason: 'Gone' } })],
  ...{ positions: [], breakers: [], commands: [] },
};

const { server, words: bulkhead } = await scriptedCli(() => ({
  positions: ok(BODY),
  'commands/retire-executor': ok({ changed: true }),
}));
test('retiring names each position that is closed, and says whether it was retired already', async () => {
  const done = await bulkhead('retire-executor', 'a', '--closed', 'BTC', 'ETH', '--reason', 'Host is lost');
  expect(done).toEqual({ code: 0, out: 'a is retired.\n', err: '' });
  expect(server.asked.map(({ body }) => body)).toEqual([
    { executor: 'a', reason: 'Host is lost', closed: ['BTC', 'ETH'] },
  ]);
  server.answers['commands/retire-executor'] = ok({ changed: false });
  expect((await bulkhead('retire-executor', 'a', '--reason', 'Host is lost')).out).toBe(
    'a was retired already.\n',
  );
  expect(server.asked.at(-1)?.body).toEqual({ executor: 'a', reason: 'Host is lost' });
});

test('a refusal is said as the console says it', async () => {
  server.answers['commands/retire-executor'] = refused('conflict', 409, 'By its last report a holds BTC.');
  const { code, err } = await bulkhead('retire-executor', 'a', '--reason', 'Host is lost');
  expect(code).not.toBe(0);
  expect(err).toContain('By its last report a holds BTC.');
});

test('positions tells who is silent and who is retired', async () => {
  const { out } = await bulkhead('positions');
  expect(out).toMatch(/^a +silent/m);
  expect(out).toMatch(/^b +retired/m);
});
