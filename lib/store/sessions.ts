// Sessions, tokens and keys as they are looked up in every request, and the memory of failed sign-ins.
import { createHash } from 'node:crypto';
import type { Role } from '#lib/catalog/roles.ts';
import type { Environment } from '#lib/contract/console.ts';
import type { Tx } from './client.ts';
import { asRoles } from './people.ts';

export interface Identity {
  personId: string;
  name: string;
  email: string;
  roles: Role[];
  environment: Environment;
}

interface IdentityRow {
  person_id: string;
  name: string;
  email: string;
  roles: string[] | null;
  environment: string;
}

function identityOf(row: IdentityRow | undefined): Identity | undefined {
  if (!row) return undefined;
  return {
    personId: row.person_id,
    name: row.name,
    email: row.email,
    roles: asRoles(row.roles ?? []),
    environment: row.environment as Environment,
  };
}

/** The person behind a live session (not revoked, not idle too long, not past its end, person not disabled). */
export async function identityOfSession(tx: Tx, sessionId: string): Promise<Identity | undefined> {
  const [row] = await tx.$queryRaw<(IdentityRow & { stale: boolean })[]>`/* identity-of-session */
    SELECT p.id AS person_id, p.name, p.email, i.environment,
      (SELECT array_agg(r.role) FROM person_roles r WHERE r.person_id = p.id) AS roles,
      s.last_seen_at < clock_timestamp() - interval '30 seconds' AS stale
    FROM sessions s JOIN people p ON p.id = s.person_id CROSS JOIN installation i
    WHERE s.id = ${sessionId}::uuid AND s.revoked_at IS NULL AND p.disabled_at IS NULL
      AND s.expires_at > clock_timestamp()
      AND s.last_seen_at + make_interval(secs => s.idle_seconds) > clock_timestamp()`;
  if (row?.stale) {
    await tx.$executeRaw`UPDATE sessions SET last_seen_at = clock_timestamp() WHERE id = ${sessionId}::uuid`;
  }
  return identityOf(row);
}

/** sha256 hex of a presented token or key: all that is stored of it. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The person behind a live personal token. */
export async function identityOfToken(tx: Tx, token: string): Promise<Identity | undefined> {
  const [row] = await tx.$queryRaw<(IdentityRow & { id: string; stale: boolean })[]>`/* identity-of-token */
    SELECT t.id, p.id AS person_id, p.name, p.email, i.environment,
      (SELECT array_agg(r.role) FROM person_roles r WHERE r.person_id = p.id) AS roles,
      t.last_used_at IS NULL OR t.last_used_at < clock_timestamp() - interval '30 seconds' AS stale
    FROM personal_tokens t JOIN people p ON p.id = t.person_id CROSS JOIN installation i
    WHERE t.token_hash = ${tokenHash(token)} AND t.revoked_at IS NULL AND p.disabled_at IS NULL
      AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())`;
  if (row?.stale) {
    await tx.$executeRaw`UPDATE personal_tokens SET last_used_at = clock_timestamp() WHERE id = ${row.id}::uuid`;
  }
  return identityOf(row);
}

export interface KeyIdentity {
  id: string;
  name: string;
  scopes: string[];
  ownerId: string | null;
}

/** The machine behind a live API key. */
export async function identityOfKey(tx: Tx, key: string): Promise<KeyIdentity | undefined> {
  const [row] = await tx.$queryRaw<
    { id: string; name: string; scopes: string[]; owner_id: string | null; stale: boolean }[]
  >`/* identity-of-key */
    SELECT id, name, scopes, owner_id,
      last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '30 seconds' AS stale
    FROM api_keys WHERE key_hash = ${tokenHash(key)} AND revoked_at IS NULL
      AND (expires_at IS NULL OR expires_at > clock_timestamp())`;
  if (!row) return undefined;
  if (row.stale)
    await tx.$executeRaw`UPDATE api_keys SET last_used_at = clock_timestamp() WHERE id = ${row.id}::uuid`;
  return { id: row.id, name: row.name, scopes: row.scopes, ownerId: row.owner_id };
}

export interface NewSession {
  id: string;
  personId: string;
  idleSeconds: number;
  absoluteSeconds: number;
  userAgent: string | null;
  address: string | null;
}

export async function openSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO sessions (id, person_id, idle_seconds, expires_at, user_agent, address)
    VALUES (${session.id}::uuid, ${session.personId}::uuid, ${session.idleSeconds},
      clock_timestamp() + make_interval(secs => ${session.absoluteSeconds}::int), ${session.userAgent}, ${session.address})`;
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

/** Failed attempts of each subject within the window, newest state. Subjects are hashes: nothing typed is stored. */
export async function failedAttempts(
  tx: Tx,
  subjects: readonly string[],
  windowSeconds: number,
): Promise<number[]> {
  const rows = await tx.$queryRaw<{ subject: string; count: number }[]>`
    SELECT subject, count(*)::int AS count FROM sign_in_attempts
    WHERE subject = ANY(${[...subjects]}) AND at > clock_timestamp() - make_interval(secs => ${windowSeconds}::int)
    GROUP BY subject`;
  return subjects.map((subject) => rows.find((row) => row.subject === subject)?.count ?? 0);
}

/** Serialises the sign-ins of one subject until the transaction ends, so that parallel guesses count one by one. */
export async function lockSubject(tx: Tx, subject: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 0))`;
}

export async function recordFailedAttempt(tx: Tx, subjects: readonly string[]): Promise<void> {
  await tx.$executeRaw`INSERT INTO sign_in_attempts (subject) SELECT unnest(${[...subjects]}::text[])`;
}

/** Counters of the codes a person has used in the last ten minutes; older ones cannot be right any more. */
export async function recentTotpCounters(tx: Tx, personId: string): Promise<number[]> {
  const rows = await tx.$queryRaw<{ counter: bigint }[]>`
    SELECT counter FROM totp_uses WHERE person_id = ${personId}::uuid AND used_at > clock_timestamp() - interval '10 minutes'`;
  return rows.map((row) => Number(row.counter));
}
