// The matrix as a configuration file, for whoever may see the switches.
import type { Actor } from '#lib/rules/actor.ts';
import { configText } from '#lib/rules/changes/config-text.ts';
import { may } from '#lib/rules/may.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { newestSnapshot } from '#lib/store/changes/matrix.ts';
import { database } from '#lib/store/client.ts';
import { environmentOf } from '#lib/store/installation.ts';

/** The text. Throws what the database throws. */
export async function exportedConfig(actor: Actor): Promise<Result<string>> {
  const allowed = may(actor, 'read-switches');
  if (!allowed.ok) return allowed;
  const snapshot = await newestSnapshot(database());
  if (!snapshot) return fail('not_found', 'There are no switches yet: the matrix was never filled.');
  const { epoch, revision, publishedAt, switches } = snapshot;
  const environment = await environmentOf(database());
  return ok(configText({ environment, epoch, revision, publishedAt, matrix: switches }));
}
