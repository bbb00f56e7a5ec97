// A real Alertmanager before the intake: hundreds of alerts while the database is away, and every one of them arrives.
import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { takeDeliveries } from '#lib/commands/alerts/take-deliveries.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { ALERTMANAGER, findProgram } from '#scripts/programs.ts';
import { startAlertmanager } from '#scripts/testing/alertmanager.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { makeOwnFolder } from '#test/own-folder.ts';
import { layCable } from './edge-cable.ts';
import { until } from './edge-trial.ts';
import { openIntake } from './intake-trial.ts';

const THERE = process.env.CI === 'true' || findProgram(ALERTMANAGER) !== undefined;
const COUNT = 300;

const alerts = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    labels: { alertname: 'Storm', bulkhead_alert: 'hl-disconnected', nth: String(from + index) },
    annotations: { summary: `Alert ${from + index}` },
  }));

test.runIf(THERE)('everything arrives, each as one firing', { timeout: 180_000 }, async () => {
  const database = await openConsoleDatabase();
  onTestFinished(() => database.close());
  const cable = await layCable(database.intake);
  const intake = await openIntake(database, { databaseUrl: cable.url });
  const folder = makeOwnFolder('bulkhead-alertmanager-');
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const alertmanager = await startAlertmanager(intake.url, intake.key, folder);
  onTestFinished(() => alertmanager.stop());

  const refused = 'bulkhead_intake_requests_total\\{route="/v1/alertmanager",status="503"\\}';
  await alertmanager.post(alerts(0, 100));
  cable.cut();
  await until(async () => (await intake.ready()).status === 503, 30_000);
  await alertmanager.post(alerts(100, COUNT));
  await until(async () => (await intake.metric(refused)) >= COUNT - 100, 60_000);
  cable.mend();

  const distinct = async () => {
    const { rows } = await intake.owner.query<{ count: string }>(
      "SELECT count(DISTINCT convert_from(body, 'UTF8')::jsonb #>> '{alerts,0,labels,nth}') AS count FROM deliveries",
    );
    return Number(rows[0]?.count);
  };
  await until(async () => (await distinct()) === COUNT, 120_000);
  for (let more = true; more; ) {
    const result = await answered(() => execute(takeDeliveries, {}, SYSTEM));
    if (!result.ok) throw new Error(result.error.message);
    more = result.value.changed;
  }
  const { rows } = await intake.owner.query(
    'SELECT count(*), count(DISTINCT fingerprint) AS distinct FROM firings WHERE source = $1 AND priority = $2',
    ['alertmanager', 'P0'],
  );
  expect(rows).toEqual([{ count: String(COUNT), distinct: String(COUNT) }]);
});
