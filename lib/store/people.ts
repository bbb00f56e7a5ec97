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

export interface NewAccount {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  /** Sealed. */
  totpSecret: string;
  roles: readonly Role[];
  token: { name: string; prefix: string; hash: string };
}

/** Stores a person with roles and one token; false when the e-mail address was taken meanwhile. */
export async function createAccount(tx: Tx, account: NewAccount): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO people (id, email, name, password_hash, totp_secret)
    VALUES (${account.id}::uuid, ${account.email}, ${account.name}, ${account.passwordHash}, ${account.totpSecret})
    ON CONFLICT DO NOTHING`;
  if (rows !== 1) return false;
  await tx.personRole.createMany({ data: account.roles.map((role) => ({ personId: account.id, role })) });
  await tx.personalToken.create({
    data: {
      personId: account.id,
      name: account.token.name,
      prefix: account.token.prefix,
      tokenHash: account.token.hash,
    },
  });
  return true;
}
