// The memory of wrong passwords, codes and passkeys: what the limits count. Subjects are hashes: nothing typed is stored.
import { createHash } from 'node:crypto';
import type { Tx } from '#lib/store/client.ts';

/** Whom attempts are counted for: an e-mail address, a network address, a browser that is known, a person proving anew. */
export type SubjectKind = 'email' | 'address' | 'browser' | 'step-up';

/** sha256 hex. */
export function attemptSubject(kind: SubjectKind, text: string): string {
  return createHash('sha256').update(`${kind}:${text}`).digest('hex');
}

/** Failed attempts of each subject within the window, in their order. */
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

/** Serialises the attempts of one subject until the transaction ends, so that parallel guesses count one by one. */
export async function lockSubject(tx: Tx, subject: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subject}, 0))`;
}

export async function recordFailedAttempt(tx: Tx, subjects: readonly string[]): Promise<void> {
  await tx.$executeRaw`INSERT INTO sign_in_attempts (subject) SELECT unnest(${[...subjects]}::text[])`;
}

/** Forgets the attempts of these subjects; answers how many there were. */
export async function forgetAttempts(tx: Tx, subjects: readonly string[]): Promise<number> {
  return tx.$executeRaw`DELETE FROM sign_in_attempts WHERE subject = ANY(${[...subjects]})`;
}
