// The file of a word on a check, as it was attached: for those who may read the run.
import { inTurn } from '#lib/process/turns.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { may } from '#lib/rules/may.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { fileOfEvidence } from '#lib/store/canary/canary-evidence.ts';
import { database } from '#lib/store/client.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Expected failures are values; a database that does not answer throws, as it does for any file. */
export async function evidenceFileOf(
  id: string,
  actor: Actor,
): Promise<Result<{ name: string; mediaType: string; content: Uint8Array }>> {
  const allowed = may(actor, 'read-canary');
  if (!allowed.ok) return allowed;
  const file = ID.test(id) ? await inTurn(() => fileOfEvidence(database(), id)) : undefined;
  return file ? ok(file) : fail('not_found', 'There is no such file of evidence.');
}
