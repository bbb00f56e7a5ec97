// The post-mortem of one incident as the text that is or would be signed, with who signed it: for its file and for paper.
import { z } from 'zod';
import { incidentName } from '#lib/catalog/incidents.ts';
import { inTurn } from '#lib/process/turns.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { Signature } from '#lib/rules/incidents/post-mortem.ts';
import { may } from '#lib/rules/may.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { incidentFile } from '#lib/store/incidents/incident-file.ts';
import { incidentBy } from '#lib/store/incidents/incidents.ts';

export interface PostMortemFile {
  /** INC-7. */
  name: string;
  number: number;
  now: string;
  text: string;
  hash: string;
  /** Those of this very text. */
  signatures: readonly Signature[];
  signed: boolean;
}

/** Expected failures are values; a database that does not answer throws, as it does for any file. */
export async function postMortemFile(
  which: { id: string } | { number: number },
  actor: Actor,
): Promise<Result<PostMortemFile>> {
  const allowed = may(actor, 'read-incident');
  if (!allowed.ok) return allowed;
  return inTurn(async () => {
    const tx = database();
    const known = !('id' in which) || z.uuid().safeParse(which.id).success;
    const incident = known ? await incidentBy(tx, which) : undefined;
    if (!incident) return fail('not_found', 'There is no such incident.');
    const { signable, signatures, saved } = await incidentFile(tx, incident);
    return ok({
      ...{ name: incidentName(incident.number), number: incident.number, ...signable },
      now: (await databaseNow(tx)).toISOString(),
      signatures: signatures.filter(({ hash }) => hash === signable.hash),
      signed: saved?.signedAt instanceof Date,
    });
  });
}
