// Brings the database up for a start: the embedded server or one's own, then roles, migrations, installation row, the catalogue's rules.
import { setTimeout as delay } from 'node:timers/promises';
import { openClient, withClient } from '../database/connection.ts';
import { type EmbeddedServer, startEmbedded } from '../database/embedded.ts';
import { ensureInstallation, refuseOtherEnvironment } from '../database/installation.ts';
import { migrate } from '../database/migrate.ts';
import { ensureRoles, type RoleUrls, roleName, roleUrls } from '../database/roles.ts';
import { tellRules } from '../database/rules.ts';
import type { DataFolder } from './data-folder.ts';
import type { Settings } from './settings.ts';
import { say } from './terminal.ts';

export interface RunningDatabase extends Server {
  /** Tells this database from every other. */
  installationId: string;
}

export interface Server {
  urls: RoleUrls;
  /** One line for the person at the terminal. */
  description: string;
  /** Stops the embedded server; leaves a server of one's own alone. */
  stop(): Promise<void>;
}

const DATABASE = 'bulkhead';

/** Throws PlainError. `onPid` hears the embedded server's process number at each start of it. */
export async function openDatabase(
  settings: Settings,
  data: DataFolder,
  onPid: (pid: number | undefined) => void,
): Promise<RunningDatabase> {
  const database = settings.databaseUrl
    ? await ownServer(settings, data, settings.databaseUrl)
    : await embeddedServer(data, onPid);
  try {
    await refuseOtherEnvironment(database.urls.owner, settings.environment);
    const { applied, unknown } = await migrate(database.urls.owner);
    if (applied.length > 0) say(`Database: ${applied.length} migration(s) applied.`);
    if (unknown.length > 0) say(`Database: it knows migrations of a newer version (${unknown.join(', ')}).`);
    const { id } = await ensureInstallation(database.urls.owner, settings.environment);
    await tellRules(database.urls.owner);
    return { ...database, installationId: id };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

/** Before a build is begun for a start that cannot work. Throws PlainError. */
export async function probeOwnServer(settings: Settings): Promise<void> {
  if (settings.databaseUrl) await withClient(settings.databaseUrl, 'DATABASE_URL', async () => {});
}

async function ownServer(settings: Settings, data: DataFolder, url: string): Promise<Server> {
  const { appDatabaseUrl, edgeDatabaseUrl, intakeDatabaseUrl } = settings;
  let urls: RoleUrls;
  if (appDatabaseUrl && edgeDatabaseUrl && intakeDatabaseUrl) {
    // Roles made by an administrator: only look whether each gets in.
    await withClient(appDatabaseUrl, 'BULKHEAD_APP_DATABASE_URL', async () => {});
    await withClient(edgeDatabaseUrl, 'EDGE_DATABASE_URL', async () => {});
    await withClient(intakeDatabaseUrl, 'INTAKE_DATABASE_URL', async () => {});
    urls = { owner: url, app: appDatabaseUrl, edge: edgeDatabaseUrl, intake: intakeDatabaseUrl };
  } else {
    const replaced = await ensureRoles(url, data.secrets.roles, { replace: settings.replaceRolePasswords });
    if (replaced.length > 0) {
      say(
        `Database: the roles ${replaced.map(roleName).join(', ')} have new passwords, those of ${data.path}.`,
      );
    }
    urls = roleUrls(url, data.secrets.roles);
  }
  const client = await openClient(urls.app, 'DATABASE_URL');
  const { rows } = await client.query("SELECT current_setting('server_version') AS version");
  await client.end();
  return {
    urls,
    description: `PostgreSQL ${(rows[0] as { version: string }).version} at ${new URL(url).host}`,
    stop: async () => {},
  };
}

/** The embedded server with its database and roles; also for offline commands while nothing else runs. */
export async function embeddedServer(
  data: DataFolder,
  onPid: (pid: number | undefined) => void,
): Promise<Server> {
  const start = () =>
    startEmbedded({
      folder: data.postgresFolder(),
      password: data.secrets.postgres,
      logFile: data.file('logs', 'postgres.log'),
    });
  let server: EmbeddedServer = await start();
  let stopping = false;
  onPid(server.pid);

  /** A server that ends by itself is started again; its clients connect again by themselves. */
  async function keepUp(): Promise<void> {
    for (let deaths = 1; ; ) {
      const since = Date.now();
      await server.exited;
      if (stopping) return;
      deaths = Date.now() - since > 30_000 ? 1 : deaths + 1;
      onPid(undefined);
      say('postgres ended unexpectedly; it is started again');
      await delay(Math.min(100 * 2 ** deaths, 10_000));
      if (stopping) return;
      const { port } = server;
      try {
        server = await start();
        onPid(server.pid);
        if (server.port !== port) say(`postgres: port ${port} was taken meanwhile. Stop and start Bulkhead.`);
      } catch (error) {
        say(`postgres: ${(error as Error).message}`);
      }
    }
  }
  try {
    await createDatabase(server);
    await ensureRoles(server.url(DATABASE), data.secrets.roles, {
      name: 'The embedded database',
      replace: true,
    });
    await handOver(server);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const kept = keepUp();
  return {
    urls: roleUrls(server.url(DATABASE), data.secrets.roles),
    description: `PostgreSQL ${(await versionOf(server)) ?? ''}, embedded, on port ${server.port}`,
    stop: async () => {
      stopping = true;
      await server.stop();
      await kept;
    },
  };
}

async function createDatabase(server: EmbeddedServer): Promise<void> {
  await withClient(server.url(), 'The embedded database', async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

/** The owner role owns its database, and nobody who was not named gets in. */
async function handOver(server: EmbeddedServer): Promise<void> {
  await withClient(server.url(DATABASE), 'The embedded database', async (client) => {
    await client.query(`ALTER DATABASE ${DATABASE} OWNER TO bulkhead_owner`);
    await client.query(`REVOKE ALL ON DATABASE ${DATABASE}, postgres FROM PUBLIC`);
  });
}

async function versionOf(server: EmbeddedServer): Promise<string | undefined> {
  return withClient(server.url(DATABASE), 'The embedded database', async (client) => {
    const { rows } = await client.query("SELECT current_setting('server_version') AS version");
    return (rows[0] as { version: string } | undefined)?.version;
  });
}
