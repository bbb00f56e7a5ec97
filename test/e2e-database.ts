// The database of the running installation, as its owner: for stored times that would otherwise have to be waited for.
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** The time for which a press of a level is observed is over; open screens hear of it. */
export async function observed(pressId: string): Promise<void> {
  await withClient(ownerUrl(), 'The embedded database', async (client) => {
    await client.query('BEGIN');
    await client.query('ALTER TABLE level_presses DISABLE TRIGGER level_presses_keep');
    await client.query(
      "UPDATE level_presses SET pressed_at = pressed_at - interval '6 minutes', observe_until = observe_until - interval '6 minutes' WHERE id = $1",
      [pressId],
    );
    await client.query('ALTER TABLE level_presses ENABLE TRIGGER level_presses_keep');
    await client.query("SELECT pg_notify('bulkhead_console', 'level')");
    await client.query('COMMIT');
  });
}
