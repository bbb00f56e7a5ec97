// The command line as somebody types it, through the shims, against the running installation.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatusBody } from '#lib/contract/console.ts';
import { cliEnvironment, cliFolders, type Run, runShim } from '#test/cli-run.ts';
import { accountOf, run } from '../installation.ts';

const folders = cliFolders();
/** No run.json of a demo: what is stored by login is all there is. */
const env = cliEnvironment(folders);

async function bulkhead(...args: string[]): Promise<Run> {
  const done = await runShim('bulkhead.mjs', args, env);
  expect([args, done.code, done.err], done.err).toEqual([args, 0, expect.any(String)]);
  return done;
}

async function json<Body>(...args: string[]): Promise<Body> {
  return JSON.parse((await bulkhead(...args, '--json')).out) as Body;
}

describe('the command line', () => {
  beforeAll(async () => {
    const login = ['login', '--url', run().consoleUrl];
    const done = await runShim('bulkhead.mjs', login, env, { input: accountOf('risk_manager').token });
    expect(done, done.err).toMatchObject({ code: 0, out: expect.stringMatching(/risk_manager/) });
  });

  afterAll(() => folders.remove());

  test('status, list, instances and get read what the console shows', async () => {
    const [status, list, instances, get] = await Promise.all([
      bulkhead('status'),
      bulkhead('switch', 'list', '--group', 'hedge'),
      bulkhead('instances'),
      bulkhead('switch', 'get', 'routing_mode'),
    ]);
    expect(status.out).toMatch(/roles +risk_manager[\s\S]*instances +\d+\/14 in step/);
    expect(list.out).toMatch(/^hedge_enabled +(true|false) /m);
    expect(instances.out).toMatch(/^router-01 +in step /m);
    expect(get.out).toMatch(/^[A-Z]+_MODE\n$/);
  });

  test('a value is set, seen, told and rolled back', async () => {
    const place = ['normal_threshold', '--symbol', 'SOL'];
    const before = (await bulkhead('switch', 'get', ...place)).out.trim();
    const { status } = await json<{ status: StatusBody }>('status');
    const set = [...place, '3210', '--reason', 'command line, less for a moment'];
    const done = await runShim('set_switch.mjs', set, env);
    expect(done, done.err).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^normal_threshold for SOL is now 3210 /),
    });
    expect((await bulkhead('switch', 'get', ...place)).out).toBe('3210\n');
    expect((await bulkhead('switch', 'history', ...place, '--limit', '1')).out).toMatch(
      / SOL +\S+ +3210 +Risk manager .* command line, less for a moment\n$/,
    );
    expect((await bulkhead('audit', 'tail', '--switch', 'normal_threshold', '-n', '1')).out).toMatch(
      / \| Risk manager \| normal_threshold\.SOL \| \S+ \| 3210 \| command line, less for a moment\n$/,
    );
    const back = ['--to', status.now, '--reason', 'command line, back to before', '--yes'];
    const rolled = await bulkhead('switch', 'rollback', ...place, ...back);
    expect(rolled.err).toMatch(/normal_threshold\.SOL {2}3210 → /);
    expect(rolled.out).toMatch(/^Done: revision /);
    expect((await bulkhead('switch', 'get', ...place)).out.trim()).toBe(before);
  });

  test('what may not be done ends with the exit code of the reason', async () => {
    const set = (...args: string[]) => runShim('set_switch.mjs', args, env);
    const ended = await Promise.all([
      set('global_betting_enabled', 'false', '--reason', 'not theirs'),
      set('normal_threshold', '-1', '--reason', 'out of bounds'),
      set('routing_mode', 'HL_MODE', '--reason', 'stale form', '--expected-revision', '0'),
      runShim('bulkhead.mjs', ['status', '--token', 'bht_wrong'], env),
    ]);
    expect(ended.map(({ code }) => code)).toEqual([4, 2, 6, 3]);
  });
});
