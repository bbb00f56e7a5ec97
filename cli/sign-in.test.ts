// bulkhead login, logout, profile and status: what is stored, for whom to read, and where a token goes.
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cliEnvironment, cliFolders, type Run, runCli, runShim, type Terminal } from '#test/cli-run.ts';
import { ok, refused, type ScriptedConsole, scriptedConsole } from '#test/scripted-console.ts';
import { bulkheadProgram } from './bulkhead-program.ts';
import { EXIT_WORDS } from './exit-codes.ts';

const ME = {
  ...{ id: 'p1', name: 'Rita\u001b[2J', email: 'rita@x.example' },
  ...{ roles: ['risk_manager'], environment: 'demo' },
};
const STATUS = {
  ...{ environment: 'demo', now: '2026-11-26T18:00:10.000Z', epoch: 1, revision: 9 },
  ...{ publishedAt: '2026-11-26T18:00:00.000Z', figuresAt: '2026-11-26T18:00:09.600Z' },
  instances: { expected: 14, inStep: 13, silent: ['router-09'] },
  integrity: { state: 'verified', verifiedSeq: 1234, brokenSeq: null },
};
const folders = cliFolders();
const file = join(folders.config, 'bulkhead', 'profiles.json');
let here: ScriptedConsole;
let there: ScriptedConsole;

beforeAll(async () => {
  [here, there] = [await scriptedConsole(), await scriptedConsole()];
});

beforeEach(() => {
  rmSync(folders.config, { recursive: true, force: true });
  for (const one of [here, there]) {
    one.asked.length = 0;
    one.answers = { me: ok(ME), status: ok(STATUS) };
  }
});

afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  folders.remove();
});

function bulkhead(args: string[], env: Record<string, string> = {}, terminal?: Terminal): Promise<Run> {
  return runCli(bulkheadProgram(), args, cliEnvironment(folders, env), terminal);
}

const tokens = (console: ScriptedConsole) => console.asked.map(({ headers }) => headers.authorization);

test('at a terminal it asks; the token is not shown, and stored for us alone', async () => {
  const done = await bulkhead(['login'], {}, { columns: 80, typed: [`${here.url}/`, 'bht_secret'] });
  expect(done.code, done.err).toBe(0);
  expect(done.out).toBe(
    `Signed in to ${here.url} (demo) as Rita[2J, risk_manager; profile ${here.url.slice(7).replace(':', '-')}.\n`,
  );
  expect(done.err).not.toMatch(/secret/);
  expect(tokens(here)).toEqual(['Bearer bht_secret']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  expect((await bulkhead(['status'])).code).toBe(0);
  expect(tokens(here)).toEqual(Array(3).fill('Bearer bht_secret'));
});

test('a token comes from standard input or a file; one that is refused is not stored', async () => {
  const env = cliEnvironment(folders);
  const piped = await runShim('bulkhead.mjs', ['login', '--url', here.url], env, { input: 'bht_piped\n' });
  expect(piped.code, piped.err).toBe(0);
  expect(readFileSync(file, 'utf8')).toMatch(/bht_piped/);
  const tokenFile = join(folders.config, 'token');
  writeFileSync(tokenFile, 'bht_file\n');
  await bulkhead(['login', '--url', here.url, '--token-file', tokenFile, '--profile', 'prod']);
  expect(readFileSync(file, 'utf8')).toMatch(/"prod"[\s\S]*bht_file/);
  const before = readFileSync(file, 'utf8');
  here.answers.me = refused('unauthenticated', 401, 'Sign in.');
  expect((await bulkhead(['login', '--url', here.url, '--token', 'bht_bad'])).code).toBe(3);
  expect((await bulkhead(['login', '--url', here.url])).code).toBe(2);
  expect((await bulkhead(['login', '--token', 'x'])).code).toBe(2);
  expect((await bulkhead(['login', '--url', here.url, '--token', 'x', '--profile', '../x'])).code).toBe(2);
  expect((await bulkhead(['login', '--url', here.url, '--token-file', `${tokenFile}.no`])).code).toBe(3);
  for (const url of ['localhost:3000', 'ftp://x', 'http://u:p@x', 'http://x/?a', 'javascript:0']) {
    expect([url, (await bulkhead(['login', '--url', url, '--token', 'x'])).code]).toEqual([url, 2]);
  }
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('several consoles: the newest is current, a stored token goes to its own address only', async () => {
  await bulkhead(['login', '--url', here.url, '--token', 'bht_here', '--profile', 'a']);
  await bulkhead(['login', '--url', there.url, '--token', 'bht_there', '--profile', 'b']);
  for (const one of [here, there]) one.asked.length = 0;
  await bulkhead(['status']);
  await bulkhead(['status', '--profile', 'a']);
  await bulkhead(['status', '--url', here.url]);
  await bulkhead(['status'], { BULKHEAD_URL: here.url, BULKHEAD_TOKEN: 'bht_env' });
  await bulkhead(['status', '--profile', 'a'], { BULKHEAD_URL: there.url, BULKHEAD_TOKEN: 'bht_env' });
  expect(new Set(tokens(there))).toEqual(new Set(['Bearer bht_there']));
  expect(tokens(here)).toEqual(
    ['bht_here', 'bht_here', 'bht_env', 'bht_here'].flatMap((token) => Array(2).fill(`Bearer ${token}`)),
  );
  const elsewhere = here.url.replace('127.0.0.1', 'localhost');
  expect((await bulkhead(['status', '--url', elsewhere])).code).toBe(3);
  expect((await bulkhead(['status', '--url', elsewhere, '--profile', 'a'])).code).toBe(2);
  expect((await bulkhead(['status', '--profile', '__proto__'])).code).toBe(3);
  expect((await bulkhead(['profile', 'use', 'a'])).out).toBe(`a is current: ${here.url}.\n`);
  const list = await bulkhead(['profile', 'list', '--json']);
  expect(JSON.parse(list.out)).toEqual({
    items: [
      { name: 'a', url: here.url, current: true },
      { name: 'b', url: there.url, current: false },
    ],
  });
  expect((await bulkhead(['profile', 'list'])).out).not.toMatch(/bht_/);
});

test('logout forgets one console and says that the token lives', async () => {
  await bulkhead(['login', '--url', here.url, '--token', 'bht_here', '--profile', 'a']);
  const done = await bulkhead(['logout']);
  expect(done).toMatchObject({ code: 0, err: expect.stringMatching(/until it is revoked/) });
  expect(readFileSync(file, 'utf8')).not.toMatch(/bht_/);
  expect((await bulkhead(['logout'])).code).toBe(3);
  expect((await bulkhead(['status', '--url', here.url])).code).toBe(3);
});

test('a file that others can read, or that is not ours, is not used', async () => {
  await bulkhead(['login', '--url', here.url, '--token', 'bht_here']);
  chmodSync(file, 0o644);
  expect(await bulkhead(['status'])).toMatchObject({ code: 3, err: expect.stringMatching(/chmod 600/) });
  chmodSync(file, 0o600);
  for (const text of ['', '{', '[]', 'null', '{"profiles":[{"name":1}]}']) {
    writeFileSync(file, text);
    expect([text, (await bulkhead(['status'])).code]).toEqual([text, 3]);
  }
});

test('status says who, where, how many and how old; good or bad, it could be read', async () => {
  const env = { BULKHEAD_URL: here.url, BULKHEAD_TOKEN: 'bht_x' };
  const good = await bulkhead(['status'], env);
  expect(good).toEqual({
    code: 0,
    err: '',
    out: [
      'you        Rita[2J <rita@x.example>',
      'roles      risk_manager',
      `console    ${here.url} (demo)`,
      'revision   1.9, published 10 s ago',
      'instances  13/14 in step; silent: router-09',
      'audit log  verified to entry 1,234',
      'figures    0.4 s ago\n',
    ].join('\n'),
  });
  expect(JSON.parse((await bulkhead(['status', '--json'], env)).out)).toEqual({ me: ME, status: STATUS });
  here.answers.status = ok({ ...STATUS, integrity: { state: 'broken', verifiedSeq: 4, brokenSeq: 5 } });
  here.answers.me = refused('forbidden', 403, 'Only people have an account.');
  const bad = await bulkhead(['status'], env);
  expect(bad).toMatchObject({ code: 0, out: expect.stringMatching(/a machine key[\s\S]*BROKEN at entry 5/) });
});

test('every exit code there is stands in --help and in docs/cli.md', async () => {
  const docs = readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8');
  for (const [exit, words] of EXIT_WORDS) expect(docs).toContain(`| ${exit} | ${words} |`);
  const { ERRORS } = await import('#lib/catalog/errors.ts');
  const { code, out } = await bulkhead(['--help']);
  expect(code).toBe(0);
  for (const { exit } of Object.values(ERRORS)) {
    expect([exit, EXIT_WORDS.has(exit)]).toEqual([exit, true]);
    expect(out).toMatch(new RegExp(`^  ${exit} `, 'm'));
  }
});
