// Which keys are used at an edge reaches the access log: every use counted once, also those of an outage, and nothing but that.
import pg from 'pg';
import { expect, test } from 'vitest';
import { layCable } from './edge-cable.ts';
import { addKey, createEdgeTrial, type EdgeTrial, until } from './edge-trial.ts';

async function usesOf(trial: EdgeTrial): Promise<{ uses: number; rows: number; edges: string[] }> {
  const { rows } = await trial.owner.query(
    "SELECT coalesce(sum(count), 0)::int AS uses, count(*)::int AS rows, coalesce(array_agg(DISTINCT edge_id), '{}') AS edges FROM access_events WHERE kind = 'key.used'",
  );
  return rows[0];
}
async function lastUse(trial: EdgeTrial): Promise<Date | null> {
  const { rows } = await trial.owner.query('SELECT max(last_used_at) AS at FROM api_keys');
  return rows[0].at;
}

test('every request with a good key is counted once, and the key says when it was last used', async () => {
  const trial = await createEdgeTrial();
  const edge = await trial.start({ storeUsesMs: 20 });
  // What start() asked for by itself has been stored.
  const asked = async () => (await usesOf(trial)).uses;
  await until(async () => (await asked()) > 0);
  const before = await asked();
  for (let i = 0; i < 50; i++) expect((await edge.get('/config/switches')).status).toBe(200);
  const wrong = await addKey(trial.owner, { scopes: ['alerts:write'] });
  expect((await edge.get('/config/switches', { 'x-api-key': wrong })).status).not.toBe(200);
  expect((await edge.get('/config/switches', {})).status).toBe(401);
  await until(async () => (await asked()) === before + 50);
  const { rows, edges } = await usesOf(trial);
  expect(edges).toEqual(['edge-test']);
  // Folded by minute: one row, or two when the minute ended meanwhile.
  expect(rows).toBeLessThanOrEqual(2);
  const { rows: now } = await trial.owner.query('SELECT clock_timestamp() AS now');
  const age = now[0].now.getTime() - ((await lastUse(trial))?.getTime() ?? 0);
  expect(age).toBeGreaterThanOrEqual(0);
  expect(age).toBeLessThan(10_000);
});

test('uses of an outage wait in one number and are stored when the database is back, also by a stop', async () => {
  const trial = await createEdgeTrial();
  const cable = await layCable(trial.database.edge);
  const edge = await trial.start({ databaseUrl: cable.url, storeUsesMs: 20 });
  await until(async () => (await usesOf(trial)).uses > 0);
  const settled = async () => (await usesOf(trial)).uses;
  const before = await settled();
  cable.cut();
  await until(async () => (await edge.ready()).databaseConnected === false);
  for (let i = 0; i < 30; i++) expect((await edge.get('/config/switches')).status).toBe(200);
  expect(await settled()).toBe(before);
  cable.mend();
  await until(async () => (await settled()) === before + 30);
  for (let i = 0; i < 5; i++) await edge.get('/config/switches');
  await edge.stop();
  expect(await settled()).toBe(before + 35);
});

test("the edge's role adds uses of keys that exist, and can neither read nor shape the log", async () => {
  const trial = await createEdgeTrial();
  const client = new pg.Client({ connectionString: trial.database.edge });
  await client.connect();
  await client.query("INSERT INTO key_use_reports VALUES (gen_random_uuid(), 'edge-x', 3, now())");
  expect((await usesOf(trial)).uses).toBe(0);
  const { rows } = await trial.owner.query('SELECT id FROM api_keys');
  await client.query("INSERT INTO key_use_reports VALUES ($1, 'edge-x', 3, now() + interval '1 day')", [
    rows[0].id,
  ]);
  expect(await usesOf(trial)).toEqual({ uses: 3, rows: 1, edges: ['edge-x'] });
  expect((await lastUse(trial))?.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
  for (const sql of [
    'SELECT * FROM access_events',
    'SELECT * FROM key_use_reports',
    "SELECT note_access('sign_in.failed', 'unknown', NULL, NULL, NULL, NULL)",
    'UPDATE api_keys SET last_used_at = now()',
  ])
    await expect(client.query(sql), sql).rejects.toMatchObject({ code: '42501' });
  await client.end();
});
