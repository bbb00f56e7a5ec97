// Sessions, tokens and keys as they are looked up in every request, and the one-time codes that were used.
import { createHash } from 'node:crypto';
import type { Role } from '#lib/catalog/roles.ts';
import type { Environment } from '#lib/contract/console.ts';
import type { Tx } from '#lib/store/client.ts';
import { noteCredential } from './access.ts';
import { asRoles } from './people.ts';

export interface Identity {
  personId: string;
  name: string;
  email: string;
  roles: Role[];
  environment: Environment;
  factor: 'none' | 'unproven' | 'proven';
}

interface IdentityRow {
  person_id: string;
  name: string;
  email: string;
  roles: string[] | null;
  environment: string;
  has_factor: boolean;
  proven: boolean;
}

function identityOf(row: IdentityRow | undefined): Identity | undefined {
  if (!row) return undefined;
  return {
    personId: row.person_id,
    name: row.name,
    email: row.email,
    roles: asRoles(row.roles ?? []),
    environment: row.environment as Environment,
    factor: row.has_factor ? (row.proven ? 'proven' : 'unproven') : 'none',
  };
}

/**
 * The person behind a live session (not revoked, not idle too long, not past its end, person not disabled). `seen`
 * keeps it from growing idle: a request of the person does, a stream that stays open by itself does not.
 */
export async function identityOfSession(
  tx: Tx,
  sessionId: string,
  seen: boolean,
): Promise<Identity | undefined> {
  const [row] = await tx.$queryRaw<(IdentityRow & { stale: boolean })[]>`/* identity-of-session */
    SELECT p.id AS person_id, p.name, p.email, i.environment,
      (SELECT array_agg(r.role) FROM person_roles r WHERE r.person_id = p.id) AS roles,
      p.totp_secret IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys k WHERE k.person_id = p.id) AS has_factor,
      s.proven_at IS NOT NULL AS proven,
      s.last_seen_at < clock_timestamp() - interval '30 seconds' AS stale
    FROM sessions s JOIN people p ON p.id = s.person_id CROSS JOIN installation i
    WHERE s.id = ${sessionId}::uuid AND s.revoked_at IS NULL AND p.disabled_at IS NULL
      AND s.expires_at > clock_timestamp()
      AND s.last_seen_at + make_interval(secs => s.idle_seconds) > clock_timestamp()`;
  if (row?.stale && seen) {
    await tx.$executeRaw`UPDATE sessions SET last_seen_at = clock_timestamp() WHERE id = ${sessionId}::uuid`;
  }
  return identityOf(row);
}

/** sha256 hex of a presented token or key: all that is stored of it. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The person behind a live personal token. */
export async function identityOfToken(
  tx: Tx,
  token: string,
  address: string | null = null,
): Promise<Identity | undefined> {
  const [row] = await tx.$queryRaw<(IdentityRow & { id: string; stale: boolean })[]>`/* identity-of-token */
    SELECT t.id, p.id AS person_id, p.name, p.email, i.environment,
      (SELECT array_agg(r.role) FROM person_roles r WHERE r.person_id = p.id) AS roles,
      p.totp_secret IS NOT NULL OR EXISTS (SELECT 1 FROM passkeys k WHERE k.person_id = p.id) AS has_factor,
      true AS proven,
      t.last_used_at IS NULL OR t.last_used_at < clock_timestamp() - interval '30 seconds' AS stale
    FROM personal_tokens t JOIN people p ON p.id = t.person_id CROSS JOIN installation i
    WHERE t.token_hash = ${tokenHash(token)} AND t.revoked_at IS NULL AND p.disabled_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())`;
  if (row?.stale) {
    await tx.$executeRaw`UPDATE personal_tokens SET last_used_at = clock_timestamp() WHERE id = ${row.id}::uuid`;
  }
  await noteCredential(
    tx,
    'token',
    tokenHash(token),
    row && { id: row.id, personId: row.person_id },
    address,
  );
  return identityOf(row);
}

export interface KeyIdentity {
  id: string;
  name: string;
  scopes: string[];
  ownerId: string | null;
}

/** The machine behind a live API key. */
export async function identityOfKey(
  tx: Tx,
  key: string,
  address: string | null = null,
): Promise<KeyIdentity | undefined> {
  const [row] = await tx.$queryRaw<
    { id: string; name: string; scopes: string[]; owner_id: string | null; stale: boolean }[]
  >`/* identity-of-key */
    SELECT id, name, scopes, owner_id,
      last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '30 seconds' AS stale
    FROM api_keys WHERE key_hash = ${tokenHash(key)} AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > clock_timestamp())`;
  await noteCredential(tx, 'key', tokenHash(key), row, address);
  if (!row) return undefined;
  if (row.stale)
    await tx.$executeRaw`UPDATE api_keys SET last_used_at = clock_timestamp() WHERE id = ${row.id}::uuid`;
  return { id: row.id, name: row.name, scopes: row.scopes, ownerId: row.owner_id };
}

export type SignInMethod = 'password' | 'passkey' | 'oidc';

export interface NewSession {
  id: string;
  personId: string;
  method: SignInMethod;
  /** The second factor was proven at this sign-in. */
  proven: boolean;
  idleSeconds: number;
  absoluteSeconds: number;
  userAgent: string | null;
  address: string | null;
}

export async function openSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO sessions (id, person_id, idle_seconds, expires_at, user_agent, address, method, proven_at)
    VALUES (${session.id}::uuid, ${session.personId}::uuid, ${session.idleSeconds},
      clock_timestamp() + make_interval(secs => ${session.absoluteSeconds}::int), ${session.userAgent},
      ${session.address}, ${session.method}, CASE WHEN ${session.proven} THEN clock_timestamp() END)`;
}

/** Notes that the second factor was proven in this session. */
export async function proveSession(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`UPDATE sessions SET proven_at = clock_timestamp() WHERE id = ${id}::uuid`;
}

/** Ends a person's sessions, all or all but one; answers how many that were. */
export async function revokeSessionsOf(tx: Tx, personId: string, except: string | null): Promise<number> {
  return tx.$executeRaw`
    UPDATE sessions SET revoked_at = clock_timestamp()
    WHERE person_id = ${personId}::uuid AND revoked_at IS NULL AND id IS DISTINCT FROM ${except}::uuid`;
}

/** Revokes a person's tokens; answers how many that were. */
export async function revokeTokensOf(tx: Tx, personId: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE personal_tokens SET revoked_at = clock_timestamp()
    WHERE person_id = ${personId}::uuid AND revoked_at IS NULL`;
}

export interface LiveSession {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  method: SignInMethod;
  userAgent: string | null;
  address: string | null;
}

/** A person's sessions that still work, the last used first. */
export function liveSessionsOf(tx: Tx, personId: string): Promise<LiveSession[]> {
  return tx.$queryRaw<LiveSession[]>`
    SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt", method,
      user_agent AS "userAgent", address
    FROM sessions WHERE person_id = ${personId}::uuid AND revoked_at IS NULL AND expires_at > clock_timestamp()
      AND last_seen_at + make_interval(secs => idle_seconds) > clock_timestamp()
    ORDER BY last_seen_at DESC, id`;
}

/** Revokes a session; false when it is not there or was revoked already. */
export async function revokeSession(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE sessions SET revoked_at = clock_timestamp() WHERE id = ${id}::uuid AND revoked_at IS NULL`;
  return rows === 1;
}

/** Marks a time-based code as used; false when it was used before: a code counts once. */
export async function consumeTotp(tx: Tx, personId: string, counter: number): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO totp_uses (person_id, counter) VALUES (${personId}::uuid, ${counter}) ON CONFLICT DO NOTHING`;
  return rows === 1;
}

/** Counters of the codes a person has used in the last ten minutes; older ones cannot be right any more. */
export async function recentTotpCounters(tx: Tx, personId: string): Promise<number[]> {
  const rows = await tx.$queryRaw<{ counter: bigint }[]>`
    SELECT counter FROM totp_uses WHERE person_id = ${personId}::uuid AND used_at > clock_timestamp() - interval '10 minutes'`;
  return rows.map((row) => Number(row.counter));
}
