// Appends to the audit log; sequence, time and hashes are made by the database (audit_append in the migration).
import type { Tx } from './client.ts';

/** What a command reports of what it did; one entry of the log each, in order. */
export interface AuditEvent {
  /** What happened, `noun.verb`: switch.changed, session.opened, command.denied ... */
  kind: string;
  /** What it happened to: a switch, an instance, a person. */
  subject: string;
  symbol?: string | null;
  /** JSON text of a wire value for switches, plain words otherwise. */
  oldValue?: string | null;
  newValue?: string | null;
  reason?: string | null;
  changeSetId?: string | null;
  epoch?: number | null;
  revision?: number | null;
  details?: Readonly<Record<string, unknown>>;
}

export interface AuditActor {
  kind: 'person' | 'service' | 'system' | 'anonymous';
  id: string;
  name: string;
}

/** Appends the events in order; holds the chain head until the transaction ends. */
export async function appendAudit(tx: Tx, actor: AuditActor, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = JSON.stringify(
    events.map((event, order) => ({
      order,
      kind: event.kind,
      subject: event.subject,
      symbol: event.symbol ?? null,
      old_value: event.oldValue ?? null,
      new_value: event.newValue ?? null,
      reason: event.reason ?? null,
      change_set_id: event.changeSetId ?? null,
      epoch: event.epoch ?? null,
      revision: event.revision ?? null,
      details: event.details ? JSON.stringify(event.details) : null,
    })),
  );
  await tx.$executeRaw`
    INSERT INTO audit_log (actor_kind, actor_id, actor_name, kind, subject, symbol, old_value, new_value, reason, change_set_id, epoch, revision, details)
    SELECT ${actor.kind}, ${actor.id}, ${actor.name}, e.kind, e.subject, e.symbol, e.old_value, e.new_value, e.reason,
      e.change_set_id, e.epoch, e.revision, e.details
    FROM jsonb_to_recordset(${rows}::jsonb) AS e("order" int, kind text, subject text, symbol text, old_value text,
      new_value text, reason text, change_set_id uuid, epoch int, revision bigint, details text)
    ORDER BY e."order"`;
}
