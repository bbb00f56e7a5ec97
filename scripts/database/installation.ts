// The row that says what this database is for, written once; another kind of start is refused.
import { PlainError } from '#scripts/plain-error.ts';
import { withClient } from './connection.ts';

export type Environment = 'production' | 'staging' | 'demo';

export interface Installation {
  /** Tells this database from every other. */
  id: string;
  environment: Environment;
  /** True when this call wrote the row. */
  first: boolean;
}

/**
 * Throws PlainError when the database was made for another environment: demo accounts have no place in production,
 * nor real data in a demo. Asked before a start changes anything in it.
 */
export async function refuseOtherEnvironment(ownerUrl: string, environment: Environment): Promise<void> {
  await withClient(ownerUrl, 'The database', async (client) => {
    const { rows } = await client.query("SELECT to_regclass('public.installation') IS NOT NULL AS there");
    if (!(rows[0] as { there: boolean }).there) return;
    const found = await client.query('SELECT environment FROM installation');
    const other = (found.rows[0] as { environment: Environment } | undefined)?.environment;
    if (other !== undefined && other !== environment) throw otherEnvironment(other, environment);
  });
}

/** Writes the row on the first start and reads it afterwards. Throws PlainError as refuseOtherEnvironment does. */
export async function ensureInstallation(ownerUrl: string, environment: Environment): Promise<Installation> {
  return withClient(ownerUrl, 'The database', async (client) => {
    const inserted = await client.query(
      'INSERT INTO installation (environment) VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1',
      [environment],
    );
    const { rows } = await client.query('SELECT installation_id AS id, environment FROM installation');
    const row = rows[0] as { id: string; environment: Environment };
    if (row.environment !== environment) throw otherEnvironment(row.environment, environment);
    return { ...row, first: inserted.rowCount === 1 };
  });
}

function otherEnvironment(is: Environment, wanted: Environment): PlainError {
  return new PlainError(
    `This database belongs to a ${is} installation and this start is for ${wanted}. ` +
      'Use another database, or start it as what it is.',
  );
}
