// Personal tokens: only their hash is stored.
import { Prisma, type Tx } from '#lib/store/client.ts';

export interface NewToken {
  id: string;
  personId: string;
  name: string;
  /** The first characters, by which a leaked one is found. */
  prefix: string;
  /** sha256 hex. */
  hash: string;
  /** Null: until it is revoked. */
  expiresAt: Date | null;
}

export async function storeToken(tx: Tx, token: NewToken): Promise<void> {
  await tx.personalToken.create({
    data: {
      id: token.id,
      personId: token.personId,
      name: token.name,
      prefix: token.prefix,
      tokenHash: token.hash,
      expiresAt: token.expiresAt,
    },
  });
}

export interface StoredToken {
  id: string;
  personId: string;
  name: string;
  prefix: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  /** By the database's clock. */
  expired: boolean;
}

const TOKENS = Prisma.sql`
  SELECT id, person_id AS "personId", name, prefix, created_at AS "createdAt", expires_at AS "expiresAt",
    revoked_at AS "revokedAt", last_used_at AS "lastUsedAt", coalesce(expires_at <= clock_timestamp(), false) AS expired
  FROM personal_tokens`;

/** A person's tokens, newest first; those that ended long ago are left out. */
export function tokensOf(tx: Tx, personId: string): Promise<StoredToken[]> {
  return tx.$queryRaw<StoredToken[]>`
    ${TOKENS} WHERE person_id = ${personId}::uuid
      AND coalesce(least(revoked_at, expires_at), 'infinity') > clock_timestamp() - interval '30 days'
    ORDER BY created_at DESC, id`;
}

/** Tokens of a person that work. */
export async function liveTokensOf(tx: Tx, personId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM personal_tokens WHERE person_id = ${personId}::uuid AND revoked_at IS NULL
      AND coalesce(expires_at, 'infinity') > clock_timestamp()`;
  return row?.count ?? 0;
}

/** The token as it is now; whoever else decides on it waits until the transaction ends. */
export async function lockToken(tx: Tx, id: string): Promise<StoredToken | undefined> {
  const [row] = await tx.$queryRaw<StoredToken[]>`${TOKENS} WHERE id = ${id}::uuid FOR UPDATE`;
  return row;
}

/** The newest token that begins like this. */
export async function tokenByPrefix(tx: Tx, prefix: string): Promise<StoredToken | undefined> {
  const [row] = await tx.$queryRaw<StoredToken[]>`
    ${TOKENS} WHERE prefix = ${prefix} ORDER BY created_at DESC LIMIT 1`;
  return row;
}

/** Revokes a token; false when it was revoked already. */
export async function revokeToken(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE personal_tokens SET revoked_at = clock_timestamp() WHERE id = ${id}::uuid AND revoked_at IS NULL`;
  return rows === 1;
}
