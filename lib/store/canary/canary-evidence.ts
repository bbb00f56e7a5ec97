// What people saw for the manual checks of a run, in the database, with the files that show it.
import type { EvidenceFile } from '#lib/rules/canary/evidence-file.ts';
import type { Tx } from '#lib/store/client.ts';

export interface NewEvidence {
  id: string;
  runId: string;
  stage: number;
  key: string;
  holds: boolean;
  text: string;
  link: string | null;
  file: EvidenceFile | null;
  personId: string;
  personName: string;
  at: Date;
}

export async function insertEvidence(tx: Tx, { file, ...evidence }: NewEvidence): Promise<boolean> {
  await tx.canaryEvidence.create({
    data: { ...evidence, fileName: file?.name ?? null, fileSha256: file?.sha256 ?? null },
  });
  if (file) {
    const { mediaType, content } = file;
    await tx.canaryEvidenceFile.create({ data: { evidenceId: evidence.id, mediaType, content } });
  }
  return true;
}

export interface StoredEvidence extends Omit<NewEvidence, 'file'> {
  /** `sizeBytes` is null where only the name and the hash are kept, as they once were. */
  file: { name: string; sha256: string; sizeBytes: number | null } | null;
}

interface EvidenceRow extends Omit<StoredEvidence, 'file'> {
  fileName: string | null;
  fileSha256: string | null;
  sizeBytes: number | null;
}

/** Every word on the checks of a run, the oldest first, without what the files hold. */
export async function evidenceOfRun(tx: Tx, runId: string): Promise<StoredEvidence[]> {
  const rows = await tx.$queryRaw<EvidenceRow[]>`
    SELECT e.id, e.run_id AS "runId", e.stage::int AS stage, e.key, e.holds, e.text, e.link, e.file_name AS "fileName",
      e.file_sha256 AS "fileSha256", octet_length(f.content) AS "sizeBytes", e.person_id AS "personId",
      e.person_name AS "personName", e.at
    FROM canary_evidence e LEFT JOIN canary_evidence_files f ON f.evidence_id = e.id
    WHERE e.run_id = ${runId}::uuid ORDER BY e.at`;
  return rows.map(({ fileName, fileSha256, sizeBytes, ...row }) => ({
    ...row,
    file: fileName !== null && fileSha256 !== null ? { name: fileName, sha256: fileSha256, sizeBytes } : null,
  }));
}

/** The file of one word; undefined where there is none, or where it was not kept. */
export async function fileOfEvidence(
  tx: Tx,
  id: string,
): Promise<{ name: string; mediaType: string; content: Uint8Array } | undefined> {
  const row = await tx.canaryEvidenceFile.findUnique({
    where: { evidenceId: id },
    include: { evidence: { select: { fileName: true } } },
  });
  if (!row || row.evidence.fileName === null) return undefined;
  return { name: row.evidence.fileName, mediaType: row.mediaType, content: row.content };
}
