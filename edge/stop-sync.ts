// Brings commands from the database to this edge and stops from this edge to the database, at each look.
import type pg from 'pg';
import type { Unlatch } from '#lib/contract/latch.ts';
import type { Position } from '#lib/contract/snapshot.ts';
import type { CommandStore } from './command-store.ts';
import type { LatchStore } from './latch-store.ts';

/** The newest of a day, in the order they were issued. */
const READ_COMMANDS = `
  SELECT id, command, argument, executor_id, reason,
    to_char(newest.issued_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS issued_at,
    to_char(newest.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS expires_at
  FROM (
    SELECT * FROM executor_commands WHERE issued_at > clock_timestamp() - interval '1 day'
    ORDER BY issued_at DESC, id DESC LIMIT 500
  ) newest ORDER BY newest.issued_at, newest.id`;
const REPORT_STOP = `
  INSERT INTO edge_stop_reports (id, edge_id, pressed_at, key_id, reason) VALUES ($1, $2, $3, $4, $5)`;
/**
 * Of all time, for an edge or an instance comes back with its latch however long it was away; the newest of them, and
 * always the one that is latched here ($1).
 */
const READ_RECORDED = `
  SELECT e.id, s.epoch, s.revision FROM edge_stops e JOIN emergency_stops s ON s.id = e.recorded_as
  ORDER BY e.id = $1 DESC NULLS LAST, e.received_at DESC LIMIT 1000`;

interface CommandRow {
  id: string;
  command: string;
  argument: string | null;
  executor_id: string | null;
  reason: string;
  issued_at: string;
  expires_at: string;
}

export function createStopSync(
  edgeId: string,
  commands: CommandStore,
  latches: LatchStore,
  standsAt: () => Position | undefined,
): (client: pg.Client) => Promise<void> {
  async function readCommands(client: pg.Client): Promise<void> {
    const { rows } = await client.query<CommandRow>({ name: 'read-commands', text: READ_COMMANDS });
    commands.add(
      rows.map((row) => ({
        ...{ id: row.id, command: row.command, executorId: row.executor_id, reason: row.reason },
        ...(row.argument === null ? {} : { argument: row.argument }),
        issuedAt: row.issued_at,
        expiresAt: row.expires_at,
      })),
    );
  }

  return async (client) => {
    const latch = latches.current();
    if (latch) {
      // Again at each look until it is recorded: the same id is the same stop.
      const values = [latch.id, edgeId, latch.at, latch.keyId, latch.reason];
      await client.query({ name: 'report-stop', text: REPORT_STOP, values });
    }
    const { rows } = await client.query<{ id: string; epoch: number; revision: string }>({
      name: 'read-recorded',
      text: READ_RECORDED,
      values: [latch?.id ?? null],
    });
    const recorded = rows.map(
      ({ id, epoch, revision }): Unlatch => ({ id, epoch, revision: Number(revision) }),
    );
    latches.note(recorded, standsAt());
    await readCommands(client);
  };
}
