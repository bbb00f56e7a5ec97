// What the audit log takes; sequence, time and hashes are made by the database (audit_append in the migration).

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

/** The events as JSON rows for settle.ts, numbered in their order. */
export function auditRows(events: readonly AuditEvent[]): string {
  return JSON.stringify(
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
}
