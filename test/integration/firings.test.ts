// Firings on a real PostgreSQL: clocks from fired by the database's time, who presses what, what Bulkhead does of itself.
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { actOnFiring } from '#lib/commands/alerts/act-on-firing.ts';
import { confirmFiring } from '#lib/commands/alerts/confirm-firing.ts';
import { noteFiring } from '#lib/commands/alerts/note-firing.ts';
import { resolveFiring } from '#lib/commands/alerts/resolve-firing.ts';
import { setAlertPolicy } from '#lib/commands/alerts/set-alert-policy.ts';
import { takeOverFiring } from '#lib/commands/alerts/take-over-firing.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import type { AlertsBody, FiringBody } from '#lib/contract/alerts.ts';
import { readAlerts } from '#lib/reads/alerts/read-alerts.ts';
import { readFiring } from '#lib/reads/alerts/read-firing.ts';
import { ask } from '#lib/reads/read.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { type AlertStage, openAlertStage } from './alert-stage.ts';

let stage: AlertStage;

beforeAll(async () => {
  stage = await openAlertStage();
  await stage.hear('router-01');
  await stage.hear('router-02');
});

afterEach(() => vi.useRealTimers());
afterAll(() => stage.close());

const reason = 'A test of firings says so';
const seconds = (from: Date, to: Date | null) => to && (to.getTime() - from.getTime()) / 1_000;

async function board(actor: Actor): Promise<AlertsBody> {
  const body = await ask(readAlerts, {}, actor);
  if (!body.ok) throw new Error(body.error.message);
  return body.value;
}

async function shown(id: string, actor: Actor): Promise<FiringBody> {
  const body = await ask(readFiring, { id }, actor);
  if (!body.ok) throw new Error(body.error.message);
  return body.value;
}

describe('clocks', () => {
  test('the chain is told step by step from fired on; confirming ends what waits for a confirm', async () => {
    const fired = await stage.fire('hot-wallet-low', 'steps');
    await stage.chain();
    const first = await stage.firing('steps');
    expect([first.told, seconds(fired.fired_at, first.next_step_at)]).toEqual([1, 120]);
    await stage.chain();
    expect((await stage.firing('steps')).told).toBe(1);
    const operator = await stage.by('operations');
    expect(await stage.run(confirmFiring, { firingId: fired.id }, operator)).toMatchObject({
      value: { changed: true },
    });
    const confirmed = await stage.firing('steps');
    expect(seconds(fired.fired_at, confirmed.next_step_at)).toBe(600);
    expect(confirmed.owner_id).toBe('id' in operator ? operator.id : '');
    expect(await stage.run(confirmFiring, { firingId: fired.id }, SYSTEM)).toMatchObject({
      error: { code: 'forbidden' },
    });
    expect(await stage.run(confirmFiring, { firingId: fired.id }, operator)).toMatchObject({
      value: { changed: false },
    });
    expect(await stage.firing('steps')).toMatchObject({ confirmed_at: confirmed.confirmed_at });
  });

  test('a worker that was away tells every step that it missed, once each, in order', async () => {
    const { id } = await stage.fire('hot-wallet-low', 'missed', { ago: 301 });
    await stage.chain();
    await stage.chain();
    const told = (await stage.entries(id)).filter(({ kind }) => kind === 'alert.escalated').reverse();
    expect(told.map(({ details }) => [details.step, details.roles])).toEqual([
      [0, ['operations']],
      [1, ['risk_manager']],
      [2, ['super_admin']],
    ]);
    const { fired_at: firedAt, next_step_at: next } = await stage.firing('missed');
    expect(seconds(firedAt, next)).toBe(600);
  });

  test.each([
    ['an hour fast', 3_600_000],
    ['an hour slow', -3_600_000],
  ])('a worker whose clock is %s tells what is due by the database, and nothing else', async (name, off) => {
    const [due, young] = [`due ${name}`, `young ${name}`].map((one) => one.replaceAll(' ', '-')) as [
      string,
      string,
    ];
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off });
    await stage.fire('hot-wallet-low', due, { ago: 121 });
    await stage.fire('hot-wallet-low', young);
    await stage.chain();
    vi.useRealTimers();
    expect(await stage.firing(due)).toMatchObject({ told: 2 });
    const fresh = await stage.firing(young);
    expect(fresh.told).toBe(1);
    const age = (await stage.now()).getTime() - fresh.received_at.getTime();
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(600_000);
    expect(seconds(fresh.fired_at, fresh.next_step_at)).toBe(120);
  });

  test('a firing that cannot be written holds up the chain of none of the others', async () => {
    const broken = await stage.fire('hot-wallet-low', 'broken');
    await stage.fire('hot-wallet-low', 'sound');
    await stage.owner.query(`
      CREATE FUNCTION break_one() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN IF OLD.fingerprint = 'broken' THEN RAISE EXCEPTION 'a mistake'; END IF; RETURN NEW; END$$;
      CREATE TRIGGER break_one BEFORE UPDATE ON firings FOR EACH ROW EXECUTE FUNCTION break_one()`);
    try {
      await expect(stage.chain()).rejects.toThrow(`escalate-firing of firing ${broken.id} failed`);
    } finally {
      await stage.owner.query('DROP FUNCTION break_one() CASCADE');
    }
    expect(
      await Promise.all(['broken', 'sound'].map(async (name) => (await stage.firing(name)).told)),
    ).toEqual([0, 1]);
    await stage.chain();
    expect((await stage.firing('broken')).told).toBe(1);
  });

  test('a source whose clock is ahead starts no clock late', async () => {
    const fired = await stage.fire('hot-wallet-low', 'ahead', { ago: -3_600 });
    expect(fired.fired_at).toEqual(fired.received_at);
  });

  test('repeats, other labels, late and shuffled deliveries reset and reopen nothing', async () => {
    const fired = await stage.fire('hot-wallet-low', 'steady', { ago: 60 });
    await stage.run(confirmFiring, { firingId: fired.id }, await stage.by('engineer'));
    const before = await stage.firing('steady');
    const same = { startsAt: fired.fired_at };
    const again = await stage.alert('hot-wallet-low', 'steady', same);
    const relabelled = await stage.alert('hot-wallet-low', 'steady', { ...same, labels: { pod: 'b' } });
    const over = await stage.alert('hot-wallet-low', 'steady', { ...same, endsAt: await stage.now() });
    await stage.deliver(again, relabelled, again);
    await stage.rounds();
    expect(await stage.firing('steady')).toMatchObject({
      ...{ id: before.id, fired_at: before.fired_at, received_at: before.received_at },
      ...{ confirmed_at: before.confirmed_at, next_step_at: before.next_step_at, resolved_at: null },
    });
    await stage.deliver(over, again, relabelled, over);
    await stage.rounds();
    await stage.chain();
    const after = await stage.firing('steady');
    expect(after.resolved_at).toEqual(new Date(over.endsAt));
    expect([after.id, after.next_step_at]).toEqual([before.id, null]);
  });
});

describe('hands', () => {
  test('taking over confirms, and names whom it was taken from', async () => {
    const { id } = await stage.fire('asset-mismatch', 'over');
    const [engineer, operator] = [await stage.by('engineer'), await stage.by('operations')];
    expect(await stage.run(takeOverFiring, { firingId: id, from: null }, engineer)).toMatchObject({
      ok: true,
    });
    expect((await stage.firing('over')).confirmed_by_name).toBe('Test engineer');
    expect(await stage.run(takeOverFiring, { firingId: id, from: null }, operator)).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('Test engineer has it now') },
    });
    expect(await stage.run(takeOverFiring, { firingId: id }, operator)).toMatchObject({ ok: true });
    expect((await stage.firing('over')).confirmed_by_name).toBe('Test engineer');
  });

  test('a note is kept for whoever looks later, also once it is over; what is over is not acted on', async () => {
    const { id } = await stage.fire('asset-mismatch', 'noted');
    const [auditor, operator] = [await stage.by('auditor'), await stage.by('operations')];
    await stage.run(resolveFiring, { firingId: id, reason }, operator);
    expect(
      await stage.run(noteFiring, { firingId: id, text: ' Seen in the ledger ' }, auditor),
    ).toMatchObject({
      ok: true,
    });
    expect((await shown(id, auditor)).notes).toMatchObject([
      { by: 'Test auditor', body: 'Seen in the ledger' },
    ]);
    expect(await stage.run(actOnFiring, { firingId: id }, operator)).toMatchObject({
      error: { code: 'conflict' },
    });
    for (const command of [confirmFiring, resolveFiring])
      expect(
        await stage.run(command, { firingId: id, ...(command === resolveFiring && { reason }) }, operator),
      ).toMatchObject({ value: { changed: false } });
    expect(await stage.valueOf('trading_enabled')).toBe(true);
  });
});

describe('the action', () => {
  test('one press by an engineer on call; its clock stops when the last instance has it, not at the press', async () => {
    const { id } = await stage.fire('hl-disconnected', 'press', { ago: 30 });
    await stage.chain();
    const engineer = await stage.by('engineer');
    await stage.by('operations');
    const { action, chain } = await shown(id, engineer);
    // By name, and there is no rota here.
    expect(chain[0]).toMatchObject({
      nobodyOnCall: true,
      told: [{ name: 'Test operations', as: 'operations' }],
    });
    expect(chain).toHaveLength(4);
    expect(action).toMatchObject({
      heldBy: null,
      changes: [{ switch: 'new_orders_enabled', newValue: false }],
    });
    const pressed = await stage.run(actOnFiring, { firingId: id }, engineer);
    expect(pressed).toMatchObject({ ok: true, value: { changed: true } });
    expect(await stage.valueOf('new_orders_enabled')).toBe(false);
    const writes = async () =>
      (await stage.owner.query("SELECT 1 FROM idempotency_records WHERE command = 'note-effective'"))
        .rowCount;
    const before = await writes();
    await stage.hear('router-01');
    await stage.rounds();
    expect(await stage.firing('press')).toMatchObject({ effective_at: null });
    // Nothing is written while there is nothing to note.
    expect(await writes()).toBe(before);
    expect((await shown(id, engineer)).firing.act.stoppedAt).toBeNull();
    await stage.hear('router-02');
    await stage.rounds();
    const {
      effective_at: at,
      acted_at: acted,
      next_step_at: next,
      change_set_id: set,
    } = await stage.firing('press');
    expect(at?.getTime()).toBeGreaterThanOrEqual(acted?.getTime() ?? Number.NaN);
    expect(next).toBeNull();
    expect((await shown(id, engineer)).effect).toMatchObject({ state: 'effective', applied: 2 });
    const { rows } = await stage.owner.query(
      'SELECT authority, direction, reason FROM change_sets WHERE id = $1',
      [set],
    );
    expect(rows).toMatchObject([
      {
        authority: 'alert',
        direction: 'rollback',
        reason: expect.stringMatching(/^Action of alert A-\d+: HL is/),
      },
    ]);
    expect(await stage.run(actOnFiring, { firingId: id }, engineer)).toMatchObject({
      value: { changed: false, changeSetId: set },
    });
  });

  test('what holds already is waited for as well: the change set that set it counts', async () => {
    const { id } = await stage.fire('order-errors', 'held');
    const set = await stage.run(
      setSwitch,
      { switch: 'force_hl_latency_ms', value: 333, reason },
      await stage.by('risk_manager'),
    );
    expect(set.ok).toBe(true);
    expect(await stage.run(actOnFiring, { firingId: id }, await stage.by('operations'))).toMatchObject({
      value: { changed: true, changeSetId: null },
    });
    await stage.rounds();
    const held = await stage.firing('held');
    expect(held.effective_at).toEqual(held.acted_at);
  });

  test('never toward risk: a leverage that is safer already stays', async () => {
    const risk = await stage.by('risk_manager');
    await stage.run(setSwitch, { switch: 'hedge_max_leverage', value: 1, reason }, risk);
    const { id } = await stage.fire('hedge-margin-low', 'safer');
    await stage.run(actOnFiring, { firingId: id }, await stage.by('operations'));
    expect(await stage.valueOf('hedge_max_leverage')).toBe(1);
    expect(await stage.valueOf('hl_new_opens_enabled')).toBe(false);
  });

  test('a price that deviates pauses its market, in amber; a firing that names none is refused', async () => {
    const engineer = await stage.by('engineer');
    const lost = await stage.fire('price-deviation', 'no-market');
    expect(await stage.run(actOnFiring, { firingId: lost.id }, engineer)).toMatchObject({
      error: { code: 'conflict', message: expect.stringContaining('does not name a market') },
    });
    for (const symbol of ['ETH', 'BTC']) {
      const { id } = await stage.fire('price-deviation', symbol, { labels: { symbol } });
      expect(await stage.run(actOnFiring, { firingId: id }, engineer)).toMatchObject({ ok: true });
    }
    expect(await stage.valueOf('hl_routing_paused_symbols')).toEqual(['BTC', 'ETH']);
    const { rows } = await stage.owner.query(
      "SELECT kind, owner_name FROM value_deadlines WHERE switch = 'hl_routing_paused_symbols' AND ended_at IS NULL",
    );
    expect(rows).toEqual([{ kind: 'loosened', owner_name: 'Test engineer' }]);
  });

  test('a difference that has changed since it was shown is not pressed away', async () => {
    const { id } = await stage.fire('asset-mismatch', 'stale');
    expect(
      await stage.run(actOnFiring, { firingId: id, expected: '1.1' }, await stage.by('operations')),
    ).toMatchObject({ error: { code: 'conflict' } });
    expect(await stage.valueOf('trading_enabled')).toBe(true);
  });

  test('an alert without an action is acted on by saying what was done', async () => {
    const { id } = await stage.fire('fill-rate-low', 'deed');
    const engineer = await stage.by('engineer');
    expect(await stage.run(actOnFiring, { firingId: id }, engineer)).toMatchObject({
      error: { code: 'invalid_reason' },
    });
    expect(
      await stage.run(actOnFiring, { firingId: id, reason: 'Restarted the router' }, engineer),
    ).toMatchObject({
      value: { changed: true, changeSetId: null },
    });
    const { acted_at: acted, effective_at: effective } = await stage.firing('deed');
    expect(effective).toEqual(acted);
    expect((await stage.entries(id))[0]).toMatchObject({
      kind: 'alert.acted',
      reason: 'Restarted the router',
    });
  });

  test('two presses at the same moment set it once', async () => {
    const { id } = await stage.fire('stream-interrupted', 'twice');
    const pressers = [
      await stage.by('engineer'),
      await stage.by('operations'),
      await stage.by('risk_manager'),
    ];
    const results = await Promise.all(
      pressers.map((actor) => stage.run(actOnFiring, { firingId: id }, actor)),
    );
    expect(results.filter((one) => one.ok && one.value.changed)).toHaveLength(1);
    expect((await stage.entries(id)).filter(({ kind }) => kind === 'alert.acted')).toHaveLength(1);
  });

  test.each([
    ['another value', 'trading_enabled', 'true', 'false'],
    ['another switch', 'withdrawal_enabled', 'true', 'false'],
  ])('the database takes no %s for the authority of an alert', async (_what, name, to, from) => {
    const { id } = await stage.fire('database-lost', `forged-${name}`);
    const forged = stage.owner.query(
      `BEGIN;
       INSERT INTO change_sets (id, epoch, revision, actor_kind, actor_id, actor_name, command, reason, direction, budget_ms, authority)
         VALUES ('${id}', 1, 900001, 'person', 'x', 'Somebody', 'act-on-firing', 'forged', 'reducing', 1000, 'alert');
       INSERT INTO switch_changes (change_set_id, switch, old_value, new_value, direction, epoch, revision, at)
         VALUES ('${id}', '${name}', '${from}', '${to}', 'reducing', 1, 900001, now());
       UPDATE firings SET acted_at = now(), acted_by_kind = 'person', acted_by_id = 'x', acted_by_name = 'x',
         change_set_id = '${id}', awaits_id = '${id}' WHERE id = '${id}';
       COMMIT`,
    );
    await expect(forged).rejects.toMatchObject({ code: 'BH001' });
    await stage.owner.query('ROLLBACK');
  });
});

describe('what Bulkhead does of itself', () => {
  test('liquidation failing turns liquidation off at once, as the system, with what it rested on; nobody has confirmed', async () => {
    const { id, ...fired } = await stage.fire('liquidation-failing', 'liquidation', {
      labels: { engine: 'a' },
      annotations: { value: '7' },
    });
    expect(await stage.valueOf('liquidation_enabled')).toBe(false);
    expect(fired).toMatchObject({ acted_by_kind: 'system', confirmed_at: null });
    const acted = (await stage.entries(id)).find(({ kind }) => kind === 'alert.acted');
    expect(acted).toMatchObject({
      actor_kind: 'system',
      details: {
        policy: 'execute',
        evidence: {
          fingerprint: 'liquidation',
          labels: expect.arrayContaining([['engine', 'a']]),
          annotations: expect.arrayContaining([['value', '7']]),
        },
      },
    });
    const { rows } = await stage.owner.query('SELECT authority, actor_kind FROM change_sets WHERE id = $1', [
      fired.change_set_id,
    ]);
    expect(rows).toEqual([{ authority: 'alert', actor_kind: 'system' }]);
    await stage.chain();
    expect((await stage.firing('liquidation')).told).toBe(1);
  });

  test('propose prepares the button and presses nothing; a policy is set by those who may, with a reason', async () => {
    const { id } = await stage.fire('database-lost', 'proposed');
    const risk = await stage.by('risk_manager');
    expect(await stage.firing('proposed')).toMatchObject({ acted_at: null });
    expect((await shown(id, risk)).action).toMatchObject({
      label: 'Pause trading',
      heldBy: null,
      changes: [{ switch: 'trading_enabled', oldValue: true, newValue: false }],
    });
    expect(
      await stage.run(setAlertPolicy, { alert: 'database-lost', policy: 'execute', reason: 'short' }, risk),
    ).toMatchObject({ error: { code: 'invalid_reason' } });
    const execute = {
      alert: 'database-lost',
      policy: 'execute',
      reason: 'The venue asks for it in two seconds',
    };
    expect(await stage.run(setAlertPolicy, execute, risk)).toMatchObject({ value: { changed: true } });
    expect(await stage.run(setAlertPolicy, execute, risk)).toMatchObject({ value: { changed: false } });
    await stage.rounds();
    expect(await stage.firing('proposed')).toMatchObject({ acted_by_kind: 'system' });
    expect(await stage.valueOf('trading_enabled')).toBe(false);
  });

  test('off leaves it alone, and a drill never moves a switch: a press counts, its clock stops', async () => {
    const risk = await stage.by('risk_manager');
    await stage.run(
      setAlertPolicy,
      { alert: 'drawdown-breaker', policy: 'execute', reason: 'Set for the drill of today' },
      risk,
    );
    const { id } = await stage.fire('drawdown-breaker', 'drill', { labels: { bulkhead_drill: 'true' } });
    expect(await stage.firing('drill')).toMatchObject({ acted_at: null });
    const { rows: before } = await stage.owner.query('SELECT revision FROM matrix_head');
    expect(await stage.run(actOnFiring, { firingId: id }, await stage.by('engineer'))).toMatchObject({
      value: { changed: true, changeSetId: null },
    });
    const { acted_at: acted, effective_at: effective } = await stage.firing('drill');
    expect(effective).toEqual(acted);
    expect((await stage.owner.query('SELECT revision FROM matrix_head')).rows).toEqual(before);
    await stage.run(setAlertPolicy, { alert: 'drawdown-breaker', policy: 'off', reason }, risk);
    await stage.fire('drawdown-breaker', 'off');
    expect(await stage.firing('off')).toMatchObject({ acted_at: null });
  });
});

describe('raising while a P0 is open', () => {
  const raise = (value: number) => ({
    switch: 'hedge_max_leverage',
    value,
    reason: 'Back to what it was before',
  });

  test('by a risk manager waits for a second person; a super admin’s word is enough', async () => {
    await stage.fire('hot-wallet-low', 'word');
    const risk = await stage.by('risk_manager');
    expect(await stage.run(setSwitch, raise(2), risk)).toMatchObject({
      value: { changed: false, request: { number: expect.any(Number) } },
    });
    expect(await stage.run(setSwitch, raise(2), await stage.by('super_admin'))).toMatchObject({
      value: { changed: true },
    });
  });

  test('the database takes it from nobody else', async () => {
    const { rows } = await stage.owner.query(
      "SELECT person_id FROM person_roles WHERE role = 'risk_manager' LIMIT 1",
    );
    const forged = stage.owner.query(
      `INSERT INTO change_sets (id, epoch, revision, actor_kind, actor_id, actor_name, command, reason, direction, budget_ms, authority)
       VALUES (gen_random_uuid(), 1, 900002, 'person', $1, 'Somebody', 'set-switch', 'forged', 'raising', 1000, 'single')`,
      [rows[0].person_id],
    );
    await expect(forged).rejects.toMatchObject({
      code: 'BH001',
      message: expect.stringContaining('a P0 is open'),
    });
  });
});

describe('the board', () => {
  test('P0 first, one card for each alert with how many there are, whatever the storm', async () => {
    const storm: object[] = [];
    for (let index = 0; index < 45; index += 1)
      storm.push(await stage.alert('latency-high', `storm-${index}`, { ago: index }));
    await stage.deliver(...storm);
    await stage.rounds();
    const auditor = await stage.by('auditor');
    const { groups, resolved } = await board(auditor);
    expect(groups.map(({ priority }) => priority)).toEqual(groups.map(({ priority }) => priority).sort());
    const card = groups.find(({ alert }) => alert === 'latency-high');
    expect(card).toMatchObject({ count: 45, unconfirmed: 45, title: 'Latency stays above one second' });
    expect(card?.firings).toHaveLength(20);
    expect(resolved.map(({ title }) => title)).toContain("Users' assets do not reconcile");
    const held = groups.find(({ alert }) => alert === 'asset-mismatch')?.action;
    expect(held?.heldBy).toMatch(/^You may not carry out/);
  });

  test('what was rejected, what waits, and pipelines that fell silent are on it', async () => {
    await stage.deliver(await stage.alert('hot-wallet-low', 'bad', { labels: { alertname: '' } }), {
      fingerprint: 'x',
    });
    await stage.rounds();
    await stage.owner.query(
      "INSERT INTO pipelines VALUES ('prometheus', clock_timestamp() - interval '121 seconds'), ('other', clock_timestamp())",
    );
    await stage.deliver(await stage.alert('hot-wallet-low', 'waits'));
    const body = await board(await stage.by('operations'));
    expect(body.rejected).toHaveLength(1);
    expect(body.waitingMs).toBeGreaterThanOrEqual(0);
    expect(body.pipelines).toMatchObject([
      { name: 'other', silent: false },
      { name: 'prometheus', silent: true },
    ]);
  });
});
