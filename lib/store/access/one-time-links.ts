// One-time links: only their hash is stored; each can be used once, until its time is over or it is withdrawn.
import type { Role } from '#lib/catalog/roles.ts';
import type { Tx } from '#lib/store/client.ts';
import { asRoles } from './people.ts';

export type LinkKind = 'invitation' | 'first_run' | 'reset';

export interface StoredLink {
  id: string;
  kind: LinkKind;
  email: string | null;
  name: string | null;
  roles: Role[];
  personId: string | null;
  issuedBy: string | null;
  expiresAt: Date;
  usedAt: Date | null;
  withdrawnAt: Date | null;
}

interface Row extends Omit<StoredLink, 'kind' | 'roles'> {
  kind: string;
  roles: string[];
}

function linkOf({ kind, roles, ...row }: Row): StoredLink {
  const { id, email, name, personId, issuedBy, expiresAt, usedAt, withdrawnAt } = row;
  return {
    ...{ id, email, name, personId, issuedBy, expiresAt, usedAt, withdrawnAt },
    kind: kind as LinkKind,
    roles: asRoles(roles),
  };
}

export async function linkByHash(tx: Tx, linkHash: string): Promise<StoredLink | undefined> {
  const row = await tx.oneTimeLink.findUnique({ where: { linkHash } });
  return row ? linkOf(row) : undefined;
}

/** The link as it is now; a second use at the same moment waits and finds it used. */
export async function lockLink(tx: Tx, id: string): Promise<StoredLink | undefined> {
  await tx.$executeRaw`SELECT 1 FROM one_time_links WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.oneTimeLink.findUnique({ where: { id } });
  return row ? linkOf(row) : undefined;
}

export interface NewLink {
  id: string;
  kind: LinkKind;
  linkHash: string;
  email: string | null;
  name: string | null;
  roles: readonly Role[];
  personId: string | null;
  issuedBy: string | null;
  expiresAt: Date;
}

/** Stores a link in the place of an open one for the same address (or of the first run); false when another was quicker. */
export async function issueLink(tx: Tx, link: NewLink): Promise<boolean> {
  if (link.email === null) await withdrawFirstRunLinks(tx);
  else await withdrawLinksFor(tx, link.email);
  const rows = await tx.$executeRaw`
    INSERT INTO one_time_links (id, kind, link_hash, email, name, roles, person_id, issued_by, expires_at)
    VALUES (${link.id}::uuid, ${link.kind}, ${link.linkHash}, ${link.email}, ${link.name}, ${[...link.roles]}::text[],
      ${link.personId}::uuid, ${link.issuedBy}::uuid, ${link.expiresAt}) ON CONFLICT DO NOTHING`;
  return rows === 1;
}

/** Withdraws the open links of an address; answers how many. */
export async function withdrawLinksFor(tx: Tx, email: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE one_time_links SET withdrawn_at = clock_timestamp()
    WHERE email = ${email} AND used_at IS NULL AND withdrawn_at IS NULL`;
}

async function withdrawFirstRunLinks(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    UPDATE one_time_links SET withdrawn_at = clock_timestamp()
    WHERE kind = 'first_run' AND used_at IS NULL AND withdrawn_at IS NULL`;
}

export async function withdrawLink(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE one_time_links SET withdrawn_at = clock_timestamp()
    WHERE id = ${id}::uuid AND used_at IS NULL AND withdrawn_at IS NULL`;
  return rows === 1;
}

/** Marks a link as used by this person; false when it is used, withdrawn or past its time. */
export async function spendLink(tx: Tx, id: string, personId: string): Promise<boolean> {
  const rows = await tx.$executeRaw`
    UPDATE one_time_links SET used_at = clock_timestamp(), used_by = ${personId}::uuid
    WHERE id = ${id}::uuid AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > clock_timestamp()`;
  return rows === 1;
}
