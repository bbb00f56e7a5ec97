// The database of the running installation, as its owner: for stored times that would otherwise have to be waited for.
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import type { SwitchName } from '#lib/catalog/switches.ts';
import { withClient } from '#scripts/database/connection.ts';
import { type RolePasswords, roleUrls } from '#scripts/database/roles.ts';
import { dataFolder } from './e2e-run.ts';

function ownerUrl(): string {
  const folder = dataFolder();
  const { roles } = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')) as {
    roles: RolePasswords;
  };
  const port = readFileSync(join(dirname(realpathSync(join(folder, 'pg'))), 'pg-port'), 'utf8');
  return roleUrls(`postgresql://127.0.0.1:${port}/bulkhead`, roles).owner;
}

/** As the owner of the database, for what no door lets a test do. */
export function asOwner<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return withClient(ownerUrl(), 'The embedded database', work);
}

/** Past the triggers that keep the rows of a table as they are; open screens hear of it. */
async function shift(table: string, about: string, update: string, id: string): Promise<void> {
  await asOwner(async (client) => {
    await client.query('BEGIN');
    await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await client.query(`UPDATE ${table} SET ${update}`, [id]);
    await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
    await client.query("SELECT pg_notify('bulkhead_console', $1)", [about]);
    await client.query('COMMIT');
  });
}

/** The time for which a press of a level is observed is over. */
export function observed(pressId: string): Promise<void> {
  const update =
    "pressed_at = pressed_at - interval '6 minutes', observe_until = observe_until - interval '6 minutes' WHERE id = $1";
  return shift('level_presses', 'level', update, pressId);
}

/** The time of the value that holds for a while has passed. */
export function overdue(name: SwitchName): Promise<void> {
  const update = "until = until - interval '1 day' WHERE switch = $1 AND ended_at IS NULL";
  return shift('value_deadlines', 'deadline', update, name);
}
