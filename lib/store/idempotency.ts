// Remembers answers by actor, command and key, so that a repeat gets the same answer and never a second effect.
import type { Tx } from './client.ts';

export interface IdempotencyKey {
  actor: string;
  command: string;
  key: string;
  /** sha256 hex of the canonical input. */
  inputHash: string;
}

export type Claim = { state: 'new' } | { state: 'done'; answer: unknown } | { state: 'other_input' };

/**
 * Claims the key inside the transaction. A parallel request with the same key waits here until the first one ends,
 * then finds its answer (or, when the first was rolled back, claims the key itself). settle.ts keeps the answer.
 */
export async function claim(tx: Tx, key: IdempotencyKey): Promise<Claim> {
  // The advisory lock is what keptAnswer waits for.
  const inserted = await tx.$executeRaw`/* claim-key */
    INSERT INTO idempotency_records (actor, command, key, input_hash)
    SELECT ${key.actor}, ${key.command}, ${key.key}, ${key.inputHash}
    FROM (SELECT pg_advisory_xact_lock_shared(hashtextextended(${lockName(key)}, 0))) AS held ON CONFLICT DO NOTHING`;
  if (inserted === 1) return { state: 'new' };
  const record = await tx.idempotencyRecord.findUnique({
    where: { actor_command_key: { actor: key.actor, command: key.command, key: key.key } },
  });
  if (!record || record.inputHash !== key.inputHash) return { state: 'other_input' };
  return { state: 'done', answer: record.answer };
}

/** Gives a claimed key back when the command was refused but its transaction commits all the same. */
export async function release(tx: Tx, { actor, command, key }: IdempotencyKey): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM idempotency_records WHERE actor = ${actor} AND command = ${command} AND key = ${key} AND answer IS NULL`;
}

/** Names one actor's key of one command; a key has no spaces. */
function lockName({ actor, command, key }: Omit<IdempotencyKey, 'inputHash'>): string {
  return `idempotency ${actor} ${command} ${key}`;
}

/**
 * The kept answer of a command, for somebody who never heard it; undefined when the command had no effect. One that
 * is still under way is waited for, within the lock time-out: until it ends, nobody can say that it had none.
 */
export async function keptAnswer(tx: Tx, actor: string, command: string, key: string): Promise<unknown> {
  const find = () =>
    tx.idempotencyRecord.findUnique({ where: { actor_command_key: { actor, command, key } } });
  const early = await find();
  if (early) return early.answer ?? undefined;
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${lockName({ actor, command, key })}, 0))`;
  return (await find())?.answer ?? undefined;
}
