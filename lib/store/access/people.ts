// People, their roles and what they sign in with.
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import type { Tx } from '#lib/store/client.ts';

export interface StoredPerson {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  passwordSetAt: Date | null;
  /** Sealed (secret-box); null while no authenticator app is set up. */
  totpSecret: string | null;
  disabled: boolean;
  /** Signs in through the identity provider, which also says the roles. */
  external: boolean;
  version: number;
  roles: Role[];
}

const known: ReadonlySet<string> = new Set(ROLE_NAMES);

export function asRoles(names: readonly string[]): Role[] {
  return names.filter((name): name is Role => known.has(name));
}

interface Row {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  passwordSetAt: Date | null;
  totpSecret: string | null;
  disabledAt: Date | null;
  oidcSubject: string | null;
  version: number;
  roles: { role: string }[];
}

function storedPerson(row: Row | null): StoredPerson | undefined {
  if (!row) return undefined;
  const { id, email, name, passwordHash, passwordSetAt, totpSecret, version } = row;
  return {
    ...{ id, email, name, passwordHash, passwordSetAt, totpSecret, version },
    disabled: row.disabledAt !== null,
    external: row.oidcSubject !== null,
    roles: asRoles(row.roles.map(({ role }) => role)),
  };
}

const WITH_ROLES = { roles: { select: { role: true } } } as const;

/** A person by e-mail address (lower case), or undefined. */
export async function personByEmail(tx: Tx, email: string): Promise<StoredPerson | undefined> {
  return storedPerson(await tx.person.findUnique({ where: { email }, include: WITH_ROLES }));
}

export async function personById(tx: Tx, id: string): Promise<StoredPerson | undefined> {
  return storedPerson(await tx.person.findUnique({ where: { id }, include: WITH_ROLES }));
}

/** Somebody who has access now, or null. */
export async function activePerson(tx: Tx, id: string): Promise<{ id: string; name: string } | null> {
  return tx.person.findFirst({ where: { id, disabledAt: null }, select: { id: true, name: true } });
}

/** Everybody who has access now, by name. */
export async function activePeople(tx: Tx): Promise<{ id: string; name: string; roles: Role[] }[]> {
  const rows = await tx.person.findMany({
    where: { disabledAt: null },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, roles: { select: { role: true } } },
  });
  return rows.map(({ id, name, roles }) => ({ id, name, roles: asRoles(roles.map(({ role }) => role)) }));
}

/** A person by what the identity provider calls them. */
export async function personBySubject(
  tx: Tx,
  issuer: string,
  subject: string,
): Promise<StoredPerson | undefined> {
  return storedPerson(
    await tx.person.findUnique({
      where: { oidcIssuer_oidcSubject: { oidcIssuer: issuer, oidcSubject: subject } },
      include: WITH_ROLES,
    }),
  );
}

/** The person as it is now; whoever else decides on them waits until the transaction ends. */
export async function lockPerson(tx: Tx, id: string): Promise<StoredPerson | undefined> {
  // No key update: whoever only names this person (a role granted by them) need not wait.
  await tx.$executeRaw`SELECT 1 FROM people WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return personById(tx, id);
}

/** Super admins who are not disabled, beside this person. The database holds the rule under races (a trigger). */
export async function otherSuperAdmins(tx: Tx, id: string | null): Promise<number> {
  return tx.personRole.count({
    where: {
      role: 'super_admin',
      person: { disabledAt: null },
      ...(id === null ? {} : { personId: { not: id } }),
    },
  });
}

export interface NewPerson {
  id: string;
  email: string;
  name: string;
  passwordHash: string | null;
  /** Sealed. */
  totpSecret: string | null;
  oidc: { issuer: string; subject: string } | null;
  roles: readonly Role[];
  grantedBy: string | null;
}

/** Stores a person with roles; false when the e-mail address was taken meanwhile. */
export async function createPerson(tx: Tx, person: NewPerson): Promise<boolean> {
  const rows = await tx.$executeRaw`
    INSERT INTO people (id, email, name, password_hash, password_set_at, totp_secret, oidc_issuer, oidc_subject)
    VALUES (${person.id}::uuid, ${person.email}, ${person.name}, ${person.passwordHash},
      CASE WHEN ${person.passwordHash}::text IS NOT NULL THEN clock_timestamp() END, ${person.totpSecret},
      ${person.oidc?.issuer ?? null}, ${person.oidc?.subject ?? null})
    ON CONFLICT DO NOTHING`;
  if (rows !== 1) return false;
  await grant(tx, person.id, person.roles, person.grantedBy);
  return true;
}

async function grant(
  tx: Tx,
  personId: string,
  roles: readonly Role[],
  grantedBy: string | null,
): Promise<void> {
  await tx.personRole.createMany({ data: roles.map((role) => ({ personId, role, grantedBy })) });
}

export interface RoleChange {
  added: readonly Role[];
  removed: readonly Role[];
}

/** Gives and takes roles; false when the person changed meanwhile. */
export async function changeRolesOf(
  tx: Tx,
  person: StoredPerson,
  { added, removed }: RoleChange,
  grantedBy: string | null,
): Promise<boolean> {
  if (!(await update(tx, person, {}))) return false;
  await tx.personRole.deleteMany({ where: { personId: person.id, role: { in: [...removed] } } });
  await grant(tx, person.id, added, grantedBy);
  return true;
}

interface Changes {
  disabledAt?: Date | null;
  passwordHash?: string | null;
  passwordSetAt?: Date | null;
  totpSecret?: string | null;
  oidcIssuer?: string;
  oidcSubject?: string;
}

/** Changes a person; false when somebody else did so since they were read. */
async function update(tx: Tx, { id, version }: StoredPerson, changes: Changes): Promise<boolean> {
  const { count } = await tx.person.updateMany({
    where: { id, version },
    data: { ...changes, version: { increment: 1 } },
  });
  return count === 1;
}

/** `at` is the database's time; null enables the person again. */
export function setDisabled(tx: Tx, person: StoredPerson, at: Date | null): Promise<boolean> {
  return update(tx, person, { disabledAt: at });
}

export function setPassword(tx: Tx, person: StoredPerson, passwordHash: string, at: Date): Promise<boolean> {
  return update(tx, person, { passwordHash, passwordSetAt: at });
}

/** `sealed` null removes the authenticator app. */
export function setTotp(tx: Tx, person: StoredPerson, sealed: string | null): Promise<boolean> {
  return update(tx, person, { totpSecret: sealed });
}

/** From now on they sign in through the identity provider: their password here is gone. */
export function linkToProvider(
  tx: Tx,
  person: StoredPerson,
  issuer: string,
  subject: string,
): Promise<boolean> {
  return update(tx, person, {
    oidcIssuer: issuer,
    oidcSubject: subject,
    passwordHash: null,
    passwordSetAt: null,
  });
}

/** Takes away everything the person signs in with. */
export async function clearSignIn(tx: Tx, person: StoredPerson): Promise<boolean> {
  await tx.passkey.deleteMany({ where: { personId: person.id } });
  return update(tx, person, { passwordHash: null, passwordSetAt: null, totpSecret: null });
}

/** The sealed secret of a person's authenticator app; null when there is none. */
export async function sealedTotpOf(tx: Tx, personId: string): Promise<string | null> {
  const row = await tx.person.findUnique({ where: { id: personId }, select: { totpSecret: true } });
  return row?.totpSecret ?? null;
}

/** How many second factors each of these people has set up: an authenticator app, passkeys. */
export async function secondFactors(
  tx: Tx,
  people: readonly { id: string; totpSecret: string | null }[],
): Promise<Map<string, number>> {
  const passkeys = await tx.passkey.groupBy({ by: ['personId'], _count: true });
  const counted = new Map(passkeys.map(({ personId, _count }) => [personId, _count]));
  return new Map(
    people.map(({ id, totpSecret }) => [id, (counted.get(id) ?? 0) + (totpSecret === null ? 0 : 1)]),
  );
}

/** The names of these people, whether or not they have access now. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
