// What incidents are about: firings, runs, presses of levels, emergency stops and change sets, each as one line with its moments.
import type { IncidentSubjectKind } from '#lib/catalog/incidents.ts';
import type { Tx } from '#lib/store/client.ts';
import type { StoredLink } from './incidents.ts';

export interface IncidentSubject extends StoredLink {
  /** As its own screen names it. */
  label: string;
  title: string;
  at: Date;
  endedAt: Date | null;
  /** Of a firing or run, for its address. */
  number: number | null;
  drill: boolean;
}

type Rows = Promise<IncidentSubject[]>;

async function firings(tx: Tx, ids: string[]): Rows {
  const rows = await tx.firing.findMany({ where: { id: { in: ids } } });
  return rows.map(({ id, number, title, firedAt, resolvedAt, drill }) => ({
    ...{ kind: 'firing' as const, id, label: `A-${number}`, title, at: firedAt, endedAt: resolvedAt },
    ...{ number: Number(number), drill },
  }));
}

async function runs(tx: Tx, ids: string[]): Rows {
  const rows = await tx.procedureRun.findMany({
    where: { id: { in: ids } },
    select: { id: true, number: true, title: true, startedAt: true, completedAt: true, endedAt: true },
  });
  return rows.map(({ id, number, title, startedAt, completedAt, endedAt }) => ({
    ...{ kind: 'run' as const, id, label: `RUN-${number}`, title, at: startedAt },
    ...{ endedAt: completedAt ?? endedAt, number: Number(number), drill: false },
  }));
}

async function presses(tx: Tx, ids: string[]): Rows {
  const rows = await tx.levelPress.findMany({ where: { id: { in: ids } } });
  return rows.map(({ id, level, reason, pressedAt, leftAt }) => ({
    ...{ kind: 'level-press' as const, id, label: `Level ${level}`, title: reason, at: pressedAt },
    ...{ endedAt: leftAt, number: null, drill: false },
  }));
}

async function stops(tx: Tx, ids: string[]): Rows {
  const rows = await tx.emergencyStop.findMany({ where: { id: { in: ids } } });
  return rows.map(({ id, reason, pressedAt, restartedAt }) => ({
    ...{ kind: 'emergency-stop' as const, id, label: 'Emergency stop', title: reason, at: pressedAt },
    ...{ endedAt: restartedAt, number: null, drill: false },
  }));
}

async function changeSets(tx: Tx, ids: string[]): Rows {
  const rows = await tx.changeSet.findMany({ where: { id: { in: ids } } });
  return rows.map(({ id, epoch, revision, reason, committedAt }) => ({
    ...{ kind: 'change-set' as const, id, label: `Revision ${epoch}.${revision}`, title: reason },
    ...{ at: committedAt, endedAt: null, number: null, drill: false },
  }));
}

const READ = {
  ...{ firing: firings, run: runs, 'level-press': presses, 'emergency-stop': stops },
  'change-set': changeSets,
} as const satisfies Record<IncidentSubjectKind, (tx: Tx, ids: string[]) => Rows>;

/** The rows behind the links, by their time; a link whose row is gone is left out. */
export async function subjectsOf(tx: Tx, links: readonly StoredLink[]): Promise<IncidentSubject[]> {
  const found: IncidentSubject[] = [];
  for (const kind of Object.keys(READ) as IncidentSubjectKind[]) {
    const ids = links.filter((link) => link.kind === kind).map(({ id }) => id);
    if (ids.length > 0) found.push(...(await READ[kind](tx, ids)));
  }
  return found.toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
}

export async function subjectBy(tx: Tx, link: StoredLink): Promise<IncidentSubject | undefined> {
  const [found] = await READ[link.kind](tx, [link.id]);
  return found;
}

/** The P0 or P1 of a firing; null for anything else. */
export async function firingPriority(tx: Tx, link: StoredLink): Promise<string | null> {
  if (link.kind !== 'firing') return null;
  const row = await tx.firing.findUnique({ where: { id: link.id }, select: { priority: true } });
  return row?.priority ?? null;
}

/** Incidents that something belongs to, oldest first. */
export async function incidentsAbout(tx: Tx, link: StoredLink): Promise<{ number: number; title: string }[]> {
  const rows = await tx.incidentLink.findMany({
    where: { kind: link.kind, subjectId: link.id },
    include: { incident: { select: { number: true, title: true } } },
    orderBy: { linkedAt: 'asc' },
  });
  return rows.map(({ incident }) => ({ number: Number(incident.number), title: incident.title }));
}

/** The number of an unresolved incident that is about it, or null. */
export async function unresolvedAbout(tx: Tx, link: StoredLink): Promise<number | null> {
  const row = await tx.incidentLink.findFirst({
    where: { kind: link.kind, subjectId: link.id, incident: { resolvedAt: null } },
    select: { incident: { select: { number: true } } },
  });
  return row ? Number(row.incident.number) : null;
}
