// Connects as the owner of Bulkhead's tables, however the database was named.
import pg from 'pg';
import { BackupProblem } from './problem.ts';

export interface Address {
  /** As somebody named it; any user. */
  url: string;
  /** The owner's address of the same database, when this machine knows the password. */
  ownerUrl?: string | undefined;
}

/** Shown by pg_stat_activity. */
export type Doing = 'bulkhead db backup' | 'bulkhead db verify' | 'bulkhead db restore';

/** Everything that changes how values are written as text, and no limit of those made for requests. */
const SESSION = [
  "SET DateStyle = 'ISO, YMD'",
  "SET TimeZone = 'UTC'",
  "SET IntervalStyle = 'postgres'",
  'SET extra_float_digits = 1',
  "SET bytea_output = 'hex'",
  'SET statement_timeout = 0',
  'SET transaction_timeout = 0',
  'SET idle_in_transaction_session_timeout = 0',
  "SET lock_timeout = '20s'",
  'SET search_path = public',
].join('; ');

/** An open client that owns the tables, or, in an empty database, may make them. Throws BackupProblem. */
export async function connectOwner({ url, ownerUrl }: Address, doing: Doing): Promise<pg.Client> {
  const addresses = ownerUrl === undefined || ownerUrl === url ? [url] : [ownerUrl, url];
  let refusal: BackupProblem | undefined;
  for (const address of addresses) {
    const client = new pg.Client({
      connectionString: address,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      application_name: doing,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query(SESSION);
      if (await becomeOwner(client)) return client;
      refusal ??= new BackupProblem(
        'forbidden',
        'This user does not own the tables of Bulkhead. Name the database as bulkhead_owner, or as a user who may become it.',
      );
    } catch (error) {
      refusal ??= explained(error, address);
    }
    await client.end().catch(() => {});
  }
  throw refusal;
}

/** A superuser becomes the owner, so that what is made belongs to the right role. */
async function becomeOwner(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ owner: string | null; mine: boolean; may: boolean; make: boolean }>(`
    SELECT owner, coalesce(owner = current_user, false) AS mine,
      coalesce(pg_has_role(current_user, owner, 'SET'), false) AS may,
      has_schema_privilege(current_user, 'public', 'CREATE') AS make
    FROM (SELECT coalesce(
      (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = to_regclass('public.installation')),
      (SELECT rolname FROM pg_roles WHERE rolname = 'bulkhead_owner')) AS owner) AS found`);
  const [row] = rows;
  if (!row) return false;
  if (row.mine) return true;
  if (row.owner !== null && row.may) {
    await client.query(`SET ROLE ${client.escapeIdentifier(row.owner)}`);
    return true;
  }
  return row.owner === null && row.make;
}

/** Never quotes the address: it holds a password. */
export function explained(error: unknown, url: string): BackupProblem {
  if (error instanceof BackupProblem) return error;
  const { code, message } = error as { code?: string; message?: string };
  const host = URL.canParse(url) ? new URL(url).host : 'that address';
  switch (code) {
    case 'ECONNREFUSED':
      return new BackupProblem('unavailable', `Nothing listens at ${host}: is PostgreSQL running?`);
    case '28P01':
      return new BackupProblem('unauthenticated', `The server at ${host} refuses this user and password.`);
    case '3D000':
      return new BackupProblem('not_found', `The server at ${host} has no such database. Create it first.`);
    case '55P03':
      return new BackupProblem(
        'conflict',
        'Somebody holds a lock on the database for too long. Nothing was changed. Stop what works on it and try again.',
      );
    default:
      return new BackupProblem(
        'unavailable',
        `The database at ${host} cannot be used: ${message ?? String(error)}.`,
        { cause: error },
      );
  }
}

/** The address to write with: the owner's where it is known. */
export function ownAddress({ url, ownerUrl }: Address): string {
  return ownerUrl ?? url;
}

/** The address under which another connection works as the same role as this one. */
export async function addressAs(client: pg.Client, address: Address): Promise<string> {
  const { rows } = await client.query<{ role: string; same: boolean }>(
    'SELECT current_user AS role, current_user = session_user AS same',
  );
  const url = new URL(ownAddress(address));
  if (rows[0] && !rows[0].same) url.searchParams.set('options', `-c role=${rows[0].role}`);
  return url.href;
}
