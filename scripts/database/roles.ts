// The database roles of Bulkhead: who logs in, with which time-outs, and into which database.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { PlainError } from '#scripts/plain-error.ts';
import { urlFor, withClient } from './connection.ts';

export interface RolePasswords {
  owner: string;
  app: string;
  edge: string;
  intake: string;
}
type RoleName = keyof RolePasswords;
/** One address per role, all of the same database. */
export type RoleUrls = Record<RoleName, string>;

/** Older servers have no transaction_timeout, on which "never applied later" rests. */
const OLDEST_SERVER = 17;
/** Serialises set-up work on one database: roles here, migrations in migrate.ts. */
export const SETUP_LOCK = 0x62756c6b;

// A request must be answered within two seconds whatever the server does, and a write that was given up must not be
// applied later. The client gives up at 900 ms; the server gives up before, and rolls back what a vanished client
// left open. Work that needs longer (audit verification, exports) says so with SET LOCAL.
const SETTINGS: Record<RoleName, Record<string, string>> = {
  owner: { idle_in_transaction_session_timeout: '30s' },
  app: {
    statement_timeout: '850ms',
    lock_timeout: '750ms',
    transaction_timeout: '1500ms',
    idle_in_transaction_session_timeout: '1s',
    client_connection_check_interval: '500ms',
  },
  edge: {
    statement_timeout: '5s',
    lock_timeout: '2s',
    transaction_timeout: '6s',
    idle_in_transaction_session_timeout: '2s',
    client_connection_check_interval: '1s',
  },
  intake: {
    statement_timeout: '2s',
    lock_timeout: '1s',
    transaction_timeout: '3s',
    idle_in_transaction_session_timeout: '1s',
    client_connection_check_interval: '1s',
  },
};

export function roleName(role: RoleName): string {
  return `bulkhead_${role}`;
}

export function roleUrls(url: string, passwords: RolePasswords): RoleUrls {
  const of = (role: RoleName) => urlFor(url, roleName(role), passwords[role]);
  return { owner: of('owner'), app: of('app'), edge: of('edge'), intake: of('intake') };
}

/**
 * Makes the roles that are missing, sets their passwords and time-outs, and lets them into the database of
 * `adminUrl`, whose user needs the right to create roles and to grant on that database. Safe to repeat and to run
 * from several starts at once. Throws PlainError. Answers the roles whose password was another before.
 */
export async function ensureRoles(
  adminUrl: string,
  passwords: RolePasswords,
  name = 'DATABASE_URL',
): Promise<RoleName[]> {
  return withClient(adminUrl, name, async (client) => {
    await refuseUnfit(client, name);
    await client.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK]);
    const changed: RoleName[] = [];
    for (const role of Object.keys(SETTINGS) as RoleName[]) {
      if (await ensureRole(client, role, passwords[role], adminUrl)) changed.push(role);
    }
    await grantDatabase(client);
    return changed;
  });
}

async function refuseUnfit(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query(
    `SELECT current_setting('server_version_num')::int / 10000 AS version, current_user AS me,
      rolcreaterole OR rolsuper AS may FROM pg_roles WHERE rolname = current_user`,
  );
  const { version, me, may } = rows[0] as { version: number; me: string; may: boolean };
  if (version < OLDEST_SERVER) {
    throw new PlainError(
      `${name}: the server is PostgreSQL ${version}. Bulkhead needs ${OLDEST_SERVER} or newer.`,
    );
  }
  if (!may) {
    throw new PlainError(
      `${name}: user "${me}" may not create roles. Name a user with CREATEROLE who owns the database, or set ` +
        'BULKHEAD_APP_DATABASE_URL and EDGE_DATABASE_URL to roles that exist; then this user is taken as the owner.',
    );
  }
}

/** Answers whether an existing role's password had to be replaced. */
async function ensureRole(
  client: pg.Client,
  role: RoleName,
  password: string,
  adminUrl: string,
): Promise<boolean> {
  const id = client.escapeIdentifier(roleName(role));
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [roleName(role)]);
  const exists = rowCount === 1;
  const verifier = client.escapeLiteral(scramVerifier(password));
  let replaced = false;
  if (!exists) {
    await client.query(`CREATE ROLE ${id} LOGIN NOINHERIT PASSWORD ${verifier}`);
  } else if (!(await passwordHolds(urlFor(adminUrl, roleName(role), password)))) {
    await client.query(`ALTER ROLE ${id} LOGIN PASSWORD ${verifier}`);
    replaced = true;
  }
  for (const [setting, value] of Object.entries(SETTINGS[role])) {
    await client.query(`ALTER ROLE ${id} SET ${setting} = ${client.escapeLiteral(value)}`);
  }
  return replaced;
}

/** A role that may not yet enter the database still had the right password: only 28P01 says it is wrong. */
async function passwordHolds(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== '28P01';
  } finally {
    await client.end().catch(() => {});
  }
}

async function grantDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query('SELECT current_database() AS name');
  const database = client.escapeIdentifier((rows[0] as { name: string }).name);
  try {
    await client.query(
      `GRANT CONNECT ON DATABASE ${database} TO bulkhead_owner, bulkhead_app, bulkhead_edge, bulkhead_intake`,
    );
    await client.query(`GRANT CREATE, TEMPORARY ON DATABASE ${database} TO bulkhead_owner`);
    await client.query('GRANT USAGE, CREATE ON SCHEMA public TO bulkhead_owner WITH GRANT OPTION');
  } catch (error) {
    throw new PlainError(
      `DATABASE_URL: its user may not grant rights on database ${database} (${(error as Error).message}). Make it the owner.`,
      undefined,
      { cause: error },
    );
  }
}

/** What PostgreSQL stores for a password (RFC 5803), so that the password itself never reaches a server log. */
function scramVerifier(password: string, iterations = 4096): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
