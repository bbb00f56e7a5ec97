// note-canary-evidence: what somebody saw for a manual check of a run, with a link or the file that shows it; the newest word counts.
import { z } from 'zod';
import { EVIDENCE } from '#lib/catalog/canary-runs.ts';
import { catalogueKey, storableText } from '#lib/commands/inputs.ts';
import type { EvidenceAnswer } from '#lib/contract/canary.ts';
import { groupsAt } from '#lib/rules/canary/canary-run.ts';
import { type EvidenceFile, evidenceFile } from '#lib/rules/canary/evidence-file.ts';
import { fail, ok, type Result } from '#lib/rules/result.ts';
import { insertEvidence, type NewEvidence } from '#lib/store/canary/canary-evidence.ts';
import type { StoredCanary } from '#lib/store/canary/canary-runs.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { CANARY_CHANGED, canaryEvent, canaryFor, canaryInput, loadCanary } from './canary-state.ts';

const TEXT = `Say what you saw, in 3 to ${EVIDENCE.most} characters.`;
const LINK = `A link begins with https:// and has at most ${EVIDENCE.link} characters.`;
const FILE = 'Name the file in at most 255 characters.';
const CONTENT = 'Send the content of the file as base64.';
const LARGE = `The file is larger than ${EVIDENCE.fileBytes / 1_024 / 1_024} MiB.`;
/** Of the largest file in base64. */
const MOST_CONTENT = 4 * Math.ceil(EVIDENCE.fileBytes / 3);
/** Beside the file: the other fields, escaped. */
const REST_BYTES = 64 * 1_024;

const input = z.strictObject({
  ...canaryInput,
  check: catalogueKey('the check'),
  holds: z
    .boolean({ error: 'holds is true or false: whether it is as it should be.' })
    .describe('Whether it is as it should be.'),
  text: storableText(TEXT, EVIDENCE.most).refine((text) => text.trim().length >= 3, TEXT),
  link: storableText(LINK, EVIDENCE.link)
    .refine((link) => /^https:\/\/[^\s"'<>]+$/i.test(link) && URL.canParse(link), LINK)
    .optional()
    .describe('Where it can be looked at.'),
  file: z
    .strictObject({
      name: storableText(FILE, 255).describe('Its name, with its ending.'),
      content: z
        .string({ error: CONTENT })
        .min(1, CONTENT)
        .max(MOST_CONTENT, LARGE)
        .describe('What it holds, as base64: at most 5 MiB.'),
    })
    .optional()
    .describe(
      'The file that shows it: PNG, JPEG, PDF, text, CSV or JSON. It is kept, and called by its hash.',
    ),
});

interface Prepared {
  file: Result<EvidenceFile | null>;
}

export const noteCanaryEvidence: Command<
  z.output<typeof input>,
  Prepared,
  Prepared & { run: StoredCanary | undefined },
  NewEvidence,
  EvidenceAnswer
> = {
  name: 'note-canary-evidence',
  input,
  body: 'EvidenceAnswer',
  mostBytes: MOST_CONTENT + REST_BYTES,
  prepare: async ({ file }) => ({ file: file ? evidenceFile(file) : ok(null) }),
  load: async (tx, asked, _actor, prepared) => {
    const { state: run, now } = await loadCanary(tx, asked);
    return { state: { ...prepared, run }, now };
  },
  decide: (state, asked, actor, { id, now }) => {
    const found = canaryFor(state.run, 'note-evidence');
    if (!found.ok) return found;
    const run = found.value;
    const check = groupsAt(run)
      .flatMap(({ criteria }) => criteria)
      .find(({ key, kind }) => key === asked.check && kind === 'manual');
    if (!check) return fail('not_found', 'This stage has no such check that a person makes.');
    if (!state.file.ok) return state.file;
    const file = state.file.value;
    const { holds, link = null } = asked;
    const text = asked.text.trim();
    const by = personOf(actor);
    return ok({
      next: {
        ...{ id, runId: run.id, stage: run.stage, key: check.key, holds, text, link, file },
        ...{ personId: by.id, personName: by.name, at: now },
      },
      events: [
        canaryEvent('canary.evidence', run, {
          newValue: text,
          details: {
            ...{ check: check.key, holds, link, evidenceId: id },
            ...(file ? { fileName: file.name, fileSha256: file.sha256, fileBytes: file.content.length } : {}),
          },
        }),
      ],
      effects: [CANARY_CHANGED],
      answer: { evidenceId: id },
    });
  },
  save: insertEvidence,
};
