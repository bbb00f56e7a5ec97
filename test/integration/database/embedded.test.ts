// The embedded server through what happens to it: killed, left behind by its launcher, its port or folder in the way.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '#scripts/database/embedded.ts';
import { makeOwnFolder } from '#test/own-folder.ts';

let folder: string;
let server: EmbeddedServer;

function start(password = 'secret', data = join(folder, 'pg')): Promise<EmbeddedServer> {
  return startEmbedded({ folder: data, password, logFile: join(folder, 'postgres.log') });
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  folder = makeOwnFolder('bulkhead-test-');
  server = await start();
  await query('CREATE TABLE kept (x int)');
  await query('INSERT INTO kept VALUES (1)');
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('it listens on loopback only, asks for a password with SCRAM, and has no socket file', async () => {
  const settings = await query(
    `SELECT name, setting FROM pg_settings
     WHERE name IN ('listen_addresses', 'password_encryption', 'unix_socket_directories', 'data_checksums') ORDER BY name`,
  );
  expect(settings).toEqual([
    { name: 'data_checksums', setting: 'on' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'password_encryption', setting: 'scram-sha-256' },
    { name: 'unix_socket_directories', setting: '' },
  ]);
  const rules = await query('SELECT DISTINCT auth_method FROM pg_hba_file_rules');
  expect(rules).toEqual([{ auth_method: 'scram-sha-256' }]);
});

test('after a kill it comes back on the same port with everything that was committed', async () => {
  const { port } = server;
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  server = await start();
  expect(server.port).toBe(port);
  expect(await query('SELECT x FROM kept')).toEqual([{ x: 1 }]);
});

test('a server whose launcher is gone is ended and taken over', async () => {
  const left = server;
  server = await start();
  await left.exited;
  expect(server.pid).not.toBe(left.pid);
  expect(await query('SELECT x FROM kept')).toEqual([{ x: 1 }]);
});

test('a process number that now belongs to something else does not keep it from starting', async () => {
  await server.stop();
  writeFileSync(join(folder, 'pg', 'postmaster.pid'), `${process.pid}\n${join(folder, 'pg')}\n`);
  server = await start();
  expect(await query('SELECT x FROM kept')).toEqual([{ x: 1 }]);
});

test('when another program took its port it moves, and remembers', async () => {
  const { port } = server;
  await server.stop();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  server = await start();
  expect(server.port).not.toBe(port);
  expect(readFileSync(join(folder, 'pg-port'), 'utf8')).toBe(String(server.port));
  await new Promise((resolve) => other.close(resolve));
});

test('a lost password and a folder that is no database are said in a sentence', async () => {
  await server.stop();
  await expect(start('other')).rejects.toThrow(/secrets\.json does not hold the password/);
  const stranger = join(folder, 'stranger');
  mkdirSync(stranger);
  await expect(start('secret', stranger)).rejects.toThrow(
    `The folder ${stranger} exists but holds no PostgreSQL data`,
  );
  server = await start();
});
