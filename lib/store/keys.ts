// API keys of machines: only their hash is stored.
import type { Tx } from './client.ts';

export async function keyExists(tx: Tx, keyHash: string): Promise<boolean> {
  return (await tx.apiKey.findUnique({ where: { keyHash }, select: { id: true } })) !== null;
}

export interface NewApiKey {
  id: string;
  name: string;
  scopes: readonly string[];
  prefix: string;
  hash: string;
}

/** Stores the key; false when another transaction stored the same one first. */
export async function createApiKey(tx: Tx, key: NewApiKey): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO api_keys (id, name, scopes, prefix, key_hash)
    VALUES (${key.id}::uuid, ${key.name}, ${[...key.scopes]}::text[], ${key.prefix}, ${key.hash}) ON CONFLICT DO NOTHING`;
  return rows === 1;
}
