// Tells the database which switches the catalogue calls critical, and what each level and the action of each alert sets: its triggers rest on them, so only the owner may.
import { TOLD_RULES } from '#lib/rules/changes/told-rules.ts';
import { withClient } from './connection.ts';

/** At every start, after the migrations. Whole lists in one statement each, so that no trigger ever sees half of one. */
export async function tellRules(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, 'The database', async (client) => {
    await client.query(
      `WITH gone AS (DELETE FROM critical_switches WHERE switch <> ALL($1::text[]))
       INSERT INTO critical_switches SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`,
      [TOLD_RULES.critical],
    );
    await client.query(
      `WITH told AS (SELECT level, settings FROM jsonb_to_recordset($1::jsonb) AS b(level smallint, settings jsonb)),
       gone AS (DELETE FROM level_bundles WHERE level NOT IN (SELECT level FROM told))
       INSERT INTO level_bundles (level, settings) SELECT level, settings FROM told
       ON CONFLICT (level) DO UPDATE SET settings = excluded.settings`,
      [JSON.stringify(TOLD_RULES.bundles)],
    );
    await client.query(
      `WITH told AS (SELECT alert, settings, "addsSymbolTo" AS adds
         FROM jsonb_to_recordset($1::jsonb) AS a(alert text, settings jsonb, "addsSymbolTo" text)),
       gone AS (DELETE FROM alert_actions WHERE alert NOT IN (SELECT alert FROM told))
       INSERT INTO alert_actions (alert, settings, adds_symbol_to) SELECT alert, settings, adds FROM told
       ON CONFLICT (alert) DO UPDATE SET settings = excluded.settings, adds_symbol_to = excluded.adds_symbol_to`,
      [JSON.stringify(TOLD_RULES.actions)],
    );
  });
}
