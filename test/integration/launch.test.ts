// Starts that cannot work: each ends at once, with a sentence and a code, without a stack, leaving nothing behind.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { urlFor, urlOfDatabase } from '#scripts/database/connection.ts';
import { createTestDatabase, testServer } from '#test/database.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'bulkhead-launch-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

interface Ending {
  code: number | null;
  said: string;
}

/** Runs the launcher to its end with these variables and nothing else that is ours. */
async function launch(args: string[], env: Record<string, string>): Promise<Ending> {
  const [console, edge, sim, intake, worker] = await Promise.all([1, 2, 3, 4, 5].map(freePort));
  const ports = {
    BULKHEAD_PORT: console,
    BULKHEAD_EDGE_PORT: edge,
    BULKHEAD_SIM_PORT: sim,
    BULKHEAD_INTAKE_PORT: intake,
    BULKHEAD_WORKER_PORT: worker,
  };
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(BULKHEAD_|DATABASE_URL|NEXTAUTH_|npm_)/.test(name),
  );
  const child = spawn(process.execPath, ['scripts/launch/main.ts', ...args], {
    env: {
      ...Object.fromEntries(own),
      ...ports,
      BULKHEAD_DATA_DIR: join(place, 'data'),
      ...env,
    } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  expect(said).not.toMatch(/\n {4}at /);
  expect(existsSync(join(place, 'data', 'launcher.pid'))).toBe(false);
  return { code, said: said.trim() };
}

function freePort(): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(String(port)));
    });
  });
}

test('production without its secrets', async () => {
  const { code, said } = await launch(['--production'], {});
  expect(code).toBe(78);
  expect(said.split('\n').map((line) => line.split(' ')[0])).toEqual(['DATABASE_URL', 'NEXTAUTH_SECRET']);
});

test('a port that is taken', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const { code, said } = await launch([], { BULKHEAD_EDGE_PORT: String(port) });
  await new Promise((resolve) => server.close(resolve));
  expect({ code, said }).toEqual({
    code: 78,
    said: `Port ${port} (edge) is taken by another program. Set BULKHEAD_EDGE_PORT to a free one.`,
  });
});

test('a data folder that is a file', async () => {
  const file = join(place, 'file');
  writeFileSync(file, '');
  const { code, said } = await launch([], { BULKHEAD_DATA_DIR: file });
  expect(code).toBe(78);
  expect(said).toMatch(/^The data folder cannot be used: .*file is not a folder\./);
});

test('a database whose password is wrong, and one that does not exist', async () => {
  const { superuser } = testServer();
  const wrong = await launch([], { DATABASE_URL: urlFor(superuser, 'postgres', 'hunter2') });
  expect(wrong.code).toBe(78);
  expect(wrong.said).toMatch(/^DATABASE_URL: the server at .* refuses the password of user "postgres"\.$/m);
  expect(wrong.said).not.toContain('hunter2');
  const missing = await launch([], { DATABASE_URL: urlOfDatabase(superuser, 'nowhere') });
  expect(missing.said).toMatch(/has no database "nowhere"/);
});

test('a database of another environment', async () => {
  const database = await createTestDatabase({ environment: 'production' });
  try {
    const { code, said } = await launch(['--dev'], {
      DATABASE_URL: database.owner,
      BULKHEAD_APP_DATABASE_URL: database.app,
      EDGE_DATABASE_URL: database.edge,
      INTAKE_DATABASE_URL: database.intake,
    });
    expect(code).toBe(78);
    expect(said).toMatch(/^This database belongs to a production installation and this start is for demo\./m);
  } finally {
    await database.drop();
  }
});
