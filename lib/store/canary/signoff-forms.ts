// Sign-off forms in the database: as they stand, what was frozen of them, and who signed it.
import type { FormNote } from '#lib/catalog/signoff-types.ts';
import type { FormDifference, FormSignature, SignatureProof } from '#lib/contract/signoff.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';

export interface StoredText {
  hash: string;
  body: string;
  openedAt: Date;
  openedBy: { id: string; name: string };
  closesAt: Date;
  /** Since when figures are missing that it rests on; null while none are. */
  heldSince: Date | null;
  voided: { at: Date; name: string; reason: string; differences: readonly FormDifference[] } | null;
}

export interface StoredForm {
  id: string;
  runId: string;
  gate: number;
  state: 'draft' | 'open' | 'approved' | 'declined' | 'closed';
  notes: Readonly<Partial<Record<FormNote, string>>>;
  decidedAt: Date | null;
  decidedBy: { id: string; name: string } | null;
  declineReason: string | null;
  changeSetId: string | null;
  version: number;
  /** The text that is open, or that was decided on. */
  text: StoredText | null;
  /** Of that text, in their order. */
  signatures: readonly FormSignature[];
  /** What was void last, and who had signed it; null when nothing was. */
  lastVoid: StoredText | null;
  voidSignatures: readonly string[];
}

const WHOLE = {
  texts: { orderBy: { openedAt: 'desc' } },
  signatures: { orderBy: { at: 'asc' } },
} as const satisfies Prisma.SignoffFormInclude;

type Row = Prisma.SignoffFormGetPayload<{ include: typeof WHOLE }>;

function textOf(row: Row['texts'][number]): StoredText {
  const { hash, body, openedAt, openedBy, openedName, closesAt, heldSince } = row;
  const { voidedAt, voidedName, voidReason } = row;
  return {
    ...{ hash, body, openedAt, closesAt, heldSince, openedBy: { id: openedBy, name: openedName } },
    voided: voidedAt && {
      ...{ at: voidedAt, name: voidedName ?? '', reason: voidReason ?? '' },
      differences: row.differences as unknown as readonly FormDifference[],
    },
  };
}

function signatureOf(row: Row['signatures'][number]): FormSignature {
  const { hash, line, personId, personName, name, statements, narrow, decision, at, proof } = row;
  return {
    ...{ hash, line, person: { id: personId, name: personName }, name, statements, narrow, decision },
    ...{ at: at.toISOString(), proof: proof as unknown as SignatureProof },
  };
}

function formOf(row: Row): StoredForm {
  const {
    id,
    runId,
    gate,
    decidedAt,
    decidedBy,
    decidedName,
    declineReason,
    changeSetId,
    version,
    openHash,
  } = row;
  const text = row.texts.find(({ hash }) => hash === openHash);
  const voided = row.texts.find(({ voidedAt }) => voidedAt !== null);
  return {
    ...{ id, runId, gate, decidedAt, declineReason, changeSetId, version },
    state: row.state as StoredForm['state'],
    notes: row.notes as StoredForm['notes'],
    decidedBy: decidedBy === null ? null : { id: decidedBy, name: decidedName ?? '' },
    text: text ? textOf(text) : null,
    signatures: row.signatures.filter(({ hash }) => hash === openHash).map(signatureOf),
    lastVoid: voided ? textOf(voided) : null,
    voidSignatures: row.signatures
      .filter(({ hash }) => hash === voided?.hash)
      .map(({ personName }) => personName),
  };
}

export async function formAtGate(tx: Tx, runId: string, gate: number): Promise<StoredForm | undefined> {
  const row = await tx.signoffForm.findUnique({ where: { runId_gate: { runId, gate } }, include: WHOLE });
  return row ? formOf(row) : undefined;
}

/** The form, locked. Whoever also decides on its run has locked the matrix and the run before. */
export async function lockForm(tx: Tx, runId: string, gate: number): Promise<StoredForm | undefined> {
  await tx.$executeRaw`SELECT 1 FROM signoff_forms WHERE run_id = ${runId}::uuid AND gate = ${gate} FOR UPDATE`;
  return formAtGate(tx, runId, gate);
}

export async function formsOfRun(tx: Tx, runId: string): Promise<StoredForm[]> {
  const rows = await tx.signoffForm.findMany({ where: { runId }, orderBy: { gate: 'asc' }, include: WHOLE });
  return rows.map(formOf);
}

/** Forms for the worker's look: those that are open, and those whose run does not stand at their gate any more. */
export async function formsToLookAt(tx: Tx): Promise<StoredForm[]> {
  const ids = await tx.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM signoff_forms f JOIN canary_runs r ON r.id = f.run_id
    WHERE f.state = 'open' OR f.state = 'draft' AND (r.ended_at IS NOT NULL OR r.stage <> f.gate) ORDER BY f.made_at`;
  const rows = await tx.signoffForm.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    include: WHOLE,
  });
  return rows.map(formOf);
}

/** The form of a gate as a draft, made when somebody does something with it for the first time. */
export async function draftForm(
  tx: Tx,
  form: { id: string; runId: string; gate: number; notes: StoredForm['notes']; at: Date },
): Promise<boolean> {
  const { id, runId, gate, notes, at } = form;
  const { count } = await tx.signoffForm.createMany({
    data: [{ id, runId, gate, notes: notes as Prisma.InputJsonObject, madeAt: at }],
    skipDuplicates: true,
  });
  return count === 1;
}

type Versioned = Pick<StoredForm, 'id' | 'version'>;

async function update(
  tx: Tx,
  { id, version }: Versioned,
  data: Prisma.SignoffFormUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await tx.signoffForm.updateMany({
    where: { id, version },
    data: { ...data, version: version + 1 },
  });
  return count === 1;
}

export function saveNotes(tx: Tx, form: Versioned, notes: StoredForm['notes']): Promise<boolean> {
  return update(tx, form, { notes: notes as Prisma.InputJsonObject });
}

export interface NewText {
  hash: string;
  body: string;
  by: { id: string; name: string };
  at: Date;
  closesAt: Date;
}

export async function insertText(
  tx: Tx,
  formId: string,
  { hash, body, by, at, closesAt }: NewText,
): Promise<void> {
  await tx.signoffText.create({
    data: { formId, hash, body, openedAt: at, openedBy: by.id, openedName: by.name, closesAt },
  });
}

/** Opens the text for signature; false when the form moved since it was read. */
export async function openText(tx: Tx, form: Versioned, text: NewText): Promise<boolean> {
  await insertText(tx, form.id, text);
  return update(tx, form, { state: 'open', openHash: text.hash });
}

export interface Voiding {
  hash: string;
  /** `id` is null when Bulkhead itself found it void. */
  by: { id: string | null; name: string };
  at: Date;
  reason: string;
  differences: readonly FormDifference[];
  /** Where the form goes: back to a draft, or closed with its run. */
  to: 'draft' | 'closed';
}

/** What was frozen is void, and with it every signature on it. */
export async function voidText(
  tx: Tx,
  form: Versioned,
  { hash, by, at, reason, differences, to }: Voiding,
): Promise<boolean> {
  const { count } = await tx.signoffText.updateMany({
    where: { formId: form.id, hash, voidedAt: null },
    data: {
      ...{ voidedAt: at, voidedBy: by.id, voidedName: by.name, voidReason: reason },
      differences: differences as unknown as Prisma.InputJsonArray,
    },
  });
  return count === 1 && (await update(tx, form, { state: to, openHash: null }));
}

/**
 * Notes that figures are missing that an open text rests on, or that they are back; since when stays what it was. A
 * measurement of what everybody sees, no decision: it does not go through execute.
 */
export async function noteHold(tx: Tx, formId: string, hash: string, waits: boolean): Promise<void> {
  await tx.$executeRaw`
    UPDATE signoff_texts SET held_since = CASE WHEN ${waits}::boolean THEN clock_timestamp() END
    WHERE form_id = ${formId}::uuid AND hash = ${hash} AND voided_at IS NULL AND (held_since IS NOT NULL) <> ${waits}::boolean`;
}

export function closeForm(tx: Tx, form: Versioned): Promise<boolean> {
  return update(tx, form, { state: 'closed' });
}

export async function insertSignature(tx: Tx, formId: string, signature: FormSignature): Promise<void> {
  const { hash, line, person, name, statements, narrow, decision, at, proof } = signature;
  await tx.signoffSignature.create({
    data: {
      ...{ formId, hash, line, personId: person.id, personName: person.name, name, decision },
      ...{ statements: [...statements], narrow: [...narrow], at: new Date(at) },
      proof: proof as unknown as Prisma.InputJsonObject,
    },
  });
}

export interface FormEnd {
  state: 'approved' | 'declined';
  hash: string;
  by: { id: string; name: string };
  at: Date;
  declineReason: string | null;
  changeSetId: string | null;
}

export function decideForm(tx: Tx, form: Versioned, end: FormEnd): Promise<boolean> {
  const { state, hash, by, at, declineReason, changeSetId } = end;
  return update(tx, form, {
    ...{ state, openHash: hash, decidedAt: at, decidedBy: by.id, decidedName: by.name },
    ...{ declineReason, changeSetId },
  });
}
