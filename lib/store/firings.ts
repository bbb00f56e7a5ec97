// Firings in the database: what is known of fingerprints, and what deliveries add to it, many at a time.
import type { KnownFiring, NewFiring, Taken } from '#lib/rules/take-deliveries.ts';
import type { Tx } from './client.ts';

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
    SELECT f.id, f.number::int AS number, f.source, f.fingerprint, f.starts_at AS "startsAt", f.resolved_at AS "resolvedAt"
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
