// API keys of machines: only their hash is stored; rotated ones know which key has taken whose place.
import { Prisma, type Tx } from '#lib/store/client.ts';

export async function keyExists(tx: Tx, keyHash: string): Promise<boolean> {
  return (await tx.apiKey.findUnique({ where: { keyHash }, select: { id: true } })) !== null;
}

export interface NewApiKey {
  id: string;
  name: string;
  scopes: readonly string[];
  prefix: string;
  /** sha256 hex. */
  hash: string;
  ownerId: string | null;
  createdBy: string | null;
  createdAt: Date;
  /** Null: until it is revoked. */
  expiresAt: Date | null;
  /** The key whose place it takes. */
  replacesId: string | null;
}

/** Stores the key; false when another transaction stored the same one, or rotated the same key, first. */
export async function createApiKey(tx: Tx, key: NewApiKey): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO api_keys (id, name, scopes, prefix, key_hash, owner_id, created_by, created_at, expires_at, replaces_id)
    VALUES (${key.id}::uuid, ${key.name}, ${[...key.scopes]}::text[], ${key.prefix}, ${key.hash}, ${key.ownerId}::uuid,
      ${key.createdBy}::uuid, ${key.createdAt}, ${key.expiresAt}, ${key.replacesId}::uuid) ON CONFLICT DO NOTHING`;
  return rows === 1;
}

export interface KeyPartner {
  id: string;
  prefix: string;
}

export interface StoredKey {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  owner: { id: string; name: string; disabled: boolean } | null;
  createdBy: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  /** By the database's clock: revoked, or past its end. */
  over: boolean;
  replacedBy: KeyPartner | null;
  replaces: KeyPartner | null;
}

type Row = Omit<StoredKey, 'owner' | 'replacedBy' | 'replaces'> & {
  ownerId: string | null;
  ownerName: string;
  ownerDisabled: boolean;
  nextId: string | null;
  nextPrefix: string;
  lastId: string | null;
  lastPrefix: string;
};

const OVER = Prisma.sql`(k.revoked_at IS NOT NULL OR coalesce(k.expires_at <= clock_timestamp(), false))`;

const KEYS = Prisma.sql`
  SELECT k.id, k.name, k.prefix, k.scopes, k.created_at AS "createdAt", k.expires_at AS "expiresAt",
    k.revoked_at AS "revokedAt", k.last_used_at AS "lastUsedAt", ${OVER} AS over, m.name AS "createdBy",
    p.id AS "ownerId", p.name AS "ownerName", p.disabled_at IS NOT NULL AS "ownerDisabled",
    n.id AS "nextId", n.prefix AS "nextPrefix", l.id AS "lastId", l.prefix AS "lastPrefix"
  FROM api_keys k LEFT JOIN people p ON p.id = k.owner_id LEFT JOIN people m ON m.id = k.created_by
    LEFT JOIN api_keys n ON n.replaces_id = k.id LEFT JOIN api_keys l ON l.id = k.replaces_id`;

function keyOf(row: Row): StoredKey {
  const { ownerId, ownerName, ownerDisabled, nextId, nextPrefix, lastId, lastPrefix, ...key } = row;
  return {
    ...key,
    owner: ownerId === null ? null : { id: ownerId, name: ownerName, disabled: ownerDisabled },
    replacedBy: nextId === null ? null : { id: nextId, prefix: nextPrefix },
    replaces: lastId === null ? null : { id: lastId, prefix: lastPrefix },
  };
}

/** The key as it is now; whoever else decides on it waits until the transaction ends. */
export async function lockKey(tx: Tx, id: string): Promise<StoredKey | undefined> {
  await tx.$executeRaw`SELECT 1 FROM api_keys WHERE id = ${id}::uuid FOR UPDATE`;
  const [row] = await tx.$queryRaw<Row[]>`${KEYS} WHERE k.id = ${id}::uuid`;
  return row && keyOf(row);
}

/** Keys of a person that work and that no other has taken the place of. */
export async function liveKeysOf(tx: Tx, ownerId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM api_keys k
    WHERE k.owner_id = ${ownerId}::uuid AND NOT ${OVER}
      AND NOT EXISTS (SELECT 1 FROM api_keys n WHERE n.replaces_id = k.id)`;
  return row?.count ?? 0;
}

/** Brings the end of a key forward; false when it is revoked. */
export async function endKey(tx: Tx, id: string, at: Date): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE api_keys SET expires_at = least(expires_at, ${at}) WHERE id = ${id}::uuid AND revoked_at IS NULL`;
  return rows === 1;
}

/** Revokes a key; false when it was revoked already. */
export async function revokeKey(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE api_keys SET revoked_at = clock_timestamp() WHERE id = ${id}::uuid AND revoked_at IS NULL`;
  return rows === 1;
}

export interface KeyFilter {
  state?: 'live' | 'ending' | 'expired' | 'revoked' | undefined;
  ownerId?: string | undefined;
  /** The last key of the page before, and whether it was over when it was given out. */
  after?: { over: boolean; id: string } | undefined;
}

const IN_STATE = {
  live: Prisma.sql`NOT ${OVER} AND n.id IS NULL`,
  ending: Prisma.sql`NOT ${OVER} AND n.id IS NOT NULL`,
  expired: Prisma.sql`k.revoked_at IS NULL AND k.expires_at <= clock_timestamp()`,
  revoked: Prisma.sql`k.revoked_at IS NOT NULL`,
};

/** Keys that work first, each half newest first. */
export async function listKeys(tx: Tx, filter: KeyFilter, limit: number): Promise<StoredKey[]> {
  const { state, ownerId, after } = filter;
  const parts: Prisma.Sql[] = [Prisma.sql`true`];
  if (state) parts.push(IN_STATE[state]);
  if (ownerId) parts.push(Prisma.sql`k.owner_id = ${ownerId}::uuid`);
  if (after) {
    const older = Prisma.sql`(k.created_at, k.id) < (SELECT created_at, id FROM api_keys WHERE id = ${after.id}::uuid)`;
    parts.push(after.over ? Prisma.sql`${OVER} AND ${older}` : Prisma.sql`(${OVER} OR ${older})`);
  }
  const rows = await tx.$queryRaw<Row[]>`
    ${KEYS} WHERE ${Prisma.join(parts, ' AND ')} ORDER BY ${OVER}, k.created_at DESC, k.id DESC LIMIT ${limit}`;
  return rows.map(keyOf);
}

/** The newest key that begins like this. */
export async function keyByPrefix(tx: Tx, prefix: string): Promise<StoredKey | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    ${KEYS} WHERE k.prefix = ${prefix} ORDER BY k.created_at DESC LIMIT 1`;
  return row && keyOf(row);
}
