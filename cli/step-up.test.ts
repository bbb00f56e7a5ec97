// A command that asks for a code: it is asked for at the terminal, and the same request goes again with the same key.
import { Command } from 'commander';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cliEnvironment, cliFolders, runCli, type Terminal } from '#test/cli-run.ts';
import { type ScriptedConsole, scriptedConsole } from '#test/scripted-console.ts';
import { withDoor } from './door.ts';
import { asSetSwitch } from './switch-set.ts';

const folders = cliFolders();
let server: ScriptedConsole;
let methods: readonly string[];

beforeAll(async () => {
  server = await scriptedConsole();
  server.answers['commands/set-switch'] = (response, { headers }) => {
    if (headers['bulkhead-step-up'] === 'totp 123456') {
      response.end(JSON.stringify({ changed: true, changeSetId: 'c-1', epoch: 1, revision: 2 }));
      return;
    }
    const message = headers['bulkhead-step-up'] ? 'That code is wrong.' : 'Prove that it is you.';
    const error = { code: 'step_up_required', message, details: { methods } };
    response.writeHead(403).end(JSON.stringify({ error }));
  };
});

beforeEach(() => {
  server.asked.length = 0;
  methods = ['totp'];
});

afterAll(async () => {
  await server.close();
  folders.remove();
});

function setSwitch(more: string[], terminal?: Terminal) {
  return runCli(
    asSetSwitch(withDoor(new Command('set_switch'))),
    ['routing_mode', 'HL_MODE', '--reason', 'incident', ...more],
    cliEnvironment(folders, { BULKHEAD_URL: server.url, BULKHEAD_TOKEN: 'bht_x' }),
    terminal,
  );
}

test('the code is asked for, not shown, and asked for again when it was wrong', async () => {
  const done = await setSwitch([], { columns: 80, typed: ['000000', '123 456'] });
  expect(done.code, done.err).toBe(0);
  expect(done.err).toMatch(/Prove that it is you\.\n.*That code is wrong\.\n/s);
  expect(done.err).not.toMatch(/123 456|000000/);
  expect(server.asked.map(({ headers }) => headers['bulkhead-step-up'])).toEqual([
    undefined,
    'totp 000000',
    'totp 123456',
  ]);
  expect(new Set(server.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(new Set(server.asked.map(({ body }) => JSON.stringify(body))).size).toBe(1);
});

test('after three wrong codes it ends', async () => {
  const done = await setSwitch([], { columns: 80, typed: ['000001', '000002', '000003', '123456'] });
  expect(done).toMatchObject({ code: 4, out: '' });
  expect(server.asked).toHaveLength(4);
});

test('--totp gives it up front', async () => {
  expect((await setSwitch(['--totp', '123456'])).code).toBe(0);
  expect(server.asked).toHaveLength(1);
  const wrong = await setSwitch(['--totp', '12345']);
  expect([wrong.code, server.asked.length]).toEqual([2, 1]);
});

test('where nobody can be asked it says what to give', async () => {
  expect(await setSwitch([])).toMatchObject({ code: 4, err: expect.stringMatching(/--totp/) });
});

test('somebody with passkeys alone is sent to the console', async () => {
  methods = ['passkey'];
  const done = await setSwitch([], { columns: 80, typed: ['123456'] });
  expect(done).toMatchObject({ code: 4, err: expect.stringMatching(/in the console/) });
  expect(server.asked).toHaveLength(1);
});

test('who answers nothing does nothing', async () => {
  const done = await setSwitch([], { columns: 80, typed: ['\u0003'] });
  expect(done).toMatchObject({ code: 2, err: expect.stringMatching(/nothing was done/) });
  expect(server.asked).toHaveLength(1);
});
