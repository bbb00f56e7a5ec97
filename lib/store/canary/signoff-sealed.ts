// A decided form as it is sealed and bundled: the same from the same rows, whoever reads them and when.
import { formName } from '#lib/catalog/signoff-types.ts';
import type { AuditExportEntry, CheckpointLine } from '#lib/contract/audit-export.ts';
import type { AuditPiece, SealedForm } from '#lib/contract/signoff.ts';
import { BUNDLE_VERSION } from '#lib/rules/canary/signoff-bundle.ts';
import { checkpointFrom, exportEntries } from '#lib/store/audit/audit-export.ts';
import type { Tx } from '#lib/store/client.ts';
import { canaryById } from './canary-runs.ts';
import { formAtGate } from './signoff-forms.ts';
import { entriesOfForm } from './signoff-seals.ts';

async function installationId(tx: Tx): Promise<string> {
  const row = await tx.installation.findFirstOrThrow({ select: { installationId: true } });
  return row.installationId;
}

/** Undefined while it is not decided. */
export async function sealedForm(
  tx: Tx,
  of: { runId: string; gate: number },
): Promise<SealedForm | undefined> {
  const form = await formAtGate(tx, of.runId, of.gate);
  const run = form && (await canaryById(tx, of.runId));
  if (!form?.text || !form.decidedAt || !form.decidedBy || !run) return undefined;
  const { id, text, state, signatures, decidedBy, decidedAt, declineReason, changeSetId } = form;
  return {
    ...{ bundle: BUNDLE_VERSION, installationId: await installationId(tx), formId: id },
    ...{ form: formName(run.number, form.gate), decision: state === 'approved' ? 'go' : 'no-go' },
    ...{ decidedAt: decidedAt.toISOString(), text: text.body, hash: text.hash, signatures },
    declined: declineReason === null ? null : { by: decidedBy, reason: declineReason },
    changeSetId,
  };
}

/**
 * The pieces of the log that hold its entries, each up to the first signed checkpoint after it; those that meet are one.
 * Undefined while the last of them is not signed.
 */
export async function auditPieces(
  tx: Tx,
  form: { id: string; name: string },
): Promise<AuditPiece[] | undefined> {
  const spans: { first: number; checkpoint: CheckpointLine }[] = [];
  for (const { seq } of await entriesOfForm(tx, form)) {
    const last = spans.at(-1);
    if (last && seq <= last.checkpoint.seq) continue;
    const checkpoint = await checkpointFrom(tx, seq);
    if (!checkpoint) return undefined;
    spans.push({ first: seq, checkpoint });
  }
  const pieces: AuditPiece[] = [];
  for (const { first, checkpoint } of spans) {
    const entries: AuditExportEntry[] = [];
    for await (const page of exportEntries(tx, {}, { first, last: checkpoint.seq })) entries.push(...page);
    pieces.push({ entries, checkpoint });
  }
  return pieces;
}
