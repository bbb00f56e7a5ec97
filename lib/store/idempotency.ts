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
  const inserted = await tx.$executeRaw`/* claim-key */
    INSERT INTO idempotency_records (actor, command, key, input_hash)
    VALUES (${key.actor}, ${key.command}, ${key.key}, ${key.inputHash}) ON CONFLICT DO NOTHING`;
  if (inserted === 1) return { state: 'new' };
  const record = await tx.idempotencyRecord.findUnique({
    where: { actor_command_key: { actor: key.actor, command: key.command, key: key.key } },
  });
  if (!record || record.inputHash !== key.inputHash) return { state: 'other_input' };
  return { state: 'done', answer: record.answer };
}

/** The kept answer of a command, for somebody who never heard it; undefined when the command had no effect. */
export async function keptAnswer(tx: Tx, actor: string, command: string, key: string): Promise<unknown> {
  const record = await tx.idempotencyRecord.findUnique({
    where: { actor_command_key: { actor, command, key } },
  });
  return record?.answer ?? undefined;
}
