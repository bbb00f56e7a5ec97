// Passkeys as they are stored, and the memory of challenges that were answered.
import type { Tx } from '#lib/store/client.ts';

export interface StoredPasskey {
  id: string;
  personId: string;
  /** base64url. */
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  name: string;
  backedUp: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}

interface Row extends Omit<StoredPasskey, 'counter'> {
  counter: bigint;
}

function passkeyOf(row: Row): StoredPasskey {
  return { ...row, counter: Number(row.counter) };
}

/** A person's passkeys, oldest first. */
export async function passkeysOf(tx: Tx, personId: string): Promise<StoredPasskey[]> {
  const rows = await tx.passkey.findMany({
    where: { personId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(passkeyOf);
}

/** The passkey with this credential id, whoever has it. */
export async function passkeyByCredential(tx: Tx, credentialId: string): Promise<StoredPasskey | undefined> {
  const row = await tx.passkey.findUnique({ where: { credentialId } });
  return row ? passkeyOf(row) : undefined;
}

export type NewPasskey = Omit<StoredPasskey, 'createdAt' | 'lastUsedAt'>;

/** Stores a passkey; false when its credential is known already. */
export async function storePasskey(tx: Tx, passkey: NewPasskey): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO passkeys (id, person_id, credential_id, public_key, counter, transports, name, backed_up)
    VALUES (${passkey.id}::uuid, ${passkey.personId}::uuid, ${passkey.credentialId}, ${passkey.publicKey},
      ${passkey.counter}, ${passkey.transports}::text[], ${passkey.name}, ${passkey.backedUp}) ON CONFLICT DO NOTHING`;
  return rows === 1;
}

export async function renamePasskey(tx: Tx, id: string, personId: string, name: string): Promise<boolean> {
  const { count } = await tx.passkey.updateMany({ where: { id, personId }, data: { name } });
  return count === 1;
}

export async function removePasskey(tx: Tx, id: string, personId: string): Promise<boolean> {
  const { count } = await tx.passkey.deleteMany({ where: { id, personId } });
  return count === 1;
}

/** Notes a use; false when the passkey is gone, or when a copy of it has counted further (WebAuthn section 6.1.1). */
export async function countPasskey(tx: Tx, id: string, counter: number): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE passkeys SET counter = ${counter}, last_used_at = clock_timestamp()
    WHERE id = ${id}::uuid AND (counter < ${counter} OR (counter = 0 AND ${counter} = 0))`;
  return rows === 1;
}

/** Marks a challenge as answered; false when it was answered before: it counts once. */
export async function consumeChallenge(tx: Tx, nonce: string): Promise<boolean> {
  const rows =
    await tx.$executeRaw`INSERT INTO used_challenges (nonce) VALUES (${nonce}) ON CONFLICT DO NOTHING`;
  return rows === 1;
}
