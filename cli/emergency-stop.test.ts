// bulkhead emergency-stop: through a scripted console, and through scripted edges of which some are dead, wrong or silent.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EdgeStopBody } from '#lib/contract/latch.ts';
import {
  type CliEnvironment,
  cliEnvironment,
  cliFolders,
  type Run,
  runCli,
  type Terminal,
} from '#test/cli-run.ts';
import {
  type Answer,
  CLOSED_URL,
  hangUp,
  ok,
  refused,
  type ScriptedConsole,
  scriptedConsole,
} from '#test/scripted-console.ts';
import { bulkheadProgram } from './bulkhead-program.ts';

const HOSTILE = 'no\u001b[2J\u202E';
const folders = cliFolders();
const keyFile = join(folders.data, 'stop.key');
/** The second one is an edge too; a scripted console answers any path. */
let server: ScriptedConsole;
let other: ScriptedConsole;

const STOPPED = {
  ...{ changed: true, stopId: 's-1', changeSetId: 'c-1', epoch: 1, revision: 10 },
  commandIds: ['k-1', 'k-2', 'k-3'],
};
const AT_EDGE: EdgeStopBody = {
  latch: { id: 's-1', at: '2026-11-26T18:00:00.000Z', switches: {}, reason: 'Capital at risk' },
  ...{ changed: true, recorded: false, commands: [] },
  instances: [{ id: 'router-01', latched: true }],
};

beforeAll(async () => {
  [server, other] = await Promise.all([scriptedConsole(), scriptedConsole()]);
  mkdirSync(folders.data, { recursive: true });
  writeFileSync(keyFile, 'bhk_stop\n');
});
beforeEach(() => {
  for (const one of [server, other]) {
    one.asked.length = 0;
    one.answers = { 'commands/emergency-stop': ok(STOPPED), '/emergency-stop': ok(AT_EDGE) };
  }
});
afterAll(async () => {
  await Promise.all([server.close(), other.close()]);
  folders.remove();
});

function stop(more: readonly string[], terminal?: Terminal, env: CliEnvironment = {}): Promise<Run> {
  const words = ['emergency-stop', '--reason', 'Capital at risk', ...more];
  const own = { BULKHEAD_URL: server.url, BULKHEAD_TOKEN: 'bht_x', BULKHEAD_STOP_KEY: '', ...env };
  return runCli(bulkheadProgram(), words, cliEnvironment(folders, own), terminal);
}
const typed = (word: string): Terminal => ({ columns: 100, typed: [word] });
const asked = () => [...server.asked, ...other.asked];

describe('through the console', () => {
  test('STOP is typed, then it is pressed once', async () => {
    const done = await stop([], typed('STOP'));
    expect(done).toEqual({
      code: 0,
      out: 'Stopped: revision 1.10, stop s-1. Executors are told; see bulkhead positions.\n',
      err: expect.stringContaining('Type STOP to stop the venue: '),
    });
    expect(server.asked).toMatchObject([
      {
        url: '/api/v1/commands/emergency-stop',
        headers: {
          authorization: 'Bearer bht_x',
          'idempotency-key': expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
        body: { reason: 'Capital at risk', confirm: 'STOP' },
      },
    ]);
  });

  test('anything else, or nobody to ask, stops nothing; --yes asks nobody', async () => {
    for (const word of ['stop', 'yes', 'STOP!']) {
      expect(await stop([], typed(word))).toMatchObject({
        ...{ code: 2, out: '' },
        err: expect.stringContaining('Nothing was stopped.'),
      });
    }
    expect(await stop([])).toEqual({
      ...{ code: 2, out: '' },
      err: 'There is nobody to ask here: say --yes. Nothing was stopped.\n',
    });
    const bare = await runCli(bulkheadProgram(), ['emergency-stop', '--yes'], cliEnvironment(folders));
    expect(bare).toMatchObject({ code: 2, err: expect.stringContaining('--reason') });
    expect(asked()).toEqual([]);
    expect((await stop(['--yes'])).code).toBe(0);
  });

  test('a venue that is stopped is not stopped twice; --json is the answer', async () => {
    server.answers['commands/emergency-stop'] = ok({ ...STOPPED, changed: false });
    expect(await stop(['--yes'])).toEqual({
      ...{ code: 0, err: '' },
      out: 'It is stopped already, by stop s-1.\n',
    });
    expect(JSON.parse((await stop(['--yes', '--json'])).out)).toEqual({ ...STOPPED, changed: false });
  });

  test.each<[Answer, number, RegExp]>([
    [
      refused('forbidden', 403, 'An auditor may not stop the venue.'),
      4,
      /^An auditor may not stop the venue\.\n$/,
    ],
    [
      refused('unavailable', 503, 'The database is away.'),
      9,
      /^The database is away\. The edges take the stop/,
    ],
    [
      hangUp,
      10,
      /may or may not have happened\. Press again: .* The edges take the stop themselves: .*--edge URL/,
    ],
  ])(
    'a refusal is passed on, and without a console it names the way through the edges (%#)',
    async (answer, code, err) => {
      server.answers['commands/emergency-stop'] = answer;
      expect(await stop(['--yes'])).toEqual({ code, out: '', err: expect.stringMatching(err) });
    },
  );

  test('who is not signed in hears it before STOP is typed', async () => {
    expect(await stop([], typed('STOP'), { BULKHEAD_TOKEN: '' })).toMatchObject({
      code: 3,
      err: expect.not.stringContaining('Type STOP'),
    });
    const away = await stop(['--yes'], undefined, { BULKHEAD_URL: CLOSED_URL });
    expect(away).toMatchObject({
      code: 9,
      err: expect.stringMatching(/ECONNREFUSED.*Nothing was changed.*--edge/),
    });
  });
});

describe('through the edges', () => {
  test('one stop goes to all of them, with the key of the file, and no console is asked', async () => {
    const done = await stop(['--edge', server.url, `${other.url}/`, '--key-file', keyFile], typed('STOP'), {
      BULKHEAD_TOKEN: '',
      BULKHEAD_URL: CLOSED_URL,
    });
    expect(done).toEqual({
      code: 0,
      out: [server.url, other.url]
        .map((url) => `${url}: stopped, stop s-1, 1 instance reports there.\n`)
        .join(''),
      err: expect.stringContaining('Type STOP'),
    });
    const [first, second] = asked();
    expect(first).toMatchObject({
      ...{ method: 'POST', url: '/emergency-stop', headers: { authorization: 'Bearer bhk_stop' } },
      body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), reason: 'Capital at risk' },
    });
    expect([second?.body, asked()]).toEqual([first?.body, expect.objectContaining({ length: 2 })]);
  });

  test('the word is asked for here too', async () => {
    expect((await stop(['--edge', server.url, '--key', 'k'], typed('no'))).code).toBe(2);
    expect((await stop(['--edge', server.url, '--key', 'k'])).code).toBe(2);
    expect(asked()).toEqual([]);
  });

  test('of two edges one is dead: the other has stopped, the dead one is named, and it is no success', async () => {
    server.answers['/emergency-stop'] = ok({ ...AT_EDGE, changed: false, instances: [] });
    const dead = CLOSED_URL;
    const half = await stop(['--yes', '--edge', dead, '--edge', server.url, '--key', 'bhk_stop']);
    expect(half).toEqual({
      code: 9,
      out: `${server.url}: was stopped already, stop s-1, 0 instances report there.\n`,
      err: `${dead}: NOT stopped, it does not answer (ECONNREFUSED)\nNot every edge has said that it took the stop: instances of the others may trade on. Ask those again.\n`,
    });
    const json = await stop(['--yes', '--edge', dead, server.url, '--key', 'bhk_stop', '--json']);
    expect([json.code, JSON.parse(json.out)]).toEqual([
      9,
      [
        expect.objectContaining({ edge: dead, ok: false, code: 'unavailable' }),
        { edge: server.url, ok: true, body: { ...AT_EDGE, changed: false, instances: [] } },
      ],
    ]);
    expect(await stop(['--yes', '--edge', dead, '--key', 'bhk_stop'])).toMatchObject({
      ...{ code: 9, out: '' },
      err: expect.stringContaining('No edge has said that it took the stop.'),
    });
  });

  test.each<[string, Answer, number, string]>([
    ['an edge that breaks off', hangUp, 10, 'it may or may not be stopped'],
    [
      'another key',
      refused('forbidden', 403, `This key may ${HOSTILE}.`),
      4,
      'NOT stopped, This key may no[2J.',
    ],
    [
      'no reason',
      refused('invalid_input', 400, 'reason must be one line.'),
      2,
      'NOT stopped, reason must be',
    ],
    ['a web server', (response) => response.end('<html>'), 9, '(200) is not an edge'],
    ['another service', ok({ fine: true }), 9, '(200) is not an edge'],
    ['a gateway', (response) => response.writeHead(502).end(), 9, '(502) is not an edge'],
    [
      'a redirect',
      (response) => response.writeHead(307, { location: server.url }).end(),
      9,
      '(307) is not an edge',
    ],
  ])('%s beside one that stops: both are said', async (_what, answer, code, sentence) => {
    other.answers['/emergency-stop'] = answer;
    const done = await stop(['--yes', '--edge', server.url, other.url, '--key', 'bhk_stop']);
    expect(done).toMatchObject({ code, out: expect.stringContaining(`${server.url}: stopped`) });
    expect(done.err).toContain(`${other.url}: `);
    expect(done.err).toContain(sentence);
    expect(server.asked).toHaveLength(1);
  });

  test('a wrong address or no key: nobody is asked, nor at the terminal, and it says so', async () => {
    const missing = join(folders.data, 'nowhere.key');
    const cases: [string[], number, RegExp][] = [
      [
        ['--edge', server.url, 'edge-2:3001', '--key', 'k'],
        2,
        /--edge edge-2:3001: write the address as http:/,
      ],
      [['--edge', server.url], 3, /give --key-file, or set BULKHEAD_STOP_KEY/],
      [['--edge', server.url, '--key-file', missing], 3, /cannot be read \(ENOENT\)/],
      [['--edge', server.url, '--key', 'a\nb'], 3, /printable ASCII/],
    ];
    for (const [words, code, sentence] of cases) {
      const done = await stop(words, typed('STOP'));
      expect([done.code, done.out], words.join(' ')).toEqual([code, '']);
      expect(done.err).toMatch(sentence);
      expect(done.err).toMatch(/Nothing was stopped\.\n$/);
      expect(done.err).not.toContain('Type STOP');
    }
    expect(asked()).toEqual([]);
  });

  test('the key comes from the environment, or from a demo of this folder, which it leaves for no other machine', async () => {
    await stop(['--yes', '--edge', server.url], undefined, { BULKHEAD_STOP_KEY: 'bhk_env' });
    const runFile = join(folders.data, 'run.json');
    writeFileSync(runFile, JSON.stringify({ apiKeys: { 'emergency:stop': 'bhk_demo' } }));
    await stop(['--yes', '--edge', server.url.replace('127.0.0.1', 'localhost')]);
    const keys = server.asked.map(({ headers }) => headers.authorization);
    expect(keys).toEqual(['Bearer bhk_env', 'Bearer bhk_demo']);
    const away = await stop(['--yes', '--edge', server.url, 'http://edge.example:3001']);
    expect(away).toMatchObject({ code: 3, err: expect.stringContaining('BULKHEAD_STOP_KEY') });
    expect(server.asked).toHaveLength(2);
    writeFileSync(runFile, '{}');
  });
});
