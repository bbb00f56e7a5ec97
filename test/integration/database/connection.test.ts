// Every way a database cannot be reached has a sentence of its own, and none shows the password.
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { urlFor, urlOfDatabase, withClient } from '#scripts/database/connection.ts';
import { testServer } from '#test/database.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function failure(url: string): Promise<string> {
  const work = withClient(url, 'DATABASE_URL', async () => 'connected');
  return work.catch((error: Error) => error.message);
}

async function listener(onConnection: (socket: import('node:net').Socket) => void): Promise<number> {
  const server = createServer(onConnection);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

test('wrong password', async () => {
  const said = await failure(urlFor(testServer().superuser, 'postgres', 'hunter2'));
  expect(said).toMatch(
    /^DATABASE_URL: the server at 127\.0\.0\.1:\d+ refuses the password of user "postgres"\.$/,
  );
  expect(said).not.toContain('hunter2');
});

test('missing database', async () => {
  const said = await failure(urlOfDatabase(testServer().superuser, 'nowhere'));
  expect(said).toMatch(/has no database "nowhere"\. Create it: CREATE DATABASE "nowhere"\.$/);
});

test('nothing listens', async () => {
  const port = await listener(() => {});
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  expect(await failure(`postgresql://u:hunter2@127.0.0.1:${port}/x`)).toBe(
    `DATABASE_URL: nothing listens at 127.0.0.1:${port}. Is PostgreSQL running there, and is the port right?`,
  );
});

test('unknown host', async () => {
  expect(await failure('postgresql://u:hunter2@no-such-host.invalid/x')).toBe(
    'DATABASE_URL: the host name "no-such-host.invalid" is not known. Check it for a spelling mistake.',
  );
});

test('something else listens there', async () => {
  const port = await listener((socket) => socket.destroy());
  const said = await failure(`postgresql://u:hunter2@127.0.0.1:${port}/x`);
  expect(said).not.toContain('hunter2');
  expect(said).toMatch(/closed the connection at once|cannot be used/);
});

test('a server that accepts and stays silent is given up after five seconds', async () => {
  const sockets = new Set<import('node:net').Socket>();
  const port = await listener((socket) => void sockets.add(socket));
  const said = await failure(`postgresql://u:hunter2@127.0.0.1:${port}/x`);
  for (const socket of sockets) socket.destroy();
  expect(said).toBe(`DATABASE_URL: the server at 127.0.0.1:${port} did not answer within 5 seconds.`);
});
