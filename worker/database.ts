// Plain connections of the application role for work that Prisma's two-second limits do not fit: long reads, a session lock.
import pg from 'pg';
import type { Log } from '#lib/process/log.ts';

// The role's own limits are made for requests. These are made for pages of thousands of entries and batches of deletions.
const SERVER_LIMITS = '-c statement_timeout=8s -c transaction_timeout=20s -c lock_timeout=2s';
/** A frozen server answers neither yes nor no. */
const CLIENT_LIMIT_MS = 9_000;

/** How every plain connection of the worker is made. */
export function connectionTo(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: CLIENT_LIMIT_MS,
    options: SERVER_LIMITS,
    application_name: 'bulkhead worker',
  };
}

export function openPool(url: string, log: Log): pg.Pool {
  const pool = new pg.Pool({ ...connectionTo(url), max: 4, idleTimeoutMillis: 60_000 });
  surviveLostConnections(pool, log);
  return pool;
}

/** A connection that is lost while nobody waits on it must not end the process; the next query finds out. */
export function surviveLostConnections(pool: pg.Pool, log: Log): void {
  pool.on('error', (err) => log.debug('an idle database connection was lost', { err }));
  pool.on('connect', (client) => client.on('error', () => {}));
}

/** Lends a connection. One on which something failed is not used again. */
export async function withConnection<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let failed = true;
  try {
    const result = await work(client);
    failed = false;
    return result;
  } finally {
    client.release(failed);
  }
}
