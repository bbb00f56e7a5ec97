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
 * Writes the row on the first start and reads it afterwards. Throws PlainError when the database was made for
 * another environment: demo accounts have no place in production, nor real data in a demo.
 */
export async function ensureInstallation(ownerUrl: string, environment: Environment): Promise<Installation> {
  return withClient(ownerUrl, 'The database', async (client) => {
    const inserted = await client.query(
      'INSERT INTO installation (environment) VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1',
      [environment],
    );
    const { rows } = await client.query('SELECT installation_id AS id, environment FROM installation');
    const row = rows[0] as { id: string; environment: Environment };
    if (row.environment !== environment) {
      throw new PlainError(
        `This database belongs to a ${row.environment} installation and this start is for ${environment}. ` +
          'Use another database, or start it as what it is.',
      );
    }
    return { ...row, first: inserted.rowCount === 1 };
  });
}
