// Tells the database which switches the catalogue calls critical and what each level sets: its triggers rest on both, so only the owner may.
import { LEVELS } from '#lib/catalog/levels.ts';
import { definitionOf, SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { settingsOf } from '#lib/rules/levels.ts';
import { withClient } from './connection.ts';

const CRITICAL = SWITCH_NAMES.filter((name) => definitionOf(name).critical);
const BUNDLES = LEVELS.map((level) => ({ level: level.level, settings: settingsOf(level) }));

/** At every start, after the migrations. Whole lists in one statement each, so that no trigger ever sees half of one. */
export async function tellRules(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, 'The database', async (client) => {
    await client.query(
      `WITH gone AS (DELETE FROM critical_switches WHERE switch <> ALL($1::text[]))
       INSERT INTO critical_switches SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`,
      [CRITICAL],
    );
    await client.query(
      `INSERT INTO level_bundles (level, settings)
       SELECT level, settings FROM jsonb_to_recordset($1::jsonb) AS b(level smallint, settings jsonb)
       ON CONFLICT (level) DO UPDATE SET settings = excluded.settings`,
      [JSON.stringify(BUNDLES)],
    );
  });
}
