// What the checks of the audit chain work with, and how they record what they found.
import type pg from 'pg';
import type { SigningKey } from '#lib/audit/signing-key.ts';
import { recordIntegrity } from '#lib/commands/audit/record-integrity.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import type { Break } from '#lib/rules/audit/chain.ts';
import type { Integrity } from '#lib/store/audit/integrity.ts';
import { execute } from '#lib/write/execute.ts';
import type { CheckpointWebhook } from './checkpoint-webhook.ts';

export interface AuditWork {
  /** Of the application role; `url` is the same address, for the thread of the full check. */
  pool: pg.Pool;
  url: string;
  key: SigningKey;
  /** Path of the checkpoint file. */
  file: string;
  webhook?: CheckpointWebhook | undefined;
  log: Log;
}

/** Longest text that record-integrity takes. */
const LONGEST_WHY = 500;

/** Records a break unless one at or before it is known: the first is the one that counts. Throws when it cannot. */
export async function noteBreak(work: AuditWork, known: Integrity, broken: Break): Promise<void> {
  if (known.brokenSeq !== null && known.brokenSeq <= broken.seq) return;
  work.log.error(`the audit chain is broken: ${broken.why}`, { seq: broken.seq });
  const why = broken.why.slice(0, LONGEST_WHY);
  const result = await execute(recordIntegrity, { found: 'break', seq: broken.seq, why }, SYSTEM);
  if (!result.ok) throw new Error(`the break could not be recorded: ${result.error.message}`);
}

/** Records that a break is explained: a full check found none. Throws when it cannot. */
export async function noteSound(work: AuditWork): Promise<void> {
  work.log.info('the audit chain is sound again');
  const result = await execute(recordIntegrity, { found: 'sound' }, SYSTEM);
  if (!result.ok) throw new Error(`the end of the break could not be recorded: ${result.error.message}`);
}
