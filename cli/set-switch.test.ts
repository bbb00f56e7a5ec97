// set_switch against a scripted console: what it sends, what it says, how it ends.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runProgram } from './program.ts';
import { asSetSwitch } from './switch-set.ts';

vi.setConfig({ testTimeout: 30_000 });

interface Asked {
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
}
type Answer = { status: number; body: unknown } | 'hang up' | 'not json';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-cli-'));
const changed = { changed: true, changeSetId: 'c-1', epoch: 1, revision: 42 };
let server: Server;
let url: string;
let asked: Asked[] = [];
let answer: Answer = { status: 200, body: changed };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    asked.push({ url: request.url, headers: request.headers, body: JSON.parse(text) });
    if (answer === 'hang up') request.socket.destroy();
    else if (answer === 'not json') response.writeHead(502).end('<html>');
    else response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  asked = [];
  answer = { status: 200, body: changed };
  rmSync(join(folder, 'run.json'), { force: true });
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

interface Run {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command in this process, with this environment and nothing else of Bulkhead's. */
async function setSwitch(
  args: string[],
  env: Record<string, string> = { BULKHEAD_URL: url, BULKHEAD_TOKEN: 'bht_x' },
): Promise<Run> {
  const said = { out: '', err: '' };
  const catching = (key: 'out' | 'err') => (chunk: unknown) => {
    said[key] += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(catching('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(catching('err'));
  vi.stubEnv('BULKHEAD_DATA_DIR', folder);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  try {
    await runProgram(asSetSwitch(new Command('set_switch')), args);
    return { code: Number(process.exitCode ?? 0), ...said };
  } finally {
    process.exitCode = undefined;
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
}

/** Through the shim, with whatever Node the shell finds first. */
function shim(program: string, args: string[]): Promise<Run> {
  const child = spawn('node', [join(import.meta.dirname, program), ...args], {
    env: { ...process.env, BULKHEAD_DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

/** An address at which nothing listens any more. */
async function closedUrl(): Promise<string> {
  const once = createServer();
  await new Promise<void>((resolve) => once.listen(0, '127.0.0.1', resolve));
  const { port } = once.address() as AddressInfo;
  await new Promise((resolve) => once.close(resolve));
  return `http://127.0.0.1:${port}`;
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
  answer = { status: 200, body: { ...changed, warnings: ['Tier 1 is above \u001b[31mtier 2.'] } };
  const args = ['switch', 'set', 'normal_threshold', '5000', '--symbol', 'BTC', '--reason', 'less'];
  const more = ['--expected-revision', '7', '--idempotency-key', 'k1', '--url', url, '--token', 'bht_y'];
  const done = await shim('bulkhead.mjs', [...args, ...more]);
  expect(done.code).toBe(0);
  expect(done.err).toBe('Note: Tier 1 is above [31mtier 2.\n');
  expect(asked).toMatchObject([
    {
      headers: { authorization: 'Bearer bht_y', 'idempotency-key': 'k1' },
      body: { switch: 'normal_threshold', value: '5000', symbol: 'BTC', reason: 'less', expectedRevision: 7 },
    },
  ]);
});

test('a value that held already is no failure; --json prints the answer', async () => {
  answer = { status: 200, body: { ...changed, changed: false, changeSetId: null } };
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
  answer = { status, body: { error: { code, message: 'Because \u202Eof this.' } } };
  const done = await setSwitch(['routing_mode', 'HL_MODE', '--reason', 'incident rollback']);
  expect(done).toEqual({ code: exit, out: '', err: 'Because of this.\n' });
});

test('no answer: unknown when it was sent, nothing changed when it never left', async () => {
  answer = 'hang up';
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
    BULKHEAD_URL: await closedUrl(),
    BULKHEAD_TOKEN: 'bht_x',
  });
  expect(away.code).toBe(9);
  expect(away.err).toMatch(/does not answer at .*Nothing was changed/);
  answer = 'not json';
  expect(await setSwitch(['routing_mode', 'HL_MODE', '--reason', 'incident'])).toMatchObject({
    code: 1,
    err: expect.stringMatching(/answered 502/),
  });
});

test('what is wrong already here is not sent', async () => {
  const cases: [string[], number, RegExp][] = [
    [['routing_mode', 'HL_MODE'], 2, /--reason/],
    [['--reason', 'x', 'routing_mode'], 2, /missing required argument/],
    [['hedge_enabled', 'maybe', '--reason', 'x'], 2, /true or false/],
    [['__proto__', 'x', '--reason', 'x'], 5, /no switch/],
    [['routing_mode', 'HL_MODE', '--reason', 'x', '--token', 'a\nb'], 2, /printable ASCII/],
    [['routing_mode', 'HL_MODE', '--reason', 'x', '--url', 'localhost:3000'], 2, /http:\/\//],
    [['routing_mode', 'HL_MODE', '--reason', 'x', '--expected-revision', '-1'], 2, /whole number/],
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
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ consoleUrl: url, accounts }));
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
