// The end of every write, one statement of its transaction: keeps the answer, sets jobs and notices going, appends to the audit log.
import { type AuditActor, type AuditEvent, auditRows } from '#lib/store/audit/audit.ts';
import type { Tx } from './client.ts';
import { type Effect, effectRows } from './effects.ts';
import type { IdempotencyKey } from './idempotency.ts';

export interface Settlement {
  by: AuditActor;
  /** One entry of the audit log each, in order. */
  events: readonly AuditEvent[];
  /** The notices go out, and the jobs exist, only if the transaction commits. */
  effects: readonly Effect[];
  /** The claimed key and what it answers from now on; null when nothing is to be remembered. */
  answer: { key: IdempotencyKey; value: unknown } | null;
}

/**
 * The last statement before the commit, because the first entry locks the head of the audit chain until the
 * transaction ends. One statement for all, because each is a round trip during which the matrix stays locked.
 */
export async function settle(tx: Tx, { by, events, effects, answer }: Settlement): Promise<void> {
  const { actor, command, key } = answer?.key ?? { actor: null, command: null, key: null };
  await tx.$executeRaw`/* settle */
    WITH kept AS (
      UPDATE idempotency_records SET answer = ${answer && JSON.stringify(answer.value)}::json
      WHERE actor = ${actor} AND command = ${command} AND key = ${key}
    ), written AS (
      INSERT INTO audit_log (actor_kind, actor_id, actor_name, kind, subject, symbol, old_value, new_value, reason, change_set_id, epoch, revision, details)
      SELECT ${by.kind}, ${by.id}, ${by.name}, e.kind, e.subject, e.symbol, e.old_value, e.new_value, e.reason,
        e.change_set_id, e.epoch, e.revision, e.details
      FROM jsonb_to_recordset(${auditRows(events)}::jsonb) AS e("order" int, kind text, subject text, symbol text,
        old_value text, new_value text, reason text, change_set_id uuid, epoch int, revision bigint, details text)
      ORDER BY e."order"
    )
    SELECT CASE e.kind WHEN 'notify' THEN pg_notify(e.channel, e.payload)
      ELSE enqueue_job(e.task, e.payload::json, e.run_at, e.job_key) END
    FROM jsonb_to_recordset(${effectRows(effects)}::jsonb) AS e(kind text, channel text, payload text, task text,
      run_at timestamptz, job_key text)`;
}
