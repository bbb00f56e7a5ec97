// Post-mortems in the database: what people wrote, prevention, the texts that were signed, and by whom.
import type { PostMortemSigner, PreventionKind } from '#lib/catalog/incidents.ts';
import type { PostMortemTextView } from '#lib/contract/incidents.ts';
import type { Prevention, Signature } from '#lib/rules/incidents/post-mortem.ts';
import type { Tx } from '#lib/store/client.ts';

export interface StoredPostMortem {
  version: number;
  text: PostMortemTextView;
  editedAt: Date;
  editedName: string;
  signedAt: Date | null;
  signedHash: string | null;
}

export async function postMortemOf(tx: Tx, incidentId: string): Promise<StoredPostMortem | undefined> {
  const row = await tx.postMortem.findUnique({ where: { incidentId } });
  if (!row) return undefined;
  const { summary, cause, impact, actions, version, editedAt, editedName, signedAt, signedHash } = row;
  return { version, text: { summary, cause, impact, actions }, editedAt, editedName, signedAt, signedHash };
}

export interface PostMortemSave {
  incidentId: string;
  text: PostMortemTextView;
  prevention: readonly Prevention[];
  by: { id: string; name: string };
  at: Date;
  /** The version it was written from; 0 when nothing was saved before. */
  version: number;
}

/** Writes the text when it is still the version it was written from; false when somebody saved another meanwhile. */
export async function savePostMortemText(tx: Tx, save: PostMortemSave): Promise<boolean> {
  const { incidentId, text, prevention, by, at, version } = save;
  const data = { ...text, editedAt: at, editedBy: by.id, editedName: by.name };
  if (version === 0) {
    const made = await tx.postMortem.createMany({ data: [{ incidentId, ...data }], skipDuplicates: true });
    if (made.count !== 1) return false;
  } else {
    const { count } = await tx.postMortem.updateMany({
      where: { incidentId, version, signedAt: null },
      data: { ...data, version: { increment: 1 } },
    });
    if (count !== 1) return false;
  }
  await savePrevention(tx, incidentId, prevention);
  return true;
}

/** The list as it now is: what is known keeps its end, what is left out goes. */
async function savePrevention(tx: Tx, incidentId: string, items: readonly Prevention[]): Promise<void> {
  await tx.preventionItem.deleteMany({
    where: { incidentId, id: { notIn: items.map(({ id }) => id) } },
  });
  for (const [place, { id, kind, what, owner, dueOn }] of items.entries()) {
    const data = { place, kind, what, ownerId: owner.id, ownerName: owner.name };
    const dated = { ...data, dueOn: new Date(`${dueOn}T00:00:00Z`) };
    await tx.preventionItem.upsert({ where: { id }, create: { id, incidentId, ...dated }, update: dated });
  }
}

export interface StoredPrevention extends Prevention {
  incidentId: string;
  doneAt: Date | null;
  doneName: string | null;
}

type PreventionRow = Awaited<ReturnType<Tx['preventionItem']['findMany']>>[number];

function prevention(row: PreventionRow): StoredPrevention {
  return {
    ...{ id: row.id, incidentId: row.incidentId, kind: row.kind as PreventionKind, what: row.what },
    owner: { id: row.ownerId, name: row.ownerName },
    dueOn: row.dueOn.toISOString().slice(0, 10),
    ...{ doneAt: row.doneAt, doneName: row.doneName },
  };
}

export async function preventionOf(tx: Tx, incidentId: string): Promise<StoredPrevention[]> {
  const rows = await tx.preventionItem.findMany({ where: { incidentId }, orderBy: { place: 'asc' } });
  return rows.map(prevention);
}

/** Of which incidents these items are; ids that nobody has used are left out. */
export async function incidentsOfPrevention(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.preventionItem.findMany({
    where: { id: { in: [...ids] } },
    select: { incidentId: true },
  });
  return rows.map(({ incidentId }) => incidentId);
}

/** The item with its incident's number, locked; undefined when there is none. */
export async function lockPrevention(
  tx: Tx,
  id: string,
): Promise<(StoredPrevention & { number: number }) | undefined> {
  await tx.$queryRaw`SELECT 1 FROM prevention_items WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.preventionItem.findUnique({
    where: { id },
    include: { postMortem: { select: { incident: { select: { number: true } } } } },
  });
  return row ? { ...prevention(row), number: Number(row.postMortem.incident.number) } : undefined;
}

export async function finishPreventionItem(
  tx: Tx,
  id: string,
  by: { id: string; name: string },
  at: Date,
): Promise<boolean> {
  const { count } = await tx.preventionItem.updateMany({
    where: { id, doneAt: null },
    data: { doneAt: at, doneBy: by.id, doneName: by.name },
  });
  return count === 1;
}

/** What is open by its day, then what was done lately. */
export async function allPrevention(
  tx: Tx,
  most: number,
): Promise<(StoredPrevention & { number: number; title: string })[]> {
  const include = { postMortem: { select: { incident: { select: { number: true, title: true } } } } };
  const [open, done] = [
    await tx.preventionItem.findMany({
      ...{ where: { doneAt: null }, orderBy: [{ dueOn: 'asc' as const }, { id: 'asc' as const }] },
      ...{ take: most, include },
    }),
    await tx.preventionItem.findMany({
      ...{ where: { doneAt: { not: null } }, orderBy: { doneAt: 'desc' as const }, take: 50, include },
    }),
  ];
  return [...open, ...done].map((row) => ({
    ...prevention(row),
    number: Number(row.postMortem.incident.number),
    title: row.postMortem.incident.title,
  }));
}

/** The text that was signed, word for word. */
export async function textOf(tx: Tx, incidentId: string, hash: string): Promise<string | undefined> {
  const row = await tx.postMortemText.findUnique({ where: { incidentId_hash: { incidentId, hash } } });
  return row?.body;
}

/** Every signature there is, those of earlier texts included, oldest first. */
export async function signaturesOf(tx: Tx, incidentId: string): Promise<Signature[]> {
  const rows = await tx.postMortemSignature.findMany({ where: { incidentId }, orderBy: { at: 'asc' } });
  return rows.map(({ role, personId, personName, at, hash }) => ({
    ...{ role: role as PostMortemSigner, person: { id: personId, name: personName } },
    ...{ at: at.toISOString(), hash },
  }));
}

export interface NewSignature {
  incidentId: string;
  hash: string;
  text: string;
  role: PostMortemSigner;
  person: { id: string; name: string };
  at: Date;
  /** The third: from now on nothing of it changes. */
  last: boolean;
}

export async function insertPostMortemSignature(tx: Tx, signature: NewSignature): Promise<boolean> {
  const { incidentId, hash, text, role, person, at, last } = signature;
  await tx.postMortemText.createMany({ data: [{ incidentId, hash, body: text, at }], skipDuplicates: true });
  await tx.postMortemSignature.create({
    data: { incidentId, hash, role, personId: person.id, personName: person.name, at },
  });
  if (!last) return true;
  const { count } = await tx.postMortem.updateMany({
    where: { incidentId, signedAt: null },
    data: { signedAt: at, signedHash: hash },
  });
  return count === 1;
}
