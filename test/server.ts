// A throw-away PostgreSQL server with the roles and a migrated template, for tests only: fast, not durable.
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, startEmbedded } from '#scripts/database/embedded.ts';
import { migrate } from '#scripts/database/migrate.ts';
import { ensureRoles, type RolePasswords, roleUrls } from '#scripts/database/roles.ts';
import { tellRules } from '#scripts/database/rules.ts';
import { makeOwnFolder } from './own-folder.ts';

/** What a test needs to know of the server; plain data, so that it reaches the test workers. */
export interface TestServerInfo {
  superuser: string;
  template: string;
  passwords: RolePasswords;
  /** Process id of the server, for tests that stop (SIGSTOP) or kill it. Only for a server of the test's own. */
  pid: number;
}

export interface TestServer extends TestServerInfo {
  folder: string;
  stop(): Promise<void>;
  /** Stops it and keeps its data. */
  pause(): Promise<void>;
  /** Starts it again on the same port after a kill or a pause. */
  restart(): Promise<void>;
}

const PREFIX = 'bulkhead-test-';
const TEMPLATE = 'bulkhead_template';
const FAST = {
  ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  // Databases are made and dropped by the hundred: the kernel copies their files, and the log stays small in memory.
  ...{ file_copy_method: 'clone', max_wal_size: '256MB' },
};

/** About two seconds. `durable` keeps what was committed through a kill, as in real life. */
export async function startTestServer(options: { durable?: boolean } = {}): Promise<TestServer> {
  const folder = makeOwnFolder(PREFIX);
  const password = randomBytes(12).toString('hex');
  const passwords = { owner: word(), app: word(), edge: word(), intake: word() };
  const start = () =>
    startEmbedded({
      folder: join(folder, 'pg'),
      password,
      logFile: join(folder, 'postgres.log'),
      settings: options.durable ? {} : FAST,
    });
  let server: EmbeddedServer = await start();
  const superuser = server.url();
  await prepareTemplate(server, passwords);
  return {
    superuser,
    template: TEMPLATE,
    passwords,
    folder,
    get pid() {
      return server.pid;
    },
    pause: () => server.stop(),
    async restart() {
      await server.stop();
      server = await start();
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function word(): string {
  return randomBytes(9).toString('hex');
}

async function prepareTemplate(server: EmbeddedServer, passwords: RolePasswords): Promise<void> {
  const admin = new pg.Client({ connectionString: server.url() });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await ensureRoles(server.url(TEMPLATE), passwords, { name: 'The test server' });
  await admin.query(`ALTER DATABASE ${TEMPLATE} OWNER TO bulkhead_owner`);
  const { owner } = roleUrls(server.url(TEMPLATE), passwords);
  await migrate(owner);
  await tellRules(owner);
  await admin.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  await admin.end();
}
