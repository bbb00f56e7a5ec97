// The keys that were not revoked, as they stand in the database.
import type pg from 'pg';
import type { ApiKey } from './keys.ts';

const READ_KEYS = `
  SELECT id, key_hash, scopes, extract(epoch FROM expires_at) * 1000 AS expires_ms
  FROM api_keys WHERE revoked_at IS NULL ORDER BY id`;

interface KeyRow {
  id: string;
  key_hash: string;
  scopes: string[];
  expires_ms: string | null;
}

export async function readKeyRows(client: pg.Client): Promise<ApiKey[]> {
  const { rows } = await client.query<KeyRow>({ name: 'read-keys', text: READ_KEYS });
  return rows.map((row) => ({
    id: row.id,
    hash: row.key_hash,
    scopes: row.scopes,
    expiresAt: row.expires_ms === null ? null : Number(row.expires_ms),
  }));
}
