// The emergency stop on a real edge and venue: by the console, by an edge without a database, its latch and its restart.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { commandExecutors } from '#lib/commands/venue/command-executors.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import { recordEdgeStop } from '#lib/commands/venue/record-edge-stop.ts';
import { restartAfterStop } from '#lib/commands/venue/restart-after-stop.ts';
import type { EdgeStopBody } from '#lib/contract/latch.ts';
import { ask } from '#lib/reads/read.ts';
import { readEmergencyStops } from '#lib/reads/venue/read-emergency-stops.ts';
import { readPositions } from '#lib/reads/venue/read-positions.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { createAccount } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import { agreed } from '#test/second-person.ts';
import { type Cable, layCable } from './edge-cable.ts';
import { openStage, type Running, type Stage } from './sdk-processes.ts';

const INSTANCES = 5;
/** By hand from manual 2, part 8, and product.md section 3. */
const STOPPED = {
  ...{ trading_enabled: false, new_orders_enabled: false, strategies_enabled: false },
  ...{ global_betting_enabled: false, routing_mode: 'HL_MODE' },
};
const reason = 'Severe bug in matching';
let stage: Stage;
let edge: Running;
let cable: Cable;
let admin: Actor;
let operator: Actor;

const until = (check: () => void | Promise<void>, timeout = 15_000) =>
  vi.waitFor(check, { timeout, interval: 25 });
const headers = () => ({ authorization: `Bearer ${stage.key}`, 'content-type': 'application/json' });

async function served(): Promise<Record<string, unknown>> {
  const response = await fetch(`${edge.url}/config/switches`, { headers: headers() });
  const { switches } = (await response.json()) as { switches: Record<string, { value: unknown }> };
  return Object.fromEntries(Object.keys(STOPPED).map((name) => [name, switches[name]?.value]));
}

async function status(): Promise<EdgeStopBody> {
  return (await (
    await fetch(`${edge.url}/emergency-stop/status`, { headers: headers() })
  ).json()) as EdgeStopBody;
}

async function stops() {
  const read = await ask(readEmergencyStops, {}, admin);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

async function positions() {
  const read = await ask(readPositions, {}, admin);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

/** A recovery run of this stop that is complete; how a run comes to that is the engine's test. */
async function recovered(stopId: string): Promise<void> {
  await stage.owner.query(
    `INSERT INTO procedure_runs (procedure_key, procedure, title, subject_kind, subject_id, reason, started_name, completed_at)
     VALUES ('recovery-after-stop', '{}', 'Recovery', 'emergency-stop', $1, 'test', 'Somebody', clock_timestamp())`,
    [stopId],
  );
}

async function restart(): Promise<void> {
  const open = (await stops()).open;
  if (!open) return;
  await recovered(open.id);
  await agreed(execute(restartAfterStop, { reason: 'Recovery is complete and reconciled' }, admin));
  await until(async () => expect((await served()).trading_enabled).toBe(true));
}

beforeAll(async () => {
  stage = await openStage();
  cable = await layCable(stage.databaseUrl, 'file');
  edge = await stage.edge('edge-a', { databaseUrl: cable.url });
  await stage.sim(edge, INSTANCES);
  admin = await actorOfBearer((await createAccount('super_admin')).token);
  operator = await actorOfBearer((await createAccount('operations')).token);
  await until(async () => expect((await positions()).positions.length).toBeGreaterThan(1));
}, 60_000);

afterAll(async () => {
  await stage.close();
  cable.takeUp();
});

describe('by the console', () => {
  test('fifty presses at once are one stop; values reach the edge, executors cancel, close and disconnect', async () => {
    const presses = await Promise.all(
      Array.from({ length: 50 }, () =>
        answered(() => execute(emergencyStop, { reason, confirm: 'STOP' }, operator)),
      ),
    );
    const answers = presses.flatMap((press) => (press.ok ? [press.value] : []));
    expect(answers.filter(({ changed }) => changed)).toHaveLength(1);
    expect(new Set(answers.map(({ stopId }) => stopId)).size).toBe(1);
    // A slow machine may have been too busy for some of them, which says that nothing was done.
    for (const press of presses) if (!press.ok) expect(press.error.code).toBe('unavailable');
    await until(async () => expect(await served()).toEqual(STOPPED));
    await until(async () => {
      const { open } = await stops();
      expect(open?.commands.map(({ command, done }) => [command, done])).toEqual([
        ['cancel_all_orders', true],
        ['close_all_positions', true],
        ['disconnect', true],
      ]);
      expect(open?.closeByHand).toBe(false);
    });
    await until(async () => expect((await positions()).positions).toEqual([]));
    expect((await positions()).executors.map(({ connected }) => connected)).toEqual([false, false]);
    const { rows } = await stage.owner.query(
      "SELECT kind, count(*)::int FROM audit_log WHERE kind IN ('emergency-stop.pressed', 'executors.commanded') GROUP BY 1 ORDER BY 1",
    );
    expect(rows).toEqual([
      { kind: 'emergency-stop.pressed', count: 1 },
      { kind: 'executors.commanded', count: 3 },
    ]);
  });

  test('its switches are latched, for people, for Bulkhead and in the database; toward safety everything goes', async () => {
    for (const actor of [admin, SYSTEM]) {
      const raise = { switch: 'trading_enabled', value: true, reason: 'It looks fine to me now' };
      const refused = await answered(() => execute(setSwitch, raise, actor));
      expect(refused.ok ? 'done' : refused.error.code).toBe('latched');
    }
    const lower = { switch: 'large_withdrawals_enabled', value: false, reason: 'More safety' };
    expect(await answered(() => execute(setSwitch, lower, admin))).toMatchObject({ ok: true });
    await stage.owner.query('BEGIN');
    await stage.owner.query(
      `INSERT INTO change_sets (id, epoch, revision, command, actor_kind, actor_id, actor_name, reason, direction, budget_ms, authority)
       VALUES ($1, 1, 99999, 'set-switch', 'system', 'x', 'x', 'x', 'raising', 1, 'system')`,
      ['00000000-0000-4000-8000-0000000000aa'],
    );
    await stage.owner.query(
      `INSERT INTO switch_changes (change_set_id, switch, old_value, new_value, direction, epoch, revision, at)
       VALUES ('00000000-0000-4000-8000-0000000000aa', 'trading_enabled', 'false', 'true', 'raising', 1, 99999, now())`,
    );
    await expect(stage.owner.query('COMMIT')).rejects.toMatchObject({ code: 'BH001' });
    await stage.owner.query('ROLLBACK');
    const resume = { command: 'resume_trading', argument: 'daily-loss', reason: 'Trading again' };
    const latched = await answered(() => execute(commandExecutors, resume, admin));
    expect(latched.ok ? 'done' : latched.error.code).toBe('latched');
  });

  test('nobody restarts alone, nor before the recovery is complete; then all is as it was before', async () => {
    const ask1 = { reason: 'Recovery is complete and reconciled' };
    const early = await answered(() => execute(restartAfterStop, ask1, admin));
    expect(early.ok ? 'done' : early.error.message).toContain('recovery procedure');
    const { open } = await stops();
    await recovered(open?.id ?? '');
    const asked = await answered(() => execute(restartAfterStop, ask1, admin));
    expect(asked).toMatchObject({ ok: true, value: { changed: false, request: { number: 1 } } });
    expect(await served()).toEqual(STOPPED);
    expect((await stops()).open?.restartRequest).not.toBeNull();
    const { approve } = await import('#test/second-person.ts');
    const approved = await approve(asked.ok ? (asked.value.request?.id ?? '') : '');
    expect(approved).toMatchObject({ ok: true, value: { changed: true } });
    await until(async () =>
      expect(await served()).toEqual({
        ...{ trading_enabled: true, new_orders_enabled: true, strategies_enabled: true },
        ...{ global_betting_enabled: true, routing_mode: 'NORMAL_MODE' },
      }),
    );
    expect((await stops()).open).toBeNull();
    const { rows } = await stage.owner.query(
      `SELECT l.reason, l.details::jsonb AS details, l.actor_id = s.approved_by::text AS by_who_agreed
       FROM audit_log l JOIN change_sets s ON s.id = l.change_set_id WHERE l.kind = 'emergency-stop.ended'`,
    );
    expect(rows).toMatchObject([
      {
        ...{ reason: ask1.reason, by_who_agreed: true },
        details: {
          stopId: open?.id,
          request: 'CR-1',
          requestedBy: admin.kind === 'person' ? admin.name : '',
        },
      },
    ]);
  });
});

describe('by an edge, while there is no database', () => {
  test('the key is asked for its scope', async () => {
    const other = `bhk_readonly0_${'r'.repeat(32)}`;
    const { createHash } = await import('node:crypto');
    await stage.owner.query(
      "INSERT INTO api_keys (name, prefix, key_hash, scopes) VALUES ('other', $1, $2, ARRAY['switches:read'])",
      [other.slice(0, 12), createHash('sha256').update(other).digest('hex')],
    );
    await stage.owner.query("SELECT pg_notify('bulkhead_keys', '')");
    const press = (key: string) =>
      fetch(`${edge.url}/emergency-stop`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
    await until(async () => expect((await press(other)).status).toBe(403));
    expect((await press('bhk_nobody')).status).toBe(401);
    expect((await status()).latch).toBeNull();
  });

  test('it stops instances and executors, survives a kill, and is in the log once the database is back', async () => {
    await execute(commandExecutors, { command: 'reconnect', reason: 'Back after the restart' }, admin);
    await until(async () => {
      const { executors, positions: open } = await positions();
      expect(executors.every(({ connected }) => connected)).toBe(true);
      expect(open.length).toBeGreaterThan(0);
    });
    cable.cut();
    const stopId = randomUUID();
    const body = JSON.stringify({ id: stopId, reason: 'Database lost, capital at risk' });
    const pressed = await fetch(`${edge.url}/emergency-stop`, { method: 'POST', headers: headers(), body });
    expect(await pressed.json()).toMatchObject({ changed: true, recorded: false, latch: { id: stopId } });
    expect(await served()).toEqual(STOPPED);
    await until(async () => {
      const { instances, commands } = await status();
      expect(instances).toHaveLength(INSTANCES);
      expect(instances.every(({ latched }) => latched)).toBe(true);
      expect(commands.map(({ executors }) => executors.map(({ state }) => state))).toEqual(
        commands.map(() => ['done', 'done']),
      );
    });

    await edge.end('SIGKILL');
    edge = await stage.edge('edge-a', { databaseUrl: cable.url, port: edge.port });
    expect(await served()).toEqual(STOPPED);
    const again = await fetch(`${edge.url}/emergency-stop`, { method: 'POST', headers: headers(), body: '' });
    expect(await again.json()).toMatchObject({ changed: false, latch: { id: stopId } });

    cable.mend();
    await until(async () => {
      const { rows } = await stage.owner.query('SELECT id FROM edge_stops');
      expect(rows).toEqual([{ id: stopId }]);
    });
    // What the worker's job does.
    expect(await answered(() => execute(recordEdgeStop, { stopId }, SYSTEM))).toMatchObject({
      ok: true,
      value: { changed: true, stopId },
    });
    await until(async () => expect((await status()).latch).toBeNull());
    expect(await served()).toEqual(STOPPED);
    const { open } = await stops();
    expect(open).toMatchObject({
      id: stopId,
      source: 'edge',
      edgeId: 'edge-a',
      pressedBy: { name: 'sdk test' },
    });
    await until(async () =>
      expect((await stops()).open?.commands.map(({ done }) => done)).toEqual([true, true, true]),
    );
    const { rows } = await stage.owner.query(
      "SELECT count(*)::int AS count FROM audit_log WHERE kind = 'emergency-stop.pressed' AND details LIKE '%' || $1 || '%'",
      [stopId],
    );
    expect(rows[0].count).toBe(1);
    await restart();
    const { earlier } = await stops();
    expect(earlier.map(({ id }) => id)).toContain(stopId);
    for (const { id, commands, recovery } of earlier) {
      expect(commands.map((command) => command.stopId)).toEqual([id, id, id]);
      expect(recovery?.completedAt).toEqual(expect.any(String));
    }
    expect(new Set(earlier.map(({ recovery }) => recovery?.runId)).size).toBe(2);
  }, 60_000);
});
