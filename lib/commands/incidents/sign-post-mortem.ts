// sign-post-mortem: one of three people stands by exactly the text they read; with the third it is closed.
import { z } from 'zod';
import { POST_MORTEM_SIGNERS, SIGNING_STATEMENT } from '#lib/catalog/incidents.ts';
import type { SignedPostMortem } from '#lib/contract/incidents.ts';
import { maySign, missingRoles, signHeldBy } from '#lib/rules/incidents/post-mortem.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type IncidentFile, incidentFile } from '#lib/store/incidents/incident-file.ts';
import { insertPostMortemSignature, type NewSignature } from '#lib/store/incidents/post-mortems.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import {
  INCIDENT_CHANGED,
  incidentEvent,
  incidentId,
  loadIncident,
  stillOpenToChange,
} from './incident-state.ts';

const input = z.strictObject({
  incidentId,
  as: z
    .enum(POST_MORTEM_SIGNERS, { error: `A post-mortem is signed as ${POST_MORTEM_SIGNERS.join(', ')}.` })
    .describe('The role you sign in.'),
  hash: z
    .string({ error: 'Send the hash of the text you read.' })
    .regex(/^[0-9a-f]{64}$/, 'Send the hash of the text as it was shown: 64 hexadecimal digits.')
    .meta({
      description: 'Hash of the text you read: you sign exactly that.',
      examples: ['0'.repeat(64)],
    }),
});

export const signPostMortem: Command<
  z.output<typeof input>,
  void,
  IncidentFile | undefined,
  NewSignature,
  SignedPostMortem
> = {
  name: 'sign-post-mortem',
  input,
  body: 'SignedPostMortem',
  load: async (tx, asked) => {
    const { state: incident, now } = await loadIncident(tx, asked);
    return { state: incident && (await incidentFile(tx, incident)), now };
  },
  decide: (file, { as, hash }, actor, { now }) => {
    if (!file) return fail('not_found', 'There is no such incident.');
    const { incident, saved, text, signatures, signable } = file;
    const open = stillOpenToChange(incident);
    if (!open.ok) return open;
    const held = signHeldBy(incident, saved !== undefined, text);
    if (held !== null) return fail('conflict', held);
    if (signable.hash !== hash) {
      return fail('conflict', 'The text has changed since you read it. Read it again, then sign.', {
        hash: signable.hash,
      });
    }
    const roles = actor.kind === 'person' ? actor.roles : [];
    const person = personOf(actor);
    const allowed = maySign({ id: person.id, roles }, as, hash, signatures);
    if (!allowed.ok) return allowed;
    const missing = missingRoles(hash, [...signatures, { role: as, hash }]);
    const last = missing.length === 0;
    return ok({
      next: { incidentId: incident.id, hash, text: signable.text, role: as, person, at: now, last },
      events: [
        incidentEvent('post-mortem.signed', incident, {
          ...{ newValue: as, reason: SIGNING_STATEMENT, details: { hash, role: as, last } },
        }),
      ],
      effects: [INCIDENT_CHANGED],
      answer: { hash, missing, signed: last },
    });
  },
  save: insertPostMortemSignature,
};
