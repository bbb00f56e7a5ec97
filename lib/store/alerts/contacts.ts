// The emergency contacts: whom to call by severity, and how they are reached.
import { SEVERITY_NAMES, type Severity } from '#lib/catalog/incidents.ts';
import type { Tx } from '#lib/store/client.ts';

export interface StoredContact {
  id: string;
  severity: Severity;
  name: string;
  phone: string | null;
  slack: string | null;
  email: string | null;
  version: number;
}

/** 'cont': one change of the list at a time, so that its length can be held. */
const CONTACTS = 0x636f6e74;

export async function lockContacts(tx: Tx): Promise<StoredContact[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${CONTACTS}::bigint)`;
  return listContacts(tx);
}

/** The most severe first, then in the order in which they were added. */
export async function listContacts(tx: Tx): Promise<StoredContact[]> {
  const rows = await tx.contact.findMany({ orderBy: [{ madeAt: 'asc' }, { id: 'asc' }] });
  const place = (severity: string): number => SEVERITY_NAMES.indexOf(severity as Severity);
  return rows
    .map(({ id, severity, name, phone, slack, email, version }) => ({
      ...{ id, severity: severity as Severity, name, phone, slack, email, version },
    }))
    .sort((a, b) => place(a.severity) - place(b.severity));
}

export type ContactFields = Omit<StoredContact, 'id' | 'version'>;

export async function insertContact(tx: Tx, id: string, fields: ContactFields, at: Date): Promise<void> {
  await tx.contact.create({ data: { id, ...fields, madeAt: at } });
}

/** False when somebody changed it since. */
export async function updateContact(
  tx: Tx,
  { id, version }: Pick<StoredContact, 'id' | 'version'>,
  fields: ContactFields,
): Promise<boolean> {
  const { count } = await tx.contact.updateMany({
    where: { id, version },
    data: { ...fields, version: { increment: 1 } },
  });
  return count === 1;
}

export async function deleteContact(
  tx: Tx,
  { id, version }: Pick<StoredContact, 'id' | 'version'>,
): Promise<boolean> {
  const { count } = await tx.contact.deleteMany({ where: { id, version } });
  return count === 1;
}
