// A database with people of every responding role, the intake's door and the rounds of a worker, for tests about firings.
import pg from 'pg';
import type { Role } from '#lib/catalog/roles.ts';
import { createLog } from '#lib/process/log.ts';
import type { Actor } from '#lib/rules/actor.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { alertRound, chainRound } from '#worker/alert-rounds.ts';

const KEY = '00000000-0000-4000-8000-0000000000ee';
const silent = createLog('test', { level: 'silent' });

export interface FiringRow {
  id: string;
  number: string;
  alert: string | null;
  fired_at: Date;
  received_at: Date;
  confirmed_at: Date | null;
  confirmed_by_name: string | null;
  acted_at: Date | null;
  acted_by_kind: string | null;
  change_set_id: string | null;
  effective_at: Date | null;
  resolved_at: Date | null;
  owner_id: string | null;
  told: number;
  next_step_at: Date | null;
}

interface Said {
  /** How long ago it began, s. */
  ago?: number;
  startsAt?: Date;
  endsAt?: Date;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export async function openAlertStage() {
  const opened = await openConsoleDatabase();
  const owner = new pg.Client({ connectionString: opened.owner });
  const intake = new pg.Client({ connectionString: opened.intake });
  const edge = new pg.Client({ connectionString: opened.edge });
  await Promise.all([owner, intake, edge].map((client) => client.connect()));
  const people = new Map<Role, Actor>();

  async function now(): Promise<Date> {
    return (await owner.query('SELECT clock_timestamp() AS now')).rows[0].now;
  }

  /** Until nothing waits, as a worker does. */
  async function rounds(): Promise<void> {
    for (;;) {
      const { more, failure } = await alertRound(silent);
      if (failure) throw failure;
      if (!more) return;
    }
  }

  const stage = {
    owner,
    now,
    /** The person of this role; always the same one. */
    async by(role: Role): Promise<Actor> {
      const known = people.get(role) ?? (await signedIn(owner, (await createAccount(role)).personId));
      people.set(role, known);
      return known;
    },
    /** As Alertmanager words it, told apart by `name`. */
    async alert(alert: string, name: string, { ago = 0, startsAt, endsAt, labels, annotations }: Said = {}) {
      const started = startsAt ?? new Date((await now()).getTime() - ago * 1_000);
      return {
        status: endsAt ? 'resolved' : 'firing',
        fingerprint: name,
        startsAt: started.toISOString(),
        endsAt: (endsAt ?? new Date('0001-01-01T00:00:00Z')).toISOString(),
        labels: { alertname: alert, bulkhead_alert: alert, ...labels },
        annotations: { summary: alert, ...annotations },
      };
    },
    /** As the intake stores it; taken by nobody yet. */
    async deliverWhole(...deliveries: readonly object[]): Promise<void> {
      await intake.query(
        "INSERT INTO deliveries (source, key_id, body) SELECT 'alertmanager', $1, b FROM unnest($2::bytea[]) b",
        [KEY, deliveries.map((one) => Buffer.from(JSON.stringify(one)))],
      );
    },
    /** One delivery for each of them. */
    deliver: (...alerts: readonly object[]): Promise<void> =>
      stage.deliverWhole(...alerts.map((one) => ({ alerts: [one] }))),
    /** Delivered, taken, and what the policy says carried out. */
    async fire(alert: string, name: string, said: Said = {}): Promise<FiringRow> {
      await stage.deliver(await stage.alert(alert, name, said));
      await rounds();
      return stage.firing(name);
    },
    /** The newest of this fingerprint. */
    async firing(name: string): Promise<FiringRow> {
      const { rows } = await owner.query(
        'SELECT * FROM firings WHERE fingerprint = $1 ORDER BY number DESC LIMIT 1',
        [name],
      );
      if (!rows[0]) throw new Error(`${name} never fired`);
      return rows[0];
    },
    rounds,
    async chain(): Promise<void> {
      const { failure } = await chainRound(silent);
      if (failure) throw failure;
    },
    run: (command: AnyCommand, input: unknown, actor: Actor) =>
      answered(() => execute(command, input, actor)),
    /** An edge heard the instance at the newest revision. */
    async hear(instance: string): Promise<void> {
      await edge.query(
        `INSERT INTO instance_reports (instance_id, service, edge_id, mode, epoch, revision, started_at, received_at, leaving)
         SELECT $1, 'router', 'edge-1', 'live', epoch, revision, '2026-01-01', clock_timestamp(), false FROM matrix_head`,
        [instance],
      );
    },
    async valueOf(name: string): Promise<unknown> {
      const { rows } = await owner.query(
        "SELECT value FROM switch_values WHERE switch = $1 AND symbol = ''",
        [name],
      );
      return rows[0].value;
    },
    /** Newest first. */
    async entries(
      firingId: string,
    ): Promise<{ kind: string; actor_kind: string; details: Record<string, unknown>; reason: string }[]> {
      const { rows } = await owner.query(
        "SELECT kind, actor_kind, details::jsonb AS details, reason FROM audit_log WHERE details::jsonb->>'firingId' = $1 ORDER BY seq DESC",
        [firingId],
      );
      return rows;
    },
    async close(): Promise<void> {
      await Promise.all([owner, intake, edge].map((client) => client.end()));
      await opened.close();
    },
  };
  return stage;
}
export type AlertStage = Awaited<ReturnType<typeof openAlertStage>>;
