// set_switch against a scripted console: what it sends, what it says, how it ends.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { cliEnvironment, cliFolders, type Run, runCli, runShim } from '#test/cli-run.ts';
import {
  type Answer,
  type Asked,
  CLOSED_URL,
  hangUp,
  ok,
  refused,
  type ScriptedConsole,
  scriptedConsole,
} from '#test/scripted-console.ts';
import { withDoor } from './door.ts';
import { asSetSwitch } from './switch-set.ts';

const folders = cliFolders();
const changed = { changed: true, changeSetId: 'c-1', epoch: 1, revision: 42 };
let server: ScriptedConsole;
let url: string;
let asked: Asked[];

beforeAll(async () => {
  server = await scriptedConsole();
  ({ url, asked } = server);
});

beforeEach(() => {
  says(ok(changed));
});

afterEach(() => {
  asked.length = 0;
});

afterAll(async () => {
  await server.close();
  folders.remove();
});

function says(answer: Answer): void {
  server.answers['commands/set-switch'] = answer;
}

function setSwitch(
  args: string[],
  env: Record<string, string> = { BULKHEAD_URL: url, BULKHEAD_TOKEN: 'bht_x' },
): Promise<Run> {
  return runCli(asSetSwitch(withDoor(new Command('set_switch'))), args, cliEnvironment(folders, env));
}

function shim(program: 'bulkhead.mjs' | 'set_switch.mjs', args: string[]): Promise<Run> {
  return runShim(program, args, cliEnvironment(folders));
}

test('sends the command of the manual as the owner of the token', async () => {
  const done = await setSwitch(['routing_mode', 'HL_MODE', '--reason', 'incident rollback']);
  expect(done).toEqual({
    code: 0,
    out: 'routing_mode is now HL_MODE (revision 1.42, change set c-1).\n',
    err: '',
  });
  expect(asked).toMatchObject([
    {
      url: '/api/v1/commands/set-switch',
      headers: {
        authorization: 'Bearer bht_x',
        'content-type': 'application/json',
        'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
      body: { switch: 'routing_mode', value: 'HL_MODE', reason: 'incident rollback' },
    },
  ]);
});

test('bulkhead switch set is the same command; symbol, revision, key and warnings are carried', async () => {
  says(ok({ ...changed, warnings: ['Tier 1 is above \u001b[31mtier 2.'] }));
  const args = ['switch', 'set', 'normal_threshold', '5000', '--symbol', 'BTC', '--reason', 'less'];
  const more = ['--expected-revision', '2.7', '--idempotency-key', 'k1', '--url', url, '--token', 'bht_y'];
  const done = await shim('bulkhead.mjs', [...args, ...more]);
  expect(done.code).toBe(0);
  expect(done.err).toBe('Note: Tier 1 is above [31mtier 2.\n');
  expect(asked).toMatchObject([
    {
      headers: { authorization: 'Bearer bht_y', 'idempotency-key': 'k1' },
      body: {
        ...{ switch: 'normal_threshold', value: '5000', symbol: 'BTC', reason: 'less' },
        ...{ expectedEpoch: 2, expectedRevision: 7 },
      },
    },
  ]);
});

test('a value that held already is no failure; --json prints the answer', async () => {
  says(ok({ ...changed, changed: false, changeSetId: null }));
  expect((await setSwitch(['daily_net_loss_limit', 'off', '--reason', 'why not'])).out).toBe(
    'daily_net_loss_limit is off already: nothing was changed.\n',
  );
  const json = await setSwitch(['hedge_enabled', 'true', '--reason', 'why not', '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ changed: false });
});

test.each<[string, number, number]>([
  ['unauthenticated', 401, 3],
  ['forbidden', 403, 4],
  ['conflict', 409, 6],
  ['rule_violated', 422, 7],
  ['invalid_value', 422, 2],
  ['unavailable', 503, 9],
  ['__proto__', 500, 1],
])('the server’s %s ends with its own exit code and sentence', async (code, status, exit) => {
  says(refused(code, status, 'Because \u202Eof this.'));
  const done = await setSwitch(['routing_mode', 'HL_MODE', '--reason', 'incident rollback']);
  expect(done).toEqual({ code: exit, out: '', err: 'Because of this.\n' });
});

test('no answer: unknown when it was sent, nothing changed when it never left', async () => {
  says(hangUp);
  const lost = await setSwitch([
    'routing_mode',
    'HL_MODE',
    '--reason',
    'incident',
    '--idempotency-key',
    'k2',
  ]);
  expect(lost.code).toBe(10);
  expect(lost.err).toMatch(/may or may not have happened\. Ask again with --idempotency-key k2/);
  const away = await setSwitch(['routing_mode', 'HL_MODE', '--reason', 'incident'], {
    BULKHEAD_URL: CLOSED_URL,
    BULKHEAD_TOKEN: 'bht_x',
  });
  expect(away.code).toBe(9);
  expect(away.err).toMatch(/does not answer at .*Nothing was changed/);
  for (const [status, code] of [
    [500, 1],
    [301, 9],
    [502, 10],
    [503, 9],
    [504, 10],
  ] as const) {
    // Something that stands before the console answers in its place.
    says((response) => response.writeHead(status).end('<html>'));
    const done = await setSwitch(['routing_mode', 'HL_MODE', '--reason', 'incident']);
    expect([status, done.code], done.err).toEqual([status, code]);
  }
});

test('what is wrong already here is not sent', async () => {
  const cases: [string[], number, RegExp][] = [
    [['routing_mode', 'HL_MODE'], 2, /--reason/],
    [['--reason', 'x', 'routing_mode'], 2, /missing required argument/],
    [['hedge_enabled', 'maybe', '--reason', 'x'], 2, /true or false/],
    [['__proto__', 'x', '--reason', 'x'], 5, /no switch/],
    [['routing_mode', 'HL_MODE', '--reason', 'x', '--token', 'a\nb'], 2, /printable ASCII/],
    [['routing_mode', 'HL_MODE', '--reason', 'x', '--url', 'localhost:3000'], 2, /http:\/\//],
    [['routing_mode', 'HL_MODE', '--reason', 'x', '--expected-revision', '-1'], 2, /such as 42/],
  ];
  for (const [args, code, sentence] of cases) {
    const done = await setSwitch(args);
    expect(done.err, args.join(' ')).toMatch(sentence);
    expect(done.code, args.join(' ')).toBe(code);
  }
  const nobody = await setSwitch(['routing_mode', 'HL_MODE', '--reason', 'x'], { BULKHEAD_URL: url });
  expect(nobody).toMatchObject({ code: 3, err: expect.stringMatching(/BULKHEAD_TOKEN/) });
  expect(asked).toEqual([]);
});

test('a demo is used as the account that may, and its token goes nowhere else', async () => {
  const accounts = [
    { roles: ['super_admin'], token: 'bht_admin' },
    { roles: ['risk_manager'], token: 'bht_risk' },
  ];
  mkdirSync(folders.data, { recursive: true });
  writeFileSync(join(folders.data, 'run.json'), JSON.stringify({ consoleUrl: url, accounts }));
  await setSwitch(['routing_mode', 'HL_MODE', '--reason', 'incident'], {});
  await setSwitch(['global_betting_enabled', 'false', '--reason', 'incident'], {});
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer bht_risk', 'Bearer bht_admin']);
  const elsewhere = url.replace('127.0.0.1', 'localhost');
  expect(
    (await setSwitch(['routing_mode', 'HL_MODE', '--reason', 'x'], { BULKHEAD_URL: elsewhere })).code,
  ).toBe(3);
});

test('the shims pass on arguments and exit codes', async () => {
  expect((await shim('set_switch.mjs', ['--help'])).out).toMatch(
    /^Usage: set_switch \[options\] <name> <value>/,
  );
  expect((await shim('set_switch.mjs', ['nonsense', 'x', '--reason', 'x'])).code).toBe(5);
  expect((await shim('bulkhead.mjs', ['audit', 'nonsense'])).code).toBe(2);
});
