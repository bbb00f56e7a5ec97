// The access log beside the chain: failed sign-ins and the use of keys and tokens, folded by minute in the database (decision record 0051).
import { plainAddress } from '#lib/process/address.ts';
import type { Tx } from '#lib/store/client.ts';

interface Noted {
  kind: 'sign_in.failed' | 'token.used' | 'key.used';
  outcome?: 'unknown_address' | 'wrong_password' | 'wrong_code' | 'disabled';
  personId?: string | null | undefined;
  credentialId?: string;
  /** As the request said it: only a real address is kept. */
  address: string | null;
}

async function note(tx: Tx, { kind, outcome, personId, credentialId, address }: Noted): Promise<void> {
  await tx.$executeRaw`/* note-access */
    SELECT note_access(${kind}, ${outcome ?? null}, ${personId ?? null}::uuid, ${credentialId ?? null}::uuid,
      ${plainAddress(address)}, NULL)`;
}

/** A refused sign-in. Of an address that nobody has, only that is kept. */
export async function noteFailedSignIn(
  tx: Tx,
  tried: { person: { id: string; disabled: boolean } | undefined; passwordRight: boolean },
  address: string | null,
): Promise<void> {
  const { person, passwordRight } = tried;
  const wrong = passwordRight ? 'wrong_code' : 'wrong_password';
  const outcome = !person ? 'unknown_address' : person.disabled ? 'disabled' : wrong;
  await note(tx, { kind: 'sign_in.failed', outcome, personId: person?.id, address });
}

/** A sign-in that was not even looked at, for too many before it. */
export async function noteLimitedSignIn(tx: Tx, email: string, address: string | null): Promise<void> {
  await tx.$executeRaw`/* note-limited-sign-in */
    SELECT note_access('sign_in.limited', NULL, (SELECT id FROM people WHERE email = ${email.trim().toLowerCase()}),
      NULL, ${plainAddress(address)}, NULL)`;
}

/** What this process has noted in the current minute: a credential is used for every request, and noted once. */
function oncePerMinute(most: number): (what: string) => boolean {
  let minute = 0;
  const noted = new Set<string>();
  return (what) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) {
      minute = now;
      noted.clear();
    }
    if (noted.has(what) || noted.size >= most) return false;
    noted.add(what);
    return true;
  };
}
const firstUse = oncePerMinute(10_000);
/** Anybody can send a wrong one: at most ten a second of them reach the database. */
const firstRefusal = oncePerMinute(600);

/**
 * That a token or key was used (`live`), or that one was sent which does not live: revoked, expired, or never ours.
 * At most one statement for each credential, address and minute.
 */
export async function noteCredential(
  tx: Tx,
  kind: 'token' | 'key',
  hash: string,
  live: { id: string; personId?: string } | undefined,
  address: string | null,
): Promise<void> {
  if (live) {
    if (!firstUse(`${live.id} ${address}`)) return;
    await note(tx, { kind: `${kind}.used`, personId: live.personId, credentialId: live.id, address });
  } else if (firstRefusal(`${hash} ${address}`)) {
    await tx.$executeRaw`/* note-refused-credential */
      SELECT note_access('credential.refused', CASE WHEN c.id IS NULL THEN 'unknown' WHEN c.revoked_at IS NOT NULL THEN 'revoked'
        WHEN c.expires_at <= clock_timestamp() THEN 'expired' ELSE 'disabled' END, c.person_id, c.id, ${plainAddress(address)}, NULL)
      FROM (SELECT 1) AS once LEFT JOIN (
        SELECT id, person_id, revoked_at, expires_at FROM personal_tokens WHERE token_hash = ${hash}
        UNION ALL SELECT id, NULL, revoked_at, expires_at FROM api_keys WHERE key_hash = ${hash}
      ) AS c ON true`;
  }
}
