// Connecting to PostgreSQL for set-up work, with a sentence of its own for each way it can fail.
import pg from 'pg';
import { PlainError } from '#scripts/plain-error.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens a connection, does `work`, closes it. A refused connection throws PlainError; `name` is the variable (or
 * thing) the address came from and begins each sentence.
 */
export async function withClient<T>(
  url: string,
  name: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await openClient(url, name);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** An open client; the caller ends it. Throws PlainError as withClient does. */
export async function openClient(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'bulkhead-setup',
  });
  // A server that goes away while the connection is idle shows at the next query.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw new PlainError(`${name}: ${explainConnection(error, url)}`, undefined, { cause: error });
  }
  return client;
}

/** Why a connection failed, in a sentence that names the server, never the password. */
export function explainConnection(error: unknown, url: string): string {
  const { host, port, user, database } = target(url);
  const server = `${host}:${port}`;
  const { code, message } = error as { code?: string; message?: string };
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${server}. Is PostgreSQL running there, and is the port right?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host name "${host}" is not known. Check it for a spelling mistake.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `the host ${host} cannot be reached from here.`;
    case '28P01':
      return `the server at ${server} refuses the password of user "${user}".`;
    case '28000':
      return `the server at ${server} does not let user "${user}" in: ${message}.`;
    case '3D000':
      return `the server at ${server} has no database "${database}". Create it: CREATE DATABASE "${database}".`;
    case '53300':
      return `the server at ${server} has no connection left to give.`;
    default:
      if (/terminated unexpectedly/i.test(message ?? '')) {
        return `${server} closed the connection at once. Is it a PostgreSQL server?`;
      }
      return /timeout|timed out/i.test(message ?? '')
        ? `the server at ${server} did not answer within ${CONNECT_TIMEOUT_MS / 1000} seconds.`
        : `the server at ${server} cannot be used: ${message ?? String(error)}.`;
  }
}

function target(url: string): { host: string; port: string; user: string; database: string } {
  const { hostname, port, username, pathname, searchParams } = new URL(url);
  return {
    host: hostname || searchParams.get('host') || 'localhost',
    port: port || searchParams.get('port') || '5432',
    user: decodeURIComponent(username) || searchParams.get('user') || '',
    database: decodeURIComponent(pathname.slice(1)),
  };
}

/** The same server and database for another user. An address of a socket takes both as parameters. */
export function urlFor(url: string, user: string, password: string): string {
  const changed = new URL(url);
  if (changed.hostname === '') {
    changed.searchParams.set('user', user);
    changed.searchParams.set('password', password);
  } else {
    changed.username = user;
    changed.password = password;
  }
  return changed.href;
}

/** The same server and user, another database. */
export function urlOfDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
