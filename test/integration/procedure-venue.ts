// The venue of a test of procedures: what instances, executors, figures and backups report, written as their doors write it.
import type pg from 'pg';
import type { Check } from '#lib/catalog/procedure-types.ts';
import type { SwitchSetting } from '#lib/catalog/switches.ts';
import { EXCHANGES } from '#lib/catalog/symbols.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { answered } from '#test/console-database.ts';

const EXECUTOR = 'executor-hl';
export const BREAKER = 'daily-loss';
const POSITION = {
  ...{ symbol: 'BTC', side: 'long', size: '1.5', notionalUsd: '90000' },
  ...{ entryPrice: '60000', unrealisedPnlUsd: '-1200' },
};

/** When something is heard: an hour ahead, so that on no machine, however busy, it has fallen silent by the next look. */
const HEARD = "clock_timestamp() + interval '1 hour'";

/** What the executor reports next. */
export interface ExecutorWord {
  positions: 0 | 1;
  breaker: 'clear' | 'tripped' | 'reset';
}

/** The other value of a switch: a step that sets it then has something to change. */
export function opposite({ switch: name, value }: SwitchSetting): { switch: string; value: unknown } {
  if (typeof value === 'boolean') return { switch: name, value: !value };
  if (value === 'HL_MODE') return { switch: name, value: 'NORMAL_MODE' };
  if (Array.isArray(value)) return { switch: name, value: value.length === 0 ? EXCHANGES : [] };
  throw new Error(`no opposite for ${name}`);
}

/** Sets them as Bulkhead itself, one change set. */
export async function set(changes: readonly { switch: string; value: unknown }[]): Promise<void> {
  if (changes.length === 0) return;
  const input = { changes, reason: 'The venue before the procedure of a test' };
  const result = await answered(() => execute(setSwitches, input, SYSTEM));
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
}

export class ProcedureVenue {
  readonly owner: pg.Client;
  word: ExecutorWord = { positions: 0, breaker: 'clear' };

  constructor(owner: pg.Client) {
    this.owner = owner;
  }

  /** So many instances and no others. */
  async register(count: 0 | 3): Promise<void> {
    await this.owner.query('DELETE FROM instances');
    await this.owner.query(
      `INSERT INTO instances (id, service, edge_id, mode, epoch, revision, started_at, registered_at, last_seen_at)
       SELECT 'router-' || n, 'router', 'edge-1', 'live', epoch, 1, '2026-01-01', '2026-01-01', clock_timestamp()
       FROM matrix_head, generate_series(1, $1::int) n`,
      [count],
    );
    await this.instances('in step');
  }

  /** What those that are registered report now. */
  async instances(state: 'in step' | 'behind'): Promise<void> {
    const inStep = state === 'in step';
    await this.owner.query(
      `UPDATE instances SET last_seen_at = ${HEARD}, revision = CASE WHEN $1 THEN h.revision ELSE 1 END
       FROM matrix_head h`,
      [inStep],
    );
    await this.owner.query(
      inStep
        ? `INSERT INTO receipts (instance_id, epoch, revision, received_at)
           SELECT i.id, h.epoch, h.revision, clock_timestamp() FROM instances i, matrix_head h ON CONFLICT DO NOTHING`
        : 'DELETE FROM receipts',
    );
  }

  /** The executor's report: what it has been told to say, and every command at `commands`. */
  async executor(commands: 'done' | 'running' = 'done'): Promise<void> {
    const { rows } = await this.owner.query<{ id: string }>('SELECT id FROM executor_commands');
    const body = {
      ...{ connected: true, openOrders: 0, startedAt: '2026-01-01T00:00:00Z', leaving: false },
      commands: rows.map(({ id }) => ({ id, state: commands, done: 1, total: 1 })),
      positions: this.word.positions === 0 ? [] : [POSITION],
      breakers: [{ name: BREAKER, state: this.word.breaker }],
    };
    await this.owner.query(
      `INSERT INTO executor_reports (executor_id, edge_id, received_at, body) VALUES ($1, 'edge-1', ${HEARD}, $2)`,
      [EXECUTOR, JSON.stringify(body)],
    );
  }

  async noExecutor(): Promise<void> {
    for (const table of ['executor_progress', 'positions', 'breakers', 'executors'])
      await this.owner.query(`DELETE FROM ${table}`);
  }

  async figure(name: string, amount: number): Promise<void> {
    await this.noFigures();
    await this.owner.query(
      `INSERT INTO figure_samples (edge_id, at, figures) VALUES ('edge-1', ${HEARD}, $1)`,
      [JSON.stringify({ rates: {}, gauges: { [name]: amount } })],
    );
  }

  async noFigures(): Promise<void> {
    await this.owner.query('DELETE FROM figure_samples');
  }

  async backup(minutesOld: number): Promise<void> {
    await this.owner.query('DELETE FROM backups');
    await this.owner.query(
      `INSERT INTO backups (made_at, file_name, size_bytes, rows, sha256, audit_seq, emergency, duration_ms)
       VALUES (clock_timestamp() - make_interval(mins => $1), 'own.bulkhead', 1, 1, repeat('a', 64), 1, false, 1)`,
      [minutesOld],
    );
  }

  /** Makes what the check asks for true or false, just beyond its bound. */
  async make(check: Check, holds: boolean): Promise<void> {
    switch (check.kind) {
      case 'effective':
      case 'instances':
        return this.instances(holds ? 'in step' : 'behind');
      case 'switches':
        await set(holds ? check.settings : check.settings.slice(0, 1).map(opposite));
        // Whoever is in step stays in step.
        return this.instances('in step');
      case 'figure':
        return this.figure(check.name, check.bound + (holds ? 0 : check.compare === 'at most' ? 1 : -1));
      case 'positions':
        this.word.positions = holds ? 0 : 1;
        return this.executor();
      case 'breakers':
        this.word.breaker = holds ? 'clear' : 'tripped';
        return this.executor();
      case 'commands':
        return this.executor(holds ? 'done' : 'running');
      case 'integrity':
        await this.owner.query('UPDATE audit_integrity SET verified_seq = $1', [holds ? 1 : 0]);
        return;
      case 'backup':
        return this.backup(check.withinHours * 60 + (holds ? -1 : 1));
    }
  }
}
