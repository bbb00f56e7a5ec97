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
  // A delivery of 32 MB takes its time, and Alertmanager has more patience than a person.
  intake: {
    statement_timeout: '6s',
    lock_timeout: '1s',
    transaction_timeout: '7s',
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
 * Makes the roles that are missing, sets their time-outs, and lets them into the database of `adminUrl`, whose user
 * needs the right to create roles and to grant on that database. Safe to repeat and to run from several starts at
 * once. Throws PlainError, also when the roles exist with other passwords: they belong to the whole server, so another
 * installation may live by them; `replace` gives them the new ones. Answers the roles whose password was replaced.
 */
export async function ensureRoles(
  adminUrl: string,
  passwords: RolePasswords,
  { name = 'DATABASE_URL', replace = false } = {},
): Promise<RoleName[]> {
  return withClient(adminUrl, name, async (client) => {
    await refuseUnfit(client, name);
    await client.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK]);
    const { missing, foreign } = await compare(client, passwords, adminUrl);
    if (foreign.length > 0 && !replace) throw new PlainError(foreignRoles(name, foreign));
    await client.query('BEGIN');
    for (const role of missing) await setPassword(client, 'CREATE ROLE', role, passwords[role]);
    for (const role of foreign) await setPassword(client, 'ALTER ROLE', role, passwords[role]);
    for (const role of Object.keys(SETTINGS) as RoleName[]) await applySettings(client, role);
    await grantDatabase(client, name);
    await client.query('COMMIT');
    return foreign;
  });
}

function foreignRoles(name: string, roles: readonly RoleName[]): string {
  return (
    `${name}: the server has the roles ${roles.map(roleName).join(', ')} with passwords that secrets.json of the data ` +
    'folder does not hold, so another start made them. Use its data folder, or give BULKHEAD_APP_DATABASE_URL, ' +
    'EDGE_DATABASE_URL and INTAKE_DATABASE_URL. If nothing uses them any more: BULKHEAD_REPLACE_ROLE_PASSWORDS=true.'
  );
}

/** Which roles do not exist, and which exist with another password. */
async function compare(client: pg.Client, passwords: RolePasswords, adminUrl: string) {
  const { rows } = await client.query('SELECT rolname AS name FROM pg_roles WHERE rolname = ANY($1)', [
    Object.keys(SETTINGS).map((role) => roleName(role as RoleName)),
  ]);
  const existing = new Set(rows.map((row) => row.name as string));
  const missing: RoleName[] = [];
  const foreign: RoleName[] = [];
  for (const role of Object.keys(SETTINGS) as RoleName[]) {
    if (!existing.has(roleName(role))) missing.push(role);
    else if (!(await passwordHolds(urlFor(adminUrl, roleName(role), passwords[role])))) foreign.push(role);
  }
  return { missing, foreign };
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
        'BULKHEAD_APP_DATABASE_URL, EDGE_DATABASE_URL and INTAKE_DATABASE_URL to roles that exist; then this user is taken as the owner.',
    );
  }
}

async function setPassword(client: pg.Client, verb: string, role: RoleName, password: string): Promise<void> {
  const verifier = client.escapeLiteral(scramVerifier(password));
  await client.query(
    `${verb} ${client.escapeIdentifier(roleName(role))} LOGIN NOINHERIT PASSWORD ${verifier}`,
  );
}

async function applySettings(client: pg.Client, role: RoleName): Promise<void> {
  const id = client.escapeIdentifier(roleName(role));
  for (const [setting, value] of Object.entries(SETTINGS[role])) {
    await client.query(`ALTER ROLE ${id} SET ${setting} = ${client.escapeLiteral(value)}`);
  }
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

async function grantDatabase(client: pg.Client, name: string): Promise<void> {
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
      `${name}: its user may not grant rights on database ${database} (${(error as Error).message}). Make it the owner.`,
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
