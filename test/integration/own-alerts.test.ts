// Bulkhead's own alerts on a real PostgreSQL: raised through the path of all others, over when their cause is gone.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OWN_ALERTS } from '#lib/catalog/alerts/own.ts';
import { actOnFiring } from '#lib/commands/alerts/act-on-firing.ts';
import { raiseDrill } from '#lib/commands/alerts/raise-drill.ts';
import { resolveFiring } from '#lib/commands/alerts/resolve-firing.ts';
import { pressLevel } from '#lib/commands/changes/press-level.ts';
import { recordMissedBudget } from '#lib/commands/changes/record-missed-budget.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { tellOwnAlerts } from '#lib/store/alerts/own-alerts.ts';
import { createSteadiness, STEADY_AFTER_MS } from '#worker/own-rounds.ts';
import { type AlertStage, openAlertStage } from './alert-stage.ts';

let stage: AlertStage;
const ALL: ReadonlySet<string> = new Set(Object.keys(OWN_ALERTS).filter((key) => key !== 'alerts-lost'));
const reason = 'A test of own alerts says so';

beforeAll(async () => {
  stage = await openAlertStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  for (const instance of ['router-01', 'router-02']) await stage.hear(instance);
});

/** A look, and the round that takes what it says; looking again at once says nothing new. */
async function look(judged = ALL): Promise<number> {
  const told = await tellOwnAlerts(judged);
  expect(await tellOwnAlerts(judged)).toBe(0);
  await stage.rounds();
  expect(await tellOwnAlerts(judged)).toBe(0);
  return told;
}

async function open(alert: string) {
  const { rows } = await stage.owner.query(
    'SELECT id, fingerprint, source, priority FROM firings WHERE alert = $1 AND resolved_at IS NULL ORDER BY number',
    [alert],
  );
  return rows;
}

const silence = (instance: string) =>
  stage.owner.query(
    "UPDATE instances SET last_seen_at = clock_timestamp() - interval '7 seconds' WHERE id = $1",
    [instance],
  );

test('a venue in order says nothing', async () => {
  expect(await look()).toBe(0);
});

test('an instance that falls silent, and is heard again; somebody cannot say it away', async () => {
  await silence('router-02');
  expect(await look()).toBe(1);
  const [firing] = await open('instance-silent');
  expect(firing).toMatchObject({
    fingerprint: 'instance-silent:router-02',
    source: 'bulkhead',
    priority: 'P0',
  });
  expect(
    await stage.run(resolveFiring, { firingId: firing.id, reason }, await stage.by('operations')),
  ).toMatchObject({
    error: { code: 'conflict', message: expect.stringContaining('watches this itself') },
  });
  await stage.hear('router-02');
  expect(await look()).toBe(1);
  expect(await open('instance-silent')).toEqual([]);
});

test('after an interruption nobody counts as silent until they had time to be heard', async () => {
  const judgedAt = createSteadiness();
  const judges = (at: number) => judgedAt(at).has('instance-silent');
  expect(judges(0)).toBe(false);
  for (let at = 2_000; at < STEADY_AFTER_MS; at += 2_000) expect(judges(at)).toBe(false);
  expect(judges(STEADY_AFTER_MS)).toBe(true);
  expect(judges(STEADY_AFTER_MS + 60_000)).toBe(false);
  expect(judgedAt(STEADY_AFTER_MS + 60_001).has('audit-broken')).toBe(true);
  await silence('router-01');
  expect(await look(judgedAt(STEADY_AFTER_MS + 60_002))).toBe(0);
});

test('a change over its budget names who lags, and is over when the last has it', async () => {
  const risk = await stage.by('risk_manager');
  const made = await stage.run(setSwitch, { switch: 'force_hl_latency_ms', value: 300, reason }, risk);
  const changeSetId = made.ok ? made.value.changeSetId : '';
  await stage.hear('router-01');
  await stage.owner.query("UPDATE instances SET registered_at = registered_at - interval '1 hour'");
  await stage.owner.query('ALTER TABLE change_sets DISABLE TRIGGER USER');
  await stage.owner.query(
    "UPDATE change_sets SET committed_at = committed_at - interval '1 minute' WHERE id = $1",
    [changeSetId],
  );
  await stage.owner.query('ALTER TABLE change_sets ENABLE TRIGGER USER');
  expect(await stage.run(recordMissedBudget, { changeSetId }, SYSTEM)).toMatchObject({
    value: { missed: true },
  });
  expect(await look()).toBe(1);
  const [firing] = await open('propagation-slow');
  const { rows } = await stage.owner.query('SELECT annotations FROM firings WHERE id = $1', [firing.id]);
  expect(JSON.stringify(rows)).toContain('late: router-02');
  await stage.hear('router-02');
  expect(await look()).toBe(1);
  expect(await open('propagation-slow')).toEqual([]);
});

describe('the venue', () => {
  test('an audit chain that is broken, and found sound again', async () => {
    await stage.owner.query("UPDATE audit_integrity SET broken_seq = 3, broken_why = 'Entry 3 was changed'");
    expect(await look()).toBe(1);
    expect(await open('audit-broken')).toHaveLength(1);
    await stage.owner.query('UPDATE audit_integrity SET broken_seq = NULL, broken_why = NULL');
    await look();
    expect(await open('audit-broken')).toEqual([]);
  });

  test('a value written past Bulkhead, an override too, and an instance ahead of the matrix', async () => {
    await stage.owner.query("UPDATE switch_values SET value = '7' WHERE switch = 'hedge_max_leverage'");
    await stage.owner.query(
      "INSERT INTO switch_values (switch, symbol, value, epoch, revision) SELECT 'normal_threshold', 'BTC', '\"9\"', epoch, revision FROM matrix_head",
    );
    await stage.owner.query("UPDATE instances SET revision = 999999 WHERE id = 'router-02'");
    expect(await look()).toBe(3);
    expect((await open('config-drift')).map(({ fingerprint }) => fingerprint).sort()).toHaveLength(3);
    await stage.owner.query("UPDATE switch_values SET value = '3' WHERE switch = 'hedge_max_leverage'");
    await stage.owner.query("DELETE FROM switch_values WHERE switch = 'normal_threshold' AND symbol = 'BTC'");
    await stage.owner.query(
      "UPDATE instances SET revision = (SELECT revision FROM matrix_head) WHERE id = 'router-02'",
    );
    expect(await look()).toBe(3);
    expect(await open('config-drift')).toEqual([]);
  });

  test('a level of which something was changed, until it is pressed again', async () => {
    const admin = await stage.by('super_admin');
    expect(await stage.run(pressLevel, { level: 2, reason }, admin)).toMatchObject({ ok: true });
    expect(await look()).toBe(0);
    await stage.owner.query("UPDATE switch_values SET value = 'true' WHERE switch = 'new_orders_enabled'");
    await look();
    expect(await open('level-drift')).toMatchObject([{ priority: 'P1' }]);
    await stage.owner.query("UPDATE switch_values SET value = 'false' WHERE switch = 'new_orders_enabled'");
    await look();
    expect(await open('level-drift')).toEqual([]);
  });

  test('a deadline that has passed', async () => {
    const risk = await stage.by('risk_manager');
    const until = new Date((await stage.now()).getTime() + 3_600_000).toISOString();
    const temporary = { switch: 'max_order_size_internal', value: '9000', reason, until };
    expect(await stage.run(setSwitch, temporary, risk)).toMatchObject({ ok: true });
    for (const instance of ['router-01', 'router-02']) await stage.hear(instance);
    expect(await look()).toBe(0);
    await stage.owner.query('ALTER TABLE value_deadlines DISABLE TRIGGER USER');
    await stage.owner.query(
      "UPDATE value_deadlines SET until = until - interval '2 hours' WHERE ended_at IS NULL",
    );
    await stage.owner.query('ALTER TABLE value_deadlines ENABLE TRIGGER USER');
    expect(await look()).toBeGreaterThanOrEqual(1);
    expect(await open('deadline-passed')).not.toHaveLength(0);
  });
});

describe('the pipeline', () => {
  test('whose heartbeat stays away; one that was taken away for good is said to be over, once', async () => {
    await stage.owner.query(
      "INSERT INTO pipelines VALUES ('prometheus', clock_timestamp() - interval '121 seconds')",
    );
    expect(await look()).toBe(1);
    const [firing] = await open('pipeline-silent');
    const operator = await stage.by('operations');
    expect(
      await stage.run(actOnFiring, { firingId: firing.id, reason: 'Restarted Prometheus' }, operator),
    ).toMatchObject({
      ok: true,
    });
    expect(await stage.run(resolveFiring, { firingId: firing.id, reason }, operator)).toMatchObject({
      ok: true,
    });
    expect(await look()).toBe(0);
  });

  test('that left alerts out says how many, until somebody has looked', async () => {
    await stage.deliverWhole({ truncatedAlerts: 40, alerts: [] });
    await stage.rounds();
    const [firing] = await open('alerts-lost');
    expect(firing).toMatchObject({ source: 'bulkhead', priority: 'P0' });
    expect(await look()).toBe(0);
    expect(await open('alerts-lost')).toHaveLength(1);
    expect(
      await stage.run(resolveFiring, { firingId: firing.id, reason }, await stage.by('engineer')),
    ).toMatchObject({
      value: { changed: true },
    });
  });
});

test('a drill goes the way of all alerts, moves no switch, and is not mistaken for what is really wrong', async () => {
  const operator = await stage.by('operations');
  for (const alert of ['instance-silent', 'hl-margin-low'])
    expect(await stage.run(raiseDrill, { alert, reason }, operator)).toMatchObject({
      value: { changed: true },
    });
  expect(await stage.run(raiseDrill, { alert: 'price-deviation', reason }, operator)).toMatchObject({
    error: { code: 'invalid_input' },
  });
  await stage.rounds();
  const [silent] = await open('instance-silent');
  const [margin] = await open('hl-margin-low');
  await look();
  expect(await open('instance-silent')).toHaveLength(1);
  expect(await stage.run(actOnFiring, { firingId: margin.id }, await stage.by('engineer'))).toMatchObject({
    value: { changed: true, changeSetId: null },
  });
  expect(await stage.valueOf('hl_new_opens_enabled')).toBe(true);
  for (const { id } of [silent, margin])
    expect(await stage.run(resolveFiring, { firingId: id, reason }, operator)).toMatchObject({
      value: { changed: true },
    });
});
