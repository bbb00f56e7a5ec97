// Personal tokens: only their hash is stored.
import type { Tx } from './client.ts';

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

/** A person's tokens, newest first; those that ended long ago are left out. */
export function tokensOf(tx: Tx, personId: string): Promise<StoredToken[]> {
  return tx.$queryRaw<StoredToken[]>`
    SELECT id, person_id AS "personId", name, prefix, created_at AS "createdAt", expires_at AS "expiresAt",
      revoked_at AS "revokedAt", last_used_at AS "lastUsedAt", coalesce(expires_at <= clock_timestamp(), false) AS expired
    FROM personal_tokens WHERE person_id = ${personId}::uuid
      AND coalesce(least(revoked_at, expires_at), 'infinity') > clock_timestamp() - interval '30 days'
    ORDER BY created_at DESC, id`;
}
