// Seals of decided forms, and where the audit log speaks of a form.
import type { SignoffLine } from '#lib/catalog/signoff-types.ts';
import type { SignoffSeal } from '#lib/contract/signoff.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';

/** Ids of decided forms that nobody has sealed yet, oldest first. */
export async function unsealedForms(tx: Tx): Promise<{ id: string; runId: string; gate: number }[]> {
  return tx.signoffForm.findMany({
    where: { state: { in: ['approved', 'declined'] }, seal: null },
    select: { id: true, runId: true, gate: true },
    orderBy: { decidedAt: 'asc' },
    take: 50,
  });
}

/** Sealed once; a second worker's seal of the same form is left out. */
export async function insertSeal(tx: Tx, formId: string, seal: SignoffSeal): Promise<void> {
  await tx.signoffSeal.createMany({ data: [{ formId, ...seal }], skipDuplicates: true });
}

export async function sealOf(tx: Tx, formId: string): Promise<SignoffSeal | undefined> {
  const row = await tx.signoffSeal.findUnique({ where: { formId } });
  if (!row) return undefined;
  const { digest, sealedAt, keyId, signature } = row;
  return { digest, sealedAt, keyId, signature };
}

/** Where the log speaks of the form: numbers of its entries, oldest first. */
export async function entriesOfForm(
  tx: Tx,
  form: { id: string; name: string },
): Promise<{ seq: number; kind: string; line: SignoffLine | null }[]> {
  const rows = await tx.$queryRaw<{ seq: bigint; kind: string; line: SignoffLine | null }[]>(Prisma.sql`
    SELECT seq, kind, details::jsonb->>'line' AS line FROM audit_log
    WHERE subject = ${form.name} AND kind LIKE 'form.%' AND details::jsonb->>'formId' = ${form.id} ORDER BY seq`);
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}
