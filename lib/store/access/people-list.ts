// Everybody with access and every open one-time link, as the People screen shows them.
import { SIGN_IN_LIMIT } from '#lib/catalog/session-policy.ts';
import type { Tx } from '#lib/store/client.ts';
import { attemptSubject, failedAttempts } from './attempts.ts';

export interface ListedPerson {
  id: string;
  name: string;
  email: string;
  roles: string[];
  disabled: boolean;
  external: boolean;
  hasPassword: boolean;
  totp: boolean;
  passkeys: number;
  sessions: number;
  tokens: number;
  lastSeenAt: Date | null;
  createdAt: Date;
  locked: boolean;
}

export async function listPeople(tx: Tx): Promise<ListedPerson[]> {
  const rows = await tx.$queryRaw<Omit<ListedPerson, 'locked'>[]>`
    SELECT p.id, p.name, p.email, p.disabled_at IS NOT NULL AS disabled, p.oidc_subject IS NOT NULL AS external,
      p.password_hash IS NOT NULL AS "hasPassword", p.totp_secret IS NOT NULL AS totp, p.created_at AS "createdAt",
      coalesce((SELECT array_agg(r.role) FROM person_roles r WHERE r.person_id = p.id), '{}') AS roles,
      (SELECT count(*)::int FROM passkeys k WHERE k.person_id = p.id) AS passkeys,
      (SELECT count(*)::int FROM sessions s WHERE s.person_id = p.id AND s.revoked_at IS NULL
        AND s.expires_at > clock_timestamp()
        AND s.last_seen_at + make_interval(secs => s.idle_seconds) > clock_timestamp()) AS sessions,
      (SELECT count(*)::int FROM personal_tokens t WHERE t.person_id = p.id AND t.revoked_at IS NULL
        AND coalesce(t.expires_at, 'infinity') > clock_timestamp()) AS tokens,
      greatest((SELECT max(s.last_seen_at) FROM sessions s WHERE s.person_id = p.id),
        (SELECT max(t.last_used_at) FROM personal_tokens t WHERE t.person_id = p.id)) AS "lastSeenAt"
    FROM people p ORDER BY p.disabled_at IS NOT NULL, lower(p.name), p.id`;
  const subjects = rows.map(({ email }) => attemptSubject('email', email));
  const failed = await failedAttempts(tx, subjects, SIGN_IN_LIMIT.windowSeconds);
  return rows.map((row, index) => ({ ...row, locked: (failed[index] ?? 0) >= SIGN_IN_LIMIT.perEmail }));
}

export interface ListedLink {
  id: string;
  kind: 'invitation' | 'first_run' | 'reset';
  email: string | null;
  name: string | null;
  roles: string[];
  issuedBy: string | null;
  issuedAt: Date;
  expiresAt: Date;
  expired: boolean;
}

/** Links that nobody has used or withdrawn, those past their time included: they are what somebody waits for. */
export function listOpenLinks(tx: Tx): Promise<ListedLink[]> {
  return tx.$queryRaw<ListedLink[]>`
    SELECT l.id, l.kind, l.email, l.name, l.roles, p.name AS "issuedBy", l.issued_at AS "issuedAt",
      l.expires_at AS "expiresAt", l.expires_at <= clock_timestamp() AS expired
    FROM one_time_links l LEFT JOIN people p ON p.id = l.issued_by
    WHERE l.used_at IS NULL AND l.withdrawn_at IS NULL ORDER BY l.issued_at DESC, l.id`;
}
