// A storm in one hand: everything alike that was seen is confirmed, nothing else is; and rejected parts are put away once looked at.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { confirmStorm } from '#lib/commands/confirm-storm.ts';
import { seeRejected } from '#lib/commands/see-rejected.ts';
import { type AlertStage, openAlertStage } from './alert-stage.ts';

let stage: AlertStage;

beforeAll(async () => {
  stage = await openAlertStage();
});

beforeEach(async () => {
  await stage.owner.query('TRUNCATE deliveries, rejected_alerts, pipelines, firings, firing_notes');
});

afterAll(() => stage.close());

async function storm(count: number): Promise<string> {
  const alerts = [];
  for (let index = 0; index < count; index++)
    alerts.push(
      await stage.alert('price-deviation', `order-${index}`, { ago: 10, labels: { symbol: 'ETH' } }),
    );
  await stage.deliver(...alerts);
  await stage.rounds();
  return (await stage.firing('order-0')).id;
}

const unconfirmed = async (): Promise<string[]> =>
  (
    await stage.owner.query('SELECT fingerprint FROM firings WHERE confirmed_at IS NULL ORDER BY fingerprint')
  ).rows.map(({ fingerprint }) => fingerprint);

test('everything alike that had arrived by then, press by press, by one person', async () => {
  const firingId = await storm(203);
  await stage.fire('hot-wallet-low', 'another');
  await stage.fire('price-deviation', 'drill', { labels: { symbol: 'ETH', bulkhead_drill: 'true' } });
  const until = (await stage.now()).toISOString();
  await stage.fire('price-deviation', 'later', { labels: { symbol: 'ETH' } });
  const operations = await stage.by('operations');
  const press = () => stage.run(confirmStorm, { firingId, until }, operations);
  expect(await press()).toMatchObject({ ok: true, value: { confirmed: 200, left: 3 } });
  expect(await press()).toMatchObject({ ok: true, value: { confirmed: 3, left: 0 } });
  expect(await press()).toMatchObject({ ok: true, value: { confirmed: 0, left: 0 } });
  expect(await unconfirmed()).toEqual(['another', 'drill', 'later']);
  const one = await stage.firing('order-7');
  expect(one).toMatchObject({ owner_id: 'id' in operations ? operations.id : '' });
  const [entry] = await stage.entries(one.id);
  expect(entry).toMatchObject({ kind: 'alert.confirmed', details: { storm: 200 } });
});

test('two at the same moment: each firing is confirmed once', async () => {
  const firingId = await storm(20);
  await stage.chain();
  const until = (await stage.now()).toISOString();
  const answers = await Promise.all(
    (['operations', 'engineer', 'risk_manager'] as const).map(async (role) =>
      stage.run(confirmStorm, { firingId, until }, await stage.by(role)),
    ),
  );
  const sum = answers.reduce(
    (all, answer) => all + (answer.ok ? (answer.value as { confirmed: number }).confirmed : 0),
    0,
  );
  expect(sum).toBe(20);
  expect(await unconfirmed()).toEqual([]);
  // Whoever is on call was told, risk managers and super admins are spared; the ten minutes of the executives still run.
  const one = await stage.firing('order-7');
  expect(one.next_step_at).toEqual(new Date(one.fired_at.getTime() + 600_000));
});

test('rejected parts go when somebody has looked, those of later stay', async () => {
  await stage.deliver({ nonsense: true }, { status: 'firing' });
  await stage.rounds();
  const unseen = async () =>
    Number(
      (await stage.owner.query('SELECT count(*) FROM rejected_alerts WHERE seen_at IS NULL')).rows[0].count,
    );
  expect(await unseen()).toBe(2);
  const engineer = await stage.by('engineer');
  const early = { until: '2026-01-01T00:00:00Z' };
  expect(await stage.run(seeRejected, early, engineer)).toMatchObject({ ok: true, value: { seen: 0 } });
  expect(await unseen()).toBe(2);
  const until = (await stage.now()).toISOString();
  expect(await stage.run(seeRejected, { until }, engineer)).toMatchObject({ ok: true, value: { seen: 2 } });
  expect(await unseen()).toBe(0);
});
