// Degradation levels on a real edge and venue: exactly the manual's "available" list works, leaving brings all back, and what goes wrong in between.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { LEVELS, type Level } from '#lib/catalog/levels.ts';
import { confirmLevel } from '#lib/commands/changes/confirm-level.ts';
import { leaveLevel } from '#lib/commands/changes/leave-level.ts';
import { pressLevel } from '#lib/commands/changes/press-level.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import type { PressAnswer } from '#lib/contract/levels.ts';
import { readLevels } from '#lib/reads/changes/read-levels.ts';
import { ask } from '#lib/reads/read.ts';
import type { Actor } from '#lib/rules/actor.ts';
import { confirmPress } from '#lib/store/changes/levels.ts';
import { database } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import { agreed, approve } from '#test/second-person.ts';
import { openStage, type Running, type Stage } from './sdk-processes.ts';

const INSTANCES = 6;
const reason = 'Liquidation does not answer';
const leaving = 'Fixed, tested and reconciled again';
let stage: Stage;
let venue: Running;
let admin: Actor;
let risk: Actor;

const until = (check: () => void | Promise<void>, timeout = 12_000) =>
  vi.waitFor(check, { timeout, interval: 25 });

async function levels() {
  const read = await ask(readLevels, {}, admin);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

async function press(level: number, by: Actor = admin, current?: number): Promise<PressAnswer> {
  const done = await answered(() =>
    execute(pressLevel, { level, reason, ...(current === undefined ? {} : { current }) }, by),
  );
  if (!done.ok) throw new Error(`${done.error.code}: ${done.error.message}`);
  return done.value;
}

async function appliedBy(revision: number): Promise<void> {
  await until(async () => expect(await stage.applied(revision)).toHaveLength(INSTANCES));
}

/** Leaves with somebody else's approval, and waits until the instances have it. */
async function leave(): Promise<void> {
  const left = await agreed(answered(() => execute(leaveLevel, { reason: leaving }, admin)));
  await appliedBy(left.revision);
}

/** As if the five minutes of observation were over. */
async function observed(pressId: string): Promise<void> {
  await stage.owner.query('ALTER TABLE level_presses DISABLE TRIGGER level_presses_keep');
  await stage.owner.query(
    "UPDATE level_presses SET pressed_at = pressed_at - interval '6 minutes', observe_until = observe_until - interval '6 minutes' WHERE id = $1",
    [pressId],
  );
  await stage.owner.query('ALTER TABLE level_presses ENABLE TRIGGER level_presses_keep');
}

/** Controls that the change set turned down, with who comes back to them, and when. */
async function deadlinesOf(changeSetId: string | null): Promise<object[]> {
  const { rows } = await stage.owner.query(
    `SELECT d.switch, d.kind, d.return_value AS back, d.owner_id AS owner, d.ended_at IS NOT NULL AS ended,
       round(extract(epoch FROM d.until - s.committed_at) / 3600)::int AS hours
     FROM value_deadlines d JOIN change_sets s ON s.id = d.change_set_id WHERE s.id = $1`,
    [changeSetId],
  );
  return rows;
}

/** By level, from what manual 1 has it switch off: controls that protect the venue. */
const LOOSENED = { 1: ['hedge_enabled'], 2: ['liquidation_enabled'], 3: [] };

async function post(path: string, body: object): Promise<number> {
  const response = await fetch(venue.url + path, { method: 'POST', body: JSON.stringify(body) });
  return response.status;
}

const order = { symbol: 'BTC', side: 'buy', notionalUsd: 500, effect: 'open', type: 'market' };

/** What a customer can do at the venue's own API, in the words of the manual's list. */
async function availability(): Promise<Level['available']> {
  const query = (await fetch(`${venue.url}/api/markets`)).status;
  const withdraw = await post('/api/withdrawals', { usd: 5_000 });
  const open = await post('/api/orders', order);
  const close = await post('/api/orders', { ...order, side: 'sell', effect: 'close', heldAt: 'hl' });
  const limit = await post('/api/orders', { ...order, side: 'sell', effect: 'close', type: 'limit' });
  const internal = await post('/api/orders', { ...order, side: 'sell', effect: 'close', heldAt: 'internal' });
  const routed = await fetch(`${venue.url}/api/orders`, { method: 'POST', body: JSON.stringify(order) });
  const { route } = (await routed.json()) as { route?: string };
  const yes = (status: number) => (status === 200 ? 'yes' : 'no');
  return {
    query: yes(query),
    withdraw: yes(withdraw),
    open: yes(open),
    close: close !== 200 ? 'no' : limit === 200 && internal === 200 ? 'yes' : 'limited',
    internalise: route === 'internal' ? 'yes' : 'no',
  };
}

beforeAll(async () => {
  stage = await openStage();
  const edge = await stage.edge('edge-a');
  venue = await stage.sim(edge, INSTANCES);
  await until(async () => expect((await fetch(`${venue.url}/readyz`)).status).toBe(200));
  admin = await actorOfBearer((await createAccount('super_admin')).token);
  risk = await actorOfBearer((await createAccount('risk_manager')).token);
  await until(async () => {
    const { rows } = await stage.owner.query('SELECT count(*)::int AS count FROM instances');
    expect(rows[0].count).toBe(INSTANCES);
  });
}, 60_000);

afterAll(() => stage.close());

test('at level 0 everything works', async () => {
  await until(async () =>
    expect(await availability()).toEqual({
      ...{ query: 'yes', withdraw: 'yes', open: 'yes', close: 'yes', internalise: 'yes' },
    }),
  );
});

describe.each(LEVELS)('level $level', (level) => {
  test("exactly the manual's list works at the venue, and leaving brings everything back", async () => {
    const before = await levels();
    const preview = before.levels.find((one) => one.level === level.level);
    const by = level.level === 3 ? admin : risk;
    const pressed = await press(level.level, by, 0);
    expect(pressed.changed).toBe(true);
    await appliedBy(pressed.revision);
    expect(await availability()).toEqual(level.available);
    const now = await levels();
    expect(now).toMatchObject({ current: level.level, press: { level: level.level, drift: [] } });
    expect(now.levels.find((one) => one.level === level.level)?.changes).toEqual([]);
    const loosened = LOOSENED[level.level].map((name) => ({
      ...{ switch: name, kind: 'loosened', back: true, hours: 4, ended: false },
      owner: by.kind === 'person' ? by.id : '',
    }));
    expect(await deadlinesOf(pressed.changeSetId)).toEqual(loosened);
    expect(preview?.changes.length).toBeGreaterThan(0);
    const back = now.leaving?.changes.map((change) => [change.switch, change.newValue, change.oldValue]);
    const there = preview?.changes.map((change) => [change.switch, change.oldValue, change.newValue]);
    expect(back?.map(String).sort()).toEqual(there?.map(String).sort());
    await leave();
    expect(await deadlinesOf(pressed.changeSetId)).toEqual(
      loosened.map((deadline) => ({ ...deadline, ended: true })),
    );
    expect(await levels()).toMatchObject({ current: 0, press: null, leaving: null });
    expect((await availability()).internalise).toBe('yes');
  });
});

test('level 3 shows browsers a page and tells machines when to come back', async () => {
  const pressed = await press(3);
  await appliedBy(pressed.revision);
  const page = await fetch(`${venue.url}/api/markets`, { headers: { accept: 'text/html' } });
  expect([page.status, page.headers.get('retry-after'), page.headers.get('content-type')]).toEqual([
    503,
    '30',
    'text/html; charset=utf-8',
  ]);
  expect(await page.text()).toContain('closed for maintenance');
  expect(await (await fetch(`${venue.url}/`)).text()).toContain('Closed for maintenance');
  await leave();
});

describe('what goes wrong', () => {
  test('who may press what, and a lower level is left, not pressed', async () => {
    const stop = await answered(() => execute(pressLevel, { level: 3, reason }, risk));
    expect(stop.ok ? 'done' : stop.error.code).toBe('forbidden');
    await press(2, risk);
    const lower = await answered(() => execute(pressLevel, { level: 1, reason }, risk));
    expect(lower.ok ? 'done' : lower.error.message).toContain('leave level 2 instead');
    // What the level set is a super admin's in part: a risk manager presses it, and cannot leave it.
    const left = await answered(() => execute(leaveLevel, { reason: leaving }, risk));
    expect(left.ok ? 'done' : left.error.code).toBe('forbidden');
    expect(await press(2, risk)).toMatchObject({ changed: false });
    await leave();
  });

  test('a stale page is told what holds now; two people at once leave one level in the end', async () => {
    const results = await Promise.all(
      [1, 2].map((level) => answered(() => execute(pressLevel, { level, reason, current: 0 }, risk))),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const refused = results.find((result) => !result.ok);
    expect(refused && !refused.ok ? refused.error : null).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('holds now'),
    });
    await leave();
  });

  test('a request that waits is void when a level changes what it is about', async () => {
    const raise = { switch: 'max_internal_exposure_usd', value: '900000', reason: 'More room for the day' };
    await answered(() => execute(setSwitch, { switch: 'routing_mode', value: 'HL_MODE', reason }, risk));
    const asked = await answered(() =>
      execute(
        setSwitch,
        { switch: 'routing_mode', value: 'BETTING_MODE', reason: 'Betting for the day' },
        risk,
      ),
    );
    if (!asked.ok || !asked.value.request) throw new Error('nothing was asked for');
    expect(await answered(() => execute(setSwitch, raise, risk))).toMatchObject({ ok: true });
    await press(1, risk);
    const approved = await approve(asked.value.request.id);
    expect(approved.ok ? 'done' : approved.error.message).toContain('void');
    await leave();
    expect((await levels()).current).toBe(0);
  });

  test('what somebody changes meanwhile drifts, is kept on leaving, and pressing again sets it back', async () => {
    await press(1, risk);
    await answered(() => execute(setSwitch, { switch: 'hedge_enabled', value: true, reason }, risk));
    const drifted = await levels();
    expect(drifted.current).toBe(0);
    expect(drifted.press?.drift).toMatchObject([{ switch: 'hedge_enabled', pressed: false, value: true }]);
    expect(drifted.leaving?.kept.map((one) => one.switch)).toEqual(['hedge_enabled']);
    await press(1, risk);
    expect((await levels()).press?.drift).toEqual([]);
    await leave();
    const { rows } = await stage.owner.query(
      "SELECT value FROM switch_values WHERE switch = 'hedge_enabled'",
    );
    expect(rows).toEqual([{ value: true }]);
  });

  test('it is confirmed after its five minutes, by database time, once', async () => {
    const { pressId, revision } = await press(1, risk);
    const early = await answered(() => execute(confirmLevel, { pressId }, risk));
    expect(early.ok ? 'done' : early.error.message).toMatch(/Observe it until .* seconds are left/);
    await observed(pressId);
    // One that counts and is not heard, one that has not applied it: neither is in it.
    await stage.owner.query(
      `INSERT INTO instances (id, service, edge_id, mode, epoch, revision, started_at, registered_at, last_seen_at)
       SELECT n, 'router', 'edge-1', 'live', epoch, CASE n WHEN 'lost' THEN revision ELSE 0 END, clock_timestamp(), clock_timestamp(),
         clock_timestamp() + CASE n WHEN 'lost' THEN interval '-1 minute' ELSE interval '10 minutes' END
       FROM matrix_head, unnest(ARRAY['late', 'lost']) n`,
    );
    await appliedBy(revision);
    expect(await answered(() => execute(confirmLevel, { pressId }, risk))).toMatchObject({
      ok: false,
      error: {
        code: 'conflict',
        message: expect.stringContaining('follows level 1: late is behind, lost is silent.'),
        details: { behind: ['late', 'lost'] },
      },
    });
    await stage.owner.query(
      "UPDATE instances SET isolated_at = now(), isolated_by = 'x', isolated_reason = 'x' WHERE id = 'lost'",
    );
    await stage.owner.query(
      "UPDATE instances i SET revision = h.revision FROM matrix_head h WHERE i.id = 'late'",
    );
    expect(await answered(() => execute(confirmLevel, { pressId }, risk))).toMatchObject({
      ok: true,
      value: { changed: true },
    });
    expect(await answered(() => execute(confirmLevel, { pressId }, admin))).toMatchObject({
      ok: true,
      value: { changed: false },
    });
    await stage.owner.query("DELETE FROM instances WHERE id IN ('late', 'lost')");
    await leave();
  });

  test('what was left meanwhile is not confirmed, whoever read it before', async () => {
    const { pressId } = await press(1, risk);
    await observed(pressId);
    await answered(() => execute(setSwitch, { switch: 'hedge_enabled', value: true, reason }, risk));
    const again = await press(1, risk);
    expect(again.pressId).not.toBe(pressId);
    const late = await answered(() => execute(confirmLevel, { pressId }, risk));
    expect(late.ok ? 'done' : late.error.message).toBe('Level 1 was left already.');
    // The write itself asks as well: between its look and its write another may leave the level.
    const by = { id: risk.kind === 'person' ? risk.id : '', name: 'Risk' };
    expect(await database().$transaction((tx) => confirmPress(tx, pressId, by))).toBe(false);
    await leave();
  });

  test('the authority of a level sets nothing but its switches, whoever writes', async () => {
    const id = '00000000-0000-4000-8000-0000000000bb';
    await stage.owner.query('BEGIN');
    await stage.owner.query(
      `INSERT INTO change_sets (id, epoch, revision, command, actor_kind, actor_id, actor_name, reason, direction, budget_ms, authority)
       VALUES ($1, 1, 99998, 'press-level', 'person', 'x', 'x', 'x', 'rollback', 1, 'level')`,
      [id],
    );
    await stage.owner.query(
      `INSERT INTO switch_changes (change_set_id, switch, old_value, new_value, direction, epoch, revision, at)
       VALUES ($1, 'withdrawal_enabled', 'false', 'true', 'rollback', 1, 99998, now())`,
      [id],
    );
    await expect(stage.owner.query('COMMIT')).rejects.toMatchObject({ code: 'BH001' });
    await stage.owner.query('ROLLBACK');
  });
});
