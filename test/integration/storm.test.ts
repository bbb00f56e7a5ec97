// A storm in one hand: everything alike that was seen is confirmed and acted on, nothing else is; and rejected parts are put away once looked at.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { actOnStorm } from '#lib/commands/alerts/act-on-storm.ts';
import { confirmStorm } from '#lib/commands/alerts/confirm-storm.ts';
import { seeRejected } from '#lib/commands/alerts/see-rejected.ts';
import { readAlerts } from '#lib/reads/alerts/read-alerts.ts';
import { ask } from '#lib/reads/read.ts';
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

const actedOf = async () =>
  (
    await stage.owner.query(
      `SELECT fingerprint, change_set_id AS set, awaits_id AS awaits, confirmed_by_name AS confirmed, effective_at AS effective
       FROM firings WHERE acted_at IS NOT NULL ORDER BY fingerprint`,
    )
  ).rows;

const seenNow = async () => ({ until: (await stage.now()).toISOString() });

test('one press acts for all of them: one change set, an entry for each, and the clock of each waits for it', async () => {
  await stage.hear('router-01');
  for (const name of ['one', 'two', 'three']) await stage.fire('hl-disconnected', name, { ago: 30 });
  const { id: firingId } = await stage.firing('two');
  await stage.fire('hot-wallet-low', 'another');
  await stage.fire('hl-disconnected', 'drill', { labels: { bulkhead_drill: 'true' } });
  const asked = { firingId, ...(await seenNow()) };
  await stage.fire('hl-disconnected', 'later');
  const engineer = await stage.by('engineer');
  const press = () => stage.run(actOnStorm, asked, engineer);
  const answer = await press();
  expect(answer).toMatchObject({ ok: true, value: { acted: 3, left: 0, changeSetId: expect.any(String) } });
  const { changeSetId: set } = (answer as { value: { changeSetId: string } }).value;
  expect(await stage.valueOf('new_orders_enabled')).toBe(false);
  const each = { set, awaits: set, confirmed: 'Test engineer', effective: null };
  expect(await actedOf()).toEqual(['one', 'three', 'two'].map((fingerprint) => ({ fingerprint, ...each })));
  const [entry] = await stage.entries(firingId);
  expect(entry).toMatchObject({
    ...{ kind: 'alert.acted', details: { storm: 3 } },
    reason: expect.stringMatching(/^Action of alert A-\d+ and 2 more like it: HL is disconnected$/),
  });
  expect(await press()).toMatchObject({ ok: true, value: { acted: 0, left: 0, changeSetId: null } });

  await stage.hear('router-01');
  await stage.rounds();
  expect((await actedOf()).filter(({ effective }) => effective !== null)).toHaveLength(3);
});

test('three at the same moment: each firing is acted on once, by one of them, in one change set', async () => {
  for (let index = 0; index < 12; index++) await stage.fire('hl-margin-low', `margin-${index}`);
  const asked = { firingId: (await stage.firing('margin-3')).id, ...(await seenNow()) };
  const answers = await Promise.all(
    (['operations', 'engineer', 'risk_manager'] as const).map(async (role) =>
      stage.run(actOnStorm, asked, await stage.by(role)),
    ),
  );
  const acted = answers.map((answer) => (answer.ok ? (answer.value as { acted: number }).acted : -1));
  expect(acted.toSorted((a, b) => a - b)).toEqual([0, 0, 12]);
  expect(new Set((await actedOf()).map(({ set }) => set)).size).toBe(1);
});

test('markets of a storm: all of them in one change set, press by press; firings that name none are left, and said', async () => {
  const operations = await stage.by('operations');
  const press = async (name: string) =>
    stage.run(actOnStorm, { firingId: (await stage.firing(name)).id, ...(await seenNow()) }, operations);
  await stage.fire('price-deviation', 'xrp', { labels: { symbol: 'XRP' } });
  await press('xrp');
  const alerts = [];
  for (let index = 0; index < 201; index++)
    alerts.push(await stage.alert('price-deviation', `eth-${index}`, { labels: { symbol: 'ETH' } }));
  alerts.push(await stage.alert('price-deviation', 'sol', { labels: { symbol: 'SOL' } }));
  alerts.push(await stage.alert('price-deviation', 'none'));
  await stage.deliver(...alerts);
  await stage.rounds();
  await stage.fire('price-deviation', 'drill', { labels: { symbol: 'BTC', bulkhead_drill: 'true' } });
  const cards = async () => {
    const board = await ask(readAlerts, {}, operations);
    return board.ok
      ? board.value.groups.map(({ drill, count, unacted, action }) => ({ drill, count, unacted, action }))
      : [];
  };
  const value = ['ETH', 'SOL', 'XRP'];
  // The one that names no market is open, and is not acted for; drills are a card of their own, after what is real.
  expect(await cards()).toEqual([
    {
      ...{ drill: false, count: 204, unacted: 202 },
      action: expect.objectContaining({
        heldBy: null,
        changes: [expect.objectContaining({ newValue: value })],
      }),
    },
    { drill: true, count: 1, unacted: 1, action: expect.anything() },
  ]);
  const first = await press('eth-0');
  expect(first).toMatchObject({ value: { acted: 200, left: 2, changeSetId: expect.any(String) } });
  expect(await stage.valueOf('hl_routing_paused_symbols')).toEqual(value);
  expect(await press('eth-0')).toMatchObject({ value: { acted: 2, left: 0, changeSetId: null } });
  const { changeSetId: set } = (first as { value: { changeSetId: string } }).value;
  expect((await actedOf()).filter(({ awaits }) => awaits === set)).toHaveLength(202);
  expect(await press('none')).toMatchObject({
    error: { code: 'conflict', message: expect.stringContaining('market') },
  });
});

test('a drill moves no switch; without an action it takes what was done; a difference that moved is refused', async () => {
  const operations = await stage.by('operations');
  const act = async (name: string, more: object = {}) =>
    stage.run(
      actOnStorm,
      { firingId: (await stage.firing(name)).id, ...(await seenNow()), ...more },
      operations,
    );
  for (const name of ['drill-1', 'drill-2'])
    await stage.fire('asset-mismatch', name, { labels: { bulkhead_drill: 'true' } });
  expect(await act('drill-1')).toMatchObject({ value: { acted: 2, changeSetId: null } });
  expect(await stage.valueOf('trading_enabled')).toBe(true);
  expect((await actedOf()).every(({ effective }) => effective !== null)).toBe(true);

  for (const name of ['fill-1', 'fill-2']) await stage.fire('fill-rate-low', name);
  expect(await act('fill-1')).toMatchObject({ error: { code: 'invalid_reason' } });
  expect(await act('fill-1', { reason: 'Restarted the router' })).toMatchObject({ value: { acted: 2 } });

  await stage.fire('asset-mismatch', 'real');
  expect(await act('real', { expected: '1.1' })).toMatchObject({ error: { code: 'conflict' } });
});

test('no other press may claim the change set of a storm', async () => {
  await stage.fire('hot-wallet-low', 'mine');
  const asked = { firingId: (await stage.firing('mine')).id, ...(await seenNow()) };
  await stage.run(actOnStorm, asked, await stage.by('operations'));
  const [{ set }] = await actedOf();
  await stage.fire('hot-wallet-low', 'forged');
  const forged = stage.owner.query(
    `UPDATE firings SET acted_at = now(), acted_by_kind = 'person', acted_by_id = 'x', acted_by_name = 'Somebody',
       change_set_id = $1, awaits_id = $1 WHERE fingerprint = 'forged'`,
    [set],
  );
  await expect(forged).rejects.toMatchObject({ code: 'BH001' });
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
