// People, their roles and what they sign in with.
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import type { Tx } from './client.ts';

export interface StoredPerson {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  /** Sealed (secret-box); null while no second factor is set up. */
  totpSecret: string | null;
  disabled: boolean;
  roles: Role[];
}

const known: ReadonlySet<string> = new Set(ROLE_NAMES);

export function asRoles(names: readonly string[]): Role[] {
  return names.filter((name): name is Role => known.has(name));
}

/** A person by e-mail address (lower case), or undefined. */
export async function personByEmail(tx: Tx, email: string): Promise<StoredPerson | undefined> {
  const row = await tx.person.findUnique({ where: { email }, include: { roles: true } });
  if (!row) return undefined;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    passwordHash: row.passwordHash,
    totpSecret: row.totpSecret,
    disabled: row.disabledAt !== null,
    roles: asRoles(row.roles.map((role) => role.role)),
  };
}
