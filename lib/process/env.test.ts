// Environment reading: every mistake named at once, secrets from files, no secret in a message.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as env from './env.ts';

const folder = mkdtempSync(join(tmpdir(), 'bulkhead-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

function problems(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof env.EnvError) return error.problems;
    throw error;
  }
  return [];
}

test('reads typed values, defaults and optional variables; an empty variable is not set', () => {
  const values = env.readEnv(
    {
      PORT: env.port().default(3001),
      HOST: env.text().default('127.0.0.1'),
      EDGE_URL: env.httpUrl(),
      MODE: env.oneOf('production', 'demo'),
      VERBOSE: env.flag().default(false),
      HOOK: env.httpUrl().optional(),
      COUNT: env.whole(1, 50),
    },
    { PORT: '', EDGE_URL: 'http://127.0.0.1:3001/', MODE: 'demo', VERBOSE: '1', COUNT: '14' },
  );
  expect(values).toEqual({
    PORT: 3001,
    HOST: '127.0.0.1',
    EDGE_URL: 'http://127.0.0.1:3001',
    MODE: 'demo',
    VERBOSE: true,
    HOOK: undefined,
    COUNT: 14,
  });
});

test('names every mistake in one go', () => {
  const shape = { PORT: env.port(), MODE: env.oneOf('production', 'demo'), COUNT: env.whole(1, 50, 'ms') };
  expect(problems(() => env.readEnv(shape, { PORT: '99999', COUNT: '0x10' }))).toEqual([
    'PORT is "99999". It must be a port number from 0 to 65535.',
    'MODE is not set. It must be one of production, demo.',
    'COUNT is "0x10". It must be a whole number from 1 to 50 ms.',
  ]);
});

test.each(['', ' 80', '80.5', '-1', '1e3', '８０', '65536'])('a port is not %j', (value) => {
  expect(problems(() => env.readEnv({ PORT: env.port() }, { PORT: value }))).toHaveLength(1);
});

test('a secret may come from a file and is never quoted', () => {
  const file = join(folder, 'url');
  writeFileSync(file, 'postgresql://app:hunter2@db:5432/bulkhead\n');
  const shape = { DATABASE_URL: env.secret(env.postgresUrl()) };
  expect(env.readEnv(shape, { DATABASE_URL_FILE: file }).DATABASE_URL).toBe(
    'postgresql://app:hunter2@db:5432/bulkhead',
  );
  expect(problems(() => env.readEnv(shape, { DATABASE_URL: 'mysql://app:hunter2@db/x' }))).toEqual([
    'DATABASE_URL has a value that does not fit. It must be an address such as postgresql://user:password@host:5432/database.',
  ]);
  expect(problems(() => env.readEnv(shape, {}))[0]).toMatch(/^DATABASE_URL \(or DATABASE_URL_FILE, a file/);
});

test('a secret file that is missing, empty or given beside the variable is a mistake of its own', () => {
  const shape = { KEY: env.secret(env.longText(8)).optional() };
  const empty = join(folder, 'empty');
  writeFileSync(empty, '\n');
  expect(problems(() => env.readEnv(shape, { KEY_FILE: join(folder, 'none') }))[0]).toMatch(
    /which does not exist\.$/,
  );
  expect(problems(() => env.readEnv(shape, { KEY_FILE: empty }))[0]).toMatch(/which is empty\.$/);
  expect(problems(() => env.readEnv(shape, { KEY_FILE: empty, KEY: 'long enough' }))).toEqual([
    'KEY and KEY_FILE are both set. Keep one of them.',
  ]);
});

test('only secrets are read from files', () => {
  expect(problems(() => env.readEnv({ NAME: env.text() }, { NAME_FILE: join(folder, 'url') }))).toHaveLength(
    1,
  );
});
