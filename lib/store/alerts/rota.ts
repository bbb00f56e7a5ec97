// The rota and its overrides, hand-overs, and who is on call by the clock of the database.
import { ON_CALL_ROLES } from '#lib/catalog/on-call.ts';
import { effectiveRoles } from '#lib/rules/actor.ts';
import type { CrewMember } from '#lib/rules/alerts/chain-recipients.ts';
import { type Override, onCallAt, type Rota, type Shift, type Stretch } from '#lib/rules/alerts/rota.ts';
import { activePeople } from '#lib/store/access/people.ts';
import type { Tx } from '#lib/store/client.ts';
import { environmentOf } from '#lib/store/installation.ts';

/** 'rota': one change of the rota or its overrides at a time. */
const ROTA = 0x726f7461;

export async function lockRota(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${ROTA}::bigint)`;
}

export interface StoredRota extends Rota {
  setAt: Date;
  setBy: string;
  reason: string;
}

/** The one that holds now; null before the first. */
export async function currentRota(tx: Tx): Promise<StoredRota | null> {
  const row = await tx.rota.findFirst({ orderBy: { number: 'desc' } });
  if (!row) return null;
  const { timeZone, firstDay, setAt, setByName: setBy, reason } = row;
  return { timeZone, firstDay, shifts: row.shifts as unknown as Shift[], setAt, setBy, reason };
}

export async function insertRota(
  tx: Tx,
  rota: Rota & { id: string; reason: string; at: Date; by: { id: string; name: string } },
): Promise<void> {
  const { id, timeZone, firstDay, shifts, reason, at, by } = rota;
  await tx.rota.create({
    data: {
      ...{ id, timeZone, firstDay, reason, setAt: at, setBy: by.id, setByName: by.name },
      shifts: shifts.map(({ name, from, people }) => ({ name, from, people: [...people] })),
    },
  });
}

export interface StoredOverride extends Override {
  personName: string;
  reason: string;
  madeBy: string;
  madeById: string;
}

/** Overrides that are not over at that moment, the earliest first. */
export async function overridesAfter(tx: Tx, at: Date): Promise<StoredOverride[]> {
  const rows = await tx.rotaOverride.findMany({
    where: { removedAt: null, untilAt: { gt: at } },
    orderBy: { fromAt: 'asc' },
    include: { person: { select: { name: true } } },
  });
  return rows.map((row) => ({
    ...{ id: row.id, personId: row.personId, personName: row.person.name },
    ...{ from: row.fromAt, until: row.untilAt, reason: row.reason },
    ...{ madeBy: row.madeByName, madeById: row.madeBy },
  }));
}

export interface NewOverride {
  id: string;
  personId: string;
  from: Date;
  until: Date;
  reason: string;
  at: Date;
  by: { id: string; name: string };
}

export async function insertOverride(tx: Tx, one: NewOverride): Promise<void> {
  await tx.rotaOverride.create({
    data: {
      ...{ id: one.id, personId: one.personId, fromAt: one.from, untilAt: one.until, reason: one.reason },
      ...{ madeAt: one.at, madeBy: one.by.id, madeByName: one.by.name },
    },
  });
}

/** False when somebody removed it already. */
export async function removeStoredOverride(tx: Tx, id: string, by: string, at: Date): Promise<boolean> {
  const { count } = await tx.rotaOverride.updateMany({
    where: { id, removedAt: null },
    data: { removedAt: at, removedBy: by },
  });
  return count === 1;
}

/** It ends now, because somebody else takes over. False when it was removed meanwhile. */
export async function cutOverride(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { count } = await tx.rotaOverride.updateMany({
    where: { id, removedAt: null, fromAt: { lt: at }, untilAt: { gt: at } },
    data: { untilAt: at },
  });
  return count === 1;
}

export interface NewHandOver {
  id: string;
  at: Date;
  fromId: string | null;
  toId: string;
  note: string;
  byId: string;
}

export async function insertHandOver(tx: Tx, one: NewHandOver): Promise<void> {
  await tx.handOver.create({ data: one });
}

export interface ListedHandOver {
  id: string;
  at: Date;
  from: string | null;
  to: string;
  note: string;
  by: string;
}

/** Newest first. */
export async function lastHandOvers(tx: Tx, most: number): Promise<ListedHandOver[]> {
  const name = { select: { name: true } } as const;
  const rows = await tx.handOver.findMany({
    ...{ orderBy: [{ at: 'desc' as const }, { id: 'asc' as const }], take: most },
    include: { from: name, to: name, by: name },
  });
  return rows.map(({ id, at, note, from, to, by }) => ({
    ...{ id, at, note, from: from?.name ?? null, to: to.name, by: by.name },
  }));
}

/** Everybody with access now, with what their roles amount to in this environment. */
export async function crewOf(tx: Tx): Promise<CrewMember[]> {
  const environment = await environmentOf(tx);
  const people = await activePeople(tx);
  return people.map(({ id, name, roles }) => ({ id, name, roles: effectiveRoles(roles, environment) }));
}

export function mayBeOnCall({ roles }: Pick<CrewMember, 'roles'>): boolean {
  return ON_CALL_ROLES.some((role) => roles.includes(role));
}

/** Who is on call at that moment by rota and overrides, whether or not they may still sign in. */
export async function onCallOf(tx: Tx, at: Date): Promise<Stretch> {
  return onCallAt(await currentRota(tx), await overridesAfter(tx, at), at);
}
