// Incidents in the database: their rows, links, notes and figures.
import type { IncidentSubjectKind, Severity } from '#lib/catalog/incidents.ts';
import type { Impact, IncidentMoments } from '#lib/rules/incidents/incident.ts';
import type { Prisma, Tx } from '#lib/store/client.ts';

export interface StoredIncident extends IncidentMoments {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  drill: boolean;
  source: string;
  beganAt: Date;
  openedAt: Date;
  openedName: string;
  owner: { id: string; name: string } | null;
  mitigatedName: string | null;
  resolvedName: string | null;
  exposureUsd: string | null;
  pnlUsd: string | null;
  systems: string | null;
  version: number;
  /** Null while nothing is saved of its post-mortem. */
  postMortem: { signedAt: Date | null } | null;
}

const INCLUDE = {
  owner: { select: { id: true, name: true } },
  postMortem: { select: { signedAt: true } },
} as const;

function stored(row: Prisma.IncidentGetPayload<{ include: typeof INCLUDE }>): StoredIncident {
  return {
    ...row,
    number: Number(row.number),
    severity: row.severity as Severity,
    exposureUsd: row.exposureUsd?.toFixed() ?? null,
    pnlUsd: row.pnlUsd?.toFixed() ?? null,
  };
}

/** The incident, locked until the transaction ends; undefined when there is none. */
export async function lockIncident(tx: Tx, id: string): Promise<StoredIncident | undefined> {
  await tx.$queryRaw`SELECT 1 FROM incidents WHERE id = ${id}::uuid FOR UPDATE`;
  return incidentBy(tx, { id });
}

export async function incidentBy(
  tx: Tx,
  where: { id: string } | { number: number },
): Promise<StoredIncident | undefined> {
  const row = await tx.incident.findUnique({ where, include: INCLUDE });
  return row ? stored(row) : undefined;
}

/** Newest first. */
export async function incidentsWhere(
  tx: Tx,
  where: Prisma.IncidentWhereInput,
  most: number,
): Promise<StoredIncident[]> {
  const rows = await tx.incident.findMany({
    where,
    orderBy: { number: 'desc' },
    take: most,
    include: INCLUDE,
  });
  return rows.map(stored);
}

export function openIncidents(tx: Tx): Promise<number> {
  return tx.incident.count({ where: { resolvedAt: null } });
}

/** The number of the next incident. One that is not used leaves a gap. */
export async function nextIncidentNumber(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ number: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('incidents', 'number')) AS number`;
  if (!row) throw new Error('the sequence gave no number');
  return Number(row.number);
}

export interface NewIncident {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  drill: boolean;
  from: { kind: IncidentSubjectKind; id: string } | null;
  beganAt: Date;
  openedAt: Date;
  by: { id: string; name: string };
  respondBy: Date;
  /** Whoever opened it has it in hand. */
  taken: boolean;
}

export async function insertIncident(tx: Tx, incident: NewIncident): Promise<boolean> {
  const { id, number, title, severity, drill, from, beganAt, openedAt, by, respondBy, taken } = incident;
  await tx.incident.create({
    data: {
      ...{ id, number, title, severity, drill, source: from?.kind ?? 'hand', beganAt, openedAt, respondBy },
      ...{ openedBy: by.id, openedName: by.name },
      ...(taken ? { ownerId: by.id, ownerSince: openedAt, respondedAt: openedAt } : {}),
    },
  });
  if (from) await insertLink(tx, { incidentId: id, ...from, by, at: openedAt });
  return true;
}

export interface IncidentChange {
  severity?: { to: Severity; respondBy: Date };
  owner?: { id: string; since: Date };
  respondedAt?: Date;
  mitigated?: { at: Date; by: { id: string; name: string } };
  resolved?: { at: Date; by: { id: string; name: string } };
  impact?: Omit<Impact, 'positions'>;
}

/** Writes the change when nobody changed the incident since it was read; false when somebody did. */
export async function changeIncident(
  tx: Tx,
  incident: StoredIncident,
  change: IncidentChange,
): Promise<boolean> {
  const { severity, owner, respondedAt, mitigated, resolved, impact } = change;
  const { count } = await tx.incident.updateMany({
    where: { id: incident.id, version: incident.version },
    data: {
      version: { increment: 1 },
      ...(severity && { severity: severity.to, respondBy: severity.respondBy }),
      ...(owner && { ownerId: owner.id, ownerSince: owner.since }),
      ...(respondedAt && { respondedAt }),
      ...(mitigated && {
        ...{ mitigatedAt: mitigated.at, mitigatedBy: mitigated.by.id },
        mitigatedName: mitigated.by.name,
      }),
      ...(resolved && {
        ...{ resolvedAt: resolved.at, resolvedBy: resolved.by.id },
        resolvedName: resolved.by.name,
      }),
      ...impact,
    },
  });
  return count === 1;
}

export async function positionsOf(tx: Tx, incidentId: string): Promise<Impact['positions']> {
  const rows = await tx.incidentPosition.findMany({ where: { incidentId }, orderBy: { symbol: 'asc' } });
  return rows.map(({ symbol, size, valueUsd }) => ({
    symbol,
    size: size.toFixed(),
    valueUsd: valueUsd?.toFixed() ?? null,
  }));
}

export async function replacePositions(
  tx: Tx,
  incidentId: string,
  positions: Impact['positions'],
): Promise<void> {
  await tx.incidentPosition.deleteMany({ where: { incidentId } });
  await tx.incidentPosition.createMany({ data: positions.map((one) => ({ incidentId, ...one })) });
}

export interface StoredLink {
  kind: IncidentSubjectKind;
  id: string;
}

/** In the order in which they were linked. */
export async function linksOf(tx: Tx, incidentId: string): Promise<StoredLink[]> {
  const rows = await tx.incidentLink.findMany({
    where: { incidentId },
    orderBy: [{ linkedAt: 'asc' }, { subjectId: 'asc' }],
  });
  return rows.map(({ kind, subjectId }) => ({ kind: kind as IncidentSubjectKind, id: subjectId }));
}

export async function insertLink(
  tx: Tx,
  link: StoredLink & { incidentId: string; by: { id: string; name: string }; at: Date },
): Promise<boolean> {
  const { incidentId, kind, id, by, at } = link;
  await tx.incidentLink.create({
    data: { incidentId, kind, subjectId: id, linkedBy: by.id, linkedName: by.name, linkedAt: at },
  });
  return true;
}

export async function deleteLink(tx: Tx, incidentId: string, link: StoredLink): Promise<boolean> {
  const { count } = await tx.incidentLink.deleteMany({
    where: { incidentId, kind: link.kind, subjectId: link.id },
  });
  return count === 1;
}

export async function insertIncidentNote(
  tx: Tx,
  note: { id: string; incidentId: string; person: { id: string; name: string }; body: string; at: Date },
): Promise<boolean> {
  const { id, incidentId, person, body, at } = note;
  await tx.incidentNote.create({
    data: { id, incidentId, personId: person.id, personName: person.name, body, at },
  });
  return true;
}
