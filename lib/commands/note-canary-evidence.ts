// note-canary-evidence: what somebody saw for a manual check of a run, with a link or the hash of a file; the newest word counts.
import { z } from 'zod';
import { EVIDENCE } from '#lib/catalog/canary-runs.ts';
import type { EvidenceAnswer } from '#lib/contract/canary.ts';
import { groupsAt } from '#lib/rules/canary-run.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { type Evidence, insertEvidence, type StoredCanary } from '#lib/store/canary-runs.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { CANARY_CHANGED, canaryEvent, canaryFor, canaryInput, loadCanary } from './canary-state.ts';
import { catalogueKey, storableText } from './inputs.ts';

const TEXT = `Say what you saw, in 3 to ${EVIDENCE.most} characters.`;
const LINK = `A link begins with http:// or https:// and has at most ${EVIDENCE.link} characters.`;
const FILE = 'Name the file in at most 200 characters.';
const HASH = 'Send the SHA-256 of the file as 64 hexadecimal digits.';

const input = z
  .strictObject({
    ...canaryInput,
    check: catalogueKey('the check'),
    holds: z
      .boolean({ error: 'holds is true or false: whether it is as it should be.' })
      .describe('Whether it is as it should be.'),
    text: storableText(TEXT, EVIDENCE.most).refine((text) => text.trim().length >= 3, TEXT),
    link: storableText(LINK, EVIDENCE.link)
      .refine((link) => /^https?:\/\/[^\s"'<>]+$/i.test(link) && URL.canParse(link), LINK)
      .optional()
      .describe('Where it can be looked at.'),
    fileName: storableText(FILE, 200).optional().describe('Name of the file that shows it.'),
    fileSha256: z
      .string({ error: HASH })
      .regex(/^[0-9a-f]{64}$/, HASH)
      .optional()
      .describe('SHA-256 of that file: the file itself stays where it is.'),
  })
  .refine(({ fileName, fileSha256 }) => (fileName === undefined) === (fileSha256 === undefined), {
    message: 'Send fileName and fileSha256 together, or neither.',
  });

export const noteCanaryEvidence: Command<
  z.output<typeof input>,
  void,
  StoredCanary | undefined,
  Evidence,
  EvidenceAnswer
> = {
  name: 'note-canary-evidence',
  input,
  body: 'EvidenceAnswer',
  load: loadCanary,
  decide: (state, asked, actor, { id, now }) => {
    const found = canaryFor(state, 'note-evidence');
    if (!found.ok) return found;
    const run = found.value;
    const check = groupsAt(run)
      .flatMap(({ criteria }) => criteria)
      .find(({ key, kind }) => key === asked.check && kind === 'manual');
    if (!check) return fail('not_found', 'This stage has no such check that a person makes.');
    const { holds, link = null, fileName = null, fileSha256 = null } = asked;
    const text = asked.text.trim();
    const by = personOf(actor);
    return ok({
      next: {
        ...{ id, runId: run.id, stage: run.stage, key: check.key, holds, text, link, fileName, fileSha256 },
        ...{ personId: by.id, personName: by.name, at: now },
      },
      events: [
        canaryEvent('canary.evidence', run, {
          newValue: text,
          details: { check: check.key, holds, link, fileName, fileSha256, evidenceId: id },
        }),
      ],
      effects: [CANARY_CHANGED],
      answer: { evidenceId: id },
    });
  },
  save: insertEvidence,
};
