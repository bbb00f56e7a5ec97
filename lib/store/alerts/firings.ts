// Firings in the database: what deliveries tell of them, many at a time, and what people and Bulkhead do to one.

import type { AlertPriority } from '#lib/catalog/alert-types.ts';
import { type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import { LARGE_BYTES } from '#lib/rules/alerts/cut-delivery.ts';
import type { FiringMoments } from '#lib/rules/alerts/firing.ts';
import type { KnownFiring, NewFiring, Taken } from '#lib/rules/alerts/take-deliveries.ts';
import type { AuditActor } from '#lib/store/audit/audit.ts';
import { type EffectQuestion, effectsOf } from '#lib/store/changes/effect.ts';
import { Prisma, type Tx } from '#lib/store/client.ts';

/** What is known of these fingerprints from the earliest of the moments on; older ones are over and cannot be meant. */
export async function knownFirings(
  tx: Tx,
  about: readonly { source: string; fingerprint: string; startsAt: Date }[],
): Promise<KnownFiring[]> {
  if (about.length === 0) return [];
  const wanted = JSON.stringify(
    about.map(({ source, fingerprint, startsAt }) => ({ source, fingerprint, starts_at: startsAt })),
  );
  return tx.$queryRaw<KnownFiring[]>`
    SELECT f.id, f.source, f.fingerprint, f.starts_at AS "startsAt", f.resolved_at AS "resolvedAt"
    FROM (SELECT source, fingerprint, min(starts_at) AS starts_at
          FROM jsonb_to_recordset(${wanted}::jsonb) AS w (source text, fingerprint text, starts_at timestamptz)
          GROUP BY 1, 2) w
    JOIN firings f ON f.source = w.source AND f.fingerprint = w.fingerprint AND f.starts_at >= w.starts_at`;
}

function rowOf(firing: NewFiring): Record<string, unknown> {
  return {
    ...{ id: firing.id, source: firing.source, fingerprint: firing.fingerprint, starts_at: firing.startsAt },
    ...{ alert: firing.alert, title: firing.title, priority: firing.priority, drill: firing.drill },
    ...{ labels: firing.labels, annotations: firing.annotations, link: firing.link ?? null },
    ...{ fired_at: firing.firedAt, received_at: firing.receivedAt, heard_at: firing.heardAt },
    ...{ resolved_at: firing.resolvedAt, next_step_at: firing.nextStepAt },
  };
}

/** Stores new firings; their numbers in the order given. */
export async function insertFirings(tx: Tx, firings: readonly NewFiring[]): Promise<void> {
  if (firings.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO firings (id, source, fingerprint, starts_at, alert, title, priority, drill, labels, annotations, link,
      fired_at, received_at, heard_at, resolved_at, next_step_at)
    SELECT id, source, fingerprint, starts_at, alert, title, priority, drill, labels, annotations, link,
      fired_at, received_at, heard_at, resolved_at, next_step_at
    FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(firings.map(rowOf))}::jsonb) AS (id uuid, source text,
      fingerprint text, starts_at timestamptz, alert text, title text, priority text, drill boolean, labels jsonb,
      annotations jsonb, link text, fired_at timestamptz, received_at timestamptz, heard_at timestamptz,
      resolved_at timestamptz, next_step_at timestamptz)) WITH ORDINALITY AS f (id, source, fingerprint, starts_at, alert,
      title, priority, drill, labels, annotations, link, fired_at, received_at, heard_at, resolved_at, next_step_at, place)
    ORDER BY place`;
}

/** Notes ends and repeats. False when one of those that end was resolved meanwhile. */
export async function noteHeard(
  tx: Tx,
  { resolved, heard }: Pick<Taken, 'resolved' | 'heard'>,
): Promise<boolean> {
  if (heard.size > 0) {
    // In the order in which a storm is confirmed (firing-storms.ts): two that wait for each other's rows are both broken off.
    await tx.$executeRaw`
      SELECT 1 FROM firings WHERE id = ANY(${[...heard.keys()]}::uuid[]) ORDER BY number FOR NO KEY UPDATE`;
    const rows = JSON.stringify([...heard].map(([id, at]) => ({ id, at })));
    await tx.$executeRaw`
      UPDATE firings f SET heard_at = greatest(f.heard_at, h.at)
      FROM jsonb_to_recordset(${rows}::jsonb) AS h (id uuid, at timestamptz) WHERE f.id = h.id`;
  }
  if (resolved.length === 0) return true;
  const ends = JSON.stringify(resolved.map(({ id, resolvedAt }) => ({ id, at: resolvedAt })));
  const ended = await tx.$executeRaw`
    UPDATE firings f SET resolved_at = greatest(e.at, f.fired_at), next_step_at = NULL, version = version + 1
    FROM jsonb_to_recordset(${ends}::jsonb) AS e (id uuid, at timestamptz)
    WHERE f.id = e.id AND f.resolved_at IS NULL`;
  return ended === resolved.length;
}

export interface StoredFiring extends FiringMoments {
  id: string;
  number: number;
  alert: AlertKey | null;
  title: string;
  priority: AlertPriority;
  source: string;
  fingerprint: string;
  startsAt: Date;
  labels: readonly (readonly [string, string])[];
  annotations: readonly (readonly [string, string])[];
  drill: boolean;
  owner: { id: string; name: string } | null;
  confirmedBy: AuditActor | null;
  changeSetId: string | null;
  /** Whose effect stops the clock of its action. */
  awaitsId: string | null;
  told: number;
  version: number;
}

/** The firing, locked until the transaction ends; undefined when there is none. */
export async function lockFiring(tx: Tx, id: string): Promise<StoredFiring | undefined> {
  await tx.$queryRaw`SELECT 1 FROM firings WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.firing.findUnique({
    where: { id },
    include: { owner: { select: { id: true, name: true } } },
  });
  if (!row) return undefined;
  const { confirmedByKind: kind, confirmedById, confirmedByName } = row;
  return {
    ...{ id: row.id, number: Number(row.number), title: row.title, drill: row.drill, owner: row.owner },
    alert: row.alert !== null && findAlert(row.alert) ? (row.alert as AlertKey) : null,
    priority: row.priority as AlertPriority,
    ...{ source: row.source, fingerprint: row.fingerprint, startsAt: row.startsAt },
    labels: row.labels as unknown as StoredFiring['labels'],
    annotations: row.annotations as unknown as StoredFiring['annotations'],
    ...{
      firedAt: row.firedAt,
      receivedAt: row.receivedAt,
      confirmedAt: row.confirmedAt,
      actedAt: row.actedAt,
    },
    ...{ effectiveAt: row.effectiveAt, resolvedAt: row.resolvedAt, changeSetId: row.changeSetId },
    awaitsId: row.awaitsId,
    confirmedBy:
      kind === null
        ? null
        : { kind: kind as AuditActor['kind'], id: confirmedById ?? '', name: confirmedByName ?? '' },
    ...{ told: row.told, version: row.version },
  };
}

export interface FiringChange {
  confirmed?: { at: Date; by: AuditActor };
  owner?: { id: string; since: Date };
  acted?: { at: Date; by: AuditActor; changeSetId: string | null; awaitsId: string | null };
  effectiveAt?: Date;
  resolved?: { at: Date; by: string };
  told?: number;
  nextStepAt?: Date | null;
}

/** Writes the change when nobody changed the firing since it was read; false when somebody did. */
export async function changeFiring(tx: Tx, firing: StoredFiring, change: FiringChange): Promise<boolean> {
  const { confirmed, owner, acted, resolved } = change;
  const { count } = await tx.firing.updateMany({
    where: { id: firing.id, version: firing.version },
    data: {
      version: { increment: 1 },
      ...(confirmed && {
        ...{ confirmedAt: confirmed.at, confirmedByKind: confirmed.by.kind },
        ...{ confirmedById: confirmed.by.id, confirmedByName: confirmed.by.name },
      }),
      ...(owner && { ownerId: owner.id, ownerSince: owner.since }),
      ...(acted && {
        ...{ actedAt: acted.at, actedByKind: acted.by.kind, actedById: acted.by.id },
        ...{ actedByName: acted.by.name, changeSetId: acted.changeSetId, awaitsId: acted.awaitsId },
      }),
      ...(change.effectiveAt && { effectiveAt: change.effectiveAt }),
      ...(resolved && { resolvedAt: resolved.at, resolvedBy: resolved.by }),
      ...(change.told !== undefined && { told: change.told }),
      ...(change.nextStepAt !== undefined && { nextStepAt: change.nextStepAt }),
    },
  });
  return count === 1;
}

export async function insertFiringNote(
  tx: Tx,
  note: { id: string; firingId: string; person: { id: string; name: string }; body: string; at: Date },
): Promise<void> {
  const { id, firingId, person, body, at } = note;
  await tx.firingNote.create({
    data: { id, firingId, personId: person.id, personName: person.name, body, at },
  });
}

/**
 * Firings whose action every instance has by now, where nobody has noted it yet. All that wait for one change set are
 * looked at by it: while an instance is away, a whole storm of them waits, at every look.
 */
export async function firingsInEffect(tx: Tx, most: number): Promise<{ id: string }[]> {
  const awaited = await tx.$queryRaw<EffectQuestion[]>`
    SELECT id, epoch, revision::int AS revision, committed_at AS "committedAt", budget_ms AS "budgetMs" FROM change_sets
    WHERE id IN (SELECT awaits_id FROM firings WHERE awaits_id IS NOT NULL AND effective_at IS NULL)
    ORDER BY committed_at DESC LIMIT ${most}`;
  const effects = await effectsOf(tx, awaited);
  const effective = awaited.filter(({ id }) => effects.get(id)?.state === 'effective').map(({ id }) => id);
  if (effective.length === 0) return [];
  return tx.$queryRaw`
    SELECT id FROM firings WHERE awaits_id = ANY(${effective}::uuid[]) AND effective_at IS NULL
    ORDER BY acted_at LIMIT ${most}`;
}

/** Firings of which a step of the chain is due, by the clock of the database. */
export async function firingsToEscalate(tx: Tx, most: number): Promise<{ id: string }[]> {
  return tx.$queryRaw`/* firings-to-escalate */
    SELECT id FROM firings WHERE next_step_at <= clock_timestamp() ORDER BY next_step_at LIMIT ${most}`;
}

function toAct(acting: readonly AlertKey[]): Prisma.Sql {
  return Prisma.sql`firings f LEFT JOIN alert_policies p ON p.alert = f.alert
    WHERE f.resolved_at IS NULL AND f.acted_at IS NULL AND f.alert IS NOT NULL AND NOT f.drill
      AND coalesce(p.policy = 'execute', f.alert = ANY(${[...acting]}::text[]))`;
}

/**
 * Whether deliveries wait to be taken, or firings to be acted on or to take effect. Mostly nothing does: one statement
 * finds that, without looking at all that waits.
 */
export async function alertWork(
  tx: Tx,
  acting: readonly AlertKey[],
): Promise<{ deliveries: boolean; firings: boolean }> {
  const [row] = await tx.$queryRaw<{ deliveries: boolean; firings: boolean }[]>`/* alert-work */
    SELECT EXISTS (SELECT FROM deliveries WHERE taken_at IS NULL AND octet_length(body) <= ${LARGE_BYTES}) AS deliveries,
      EXISTS (SELECT FROM ${toAct(acting)})
        OR EXISTS (SELECT FROM firings WHERE awaits_id IS NOT NULL AND effective_at IS NULL) AS firings`;
  return row ?? { deliveries: false, firings: false };
}

/**
 * Open firings whose policy is to act, that nobody has acted on and that are no drill; those of the catalogue in
 * `acting` where nobody set another.
 */
export async function firingsToAct(
  tx: Tx,
  acting: readonly AlertKey[],
  most: number,
): Promise<{ id: string }[]> {
  return tx.$queryRaw`
    SELECT f.id FROM ${toAct(acting)}
    ORDER BY f.fired_at LIMIT ${most}`;
}

/** What is told of these firings, in the order of their numbers. */
export async function toldFirings(
  tx: Tx,
  ids: readonly string[],
): Promise<
  Pick<StoredFiring, 'id' | 'number' | 'title' | 'alert' | 'priority' | 'drill' | 'firedAt' | 'told'>[]
> {
  if (ids.length === 0) return [];
  return tx.$queryRaw`
    SELECT id, number::int AS number, title, alert, priority, drill, fired_at AS "firedAt", told::int AS told
    FROM firings WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY number`;
}
