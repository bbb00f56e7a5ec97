// The post-mortem of one incident as a Markdown file: the text as it is or was signed, who signed it, and its hash.
import { incidentName } from '#lib/catalog/incidents.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { may } from '#lib/rules/may.ts';
import { postMortemMarkdown } from '#lib/rules/post-mortem.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { database } from '#lib/store/client.ts';
import { incidentFile } from '#lib/store/incident-file.ts';
import { incidentBy } from '#lib/store/incidents.ts';

export async function postMortemFile(
  id: string,
  actor: Actor,
): Promise<Result<{ name: string; text: string }>> {
  const allowed = may(actor, 'read-incident');
  if (!allowed.ok) return allowed;
  const tx = database();
  const incident = /^[0-9a-f-]{36}$/i.test(id) ? await incidentBy(tx, { id }) : undefined;
  if (!incident) return fail('not_found', 'There is no such incident.');
  const { signable, signatures } = await incidentFile(tx, incident);
  return ok({
    name: `${incidentName(incident.number)}.md`,
    text: postMortemMarkdown(signable.text, signable.hash, signatures),
  });
}
