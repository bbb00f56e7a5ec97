// Around the emergency stop: it passes a full pool, is recorded whatever words an edge took, and commands are carried out once.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { actorOfBearer } from '#app/_entry/actor.ts';
import type { ExecutorCommandName } from '#lib/catalog/executor-commands.ts';
import { commandStep } from '#lib/commands/runs/command-step.ts';
import { commandExecutors } from '#lib/commands/venue/command-executors.ts';
import { emergencyStop } from '#lib/commands/venue/emergency-stop.ts';
import { recordEdgeStop } from '#lib/commands/venue/record-edge-stop.ts';
import { ask } from '#lib/reads/read.ts';
import { readEmergencyStops } from '#lib/reads/venue/read-emergency-stops.ts';
import { type Actor, SYSTEM } from '#lib/rules/actor.ts';
import { database } from '#lib/store/client.ts';
import { execute } from '#lib/write/execute.ts';
import { createExecutor, type ExecutorOptions } from '#sdk/executor.ts';
import { createAccount } from '#test/console-accounts.ts';
import { answered } from '#test/console-database.ts';
import { openStage, type Running, type Stage } from './sdk-processes.ts';

let stage: Stage;
let edge: Running;
let admin: Actor;

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 15_000, interval: 25 });

beforeAll(async () => {
  stage = await openStage();
  edge = await stage.edge('edge-a');
  admin = await actorOfBearer((await createAccount('super_admin')).token);
}, 60_000);

afterAll(() => stage.close());

/** Orders something of every executor; answers the command's id. */
async function order(command: ExecutorCommandName): Promise<string> {
  const sent = await answered(() => execute(commandExecutors, { command, reason: 'A test' }, admin));
  if (!sent.ok) throw new Error(sent.error.message);
  return sent.value.commandId;
}

async function progress(commandId: string): Promise<string | undefined> {
  const { rows } = await stage.owner.query(
    'SELECT state, done, total FROM executor_progress WHERE command_id = $1',
    [commandId],
  );
  return rows[0] && `${rows[0].state} ${rows[0].done}/${rows[0].total}`;
}

describe('an executor that ends in the middle of a command', () => {
  test('does not repeat what is done, and begins again what broke off, also when the edge has forgotten', async () => {
    const begun: string[] = [];
    const options = (carryOut: ExecutorOptions['carryOut']): ExecutorOptions => ({
      ...{ edges: [edge.url], apiKey: stage.key, executorId: 'executor-test' },
      file: join(stage.folder, 'executor-test.json'),
      state: () => ({ connected: true, openOrders: 0, positions: [], breakers: [] }),
      carryOut(command, ...rest) {
        begun.push(command.command);
        return carryOut(command, ...rest);
      },
    });
    const first = createExecutor(
      options(async ({ command }, say) => {
        if (command === 'cancel_all_orders') return say(2, 2);
        say(1, 3);
        await new Promise(() => {});
      }),
    );
    const cancel = await order('cancel_all_orders');
    const close = await order('close_all_positions');
    await until(async () =>
      expect([await progress(cancel), await progress(close)]).toEqual(['done 2/2', 'running 1/3']),
    );
    await first.close();
    await edge.end('SIGKILL');
    edge = await stage.edge('edge-a', { port: edge.port });

    const second = createExecutor(options(async (_command, say) => say(3, 3)));
    await until(async () =>
      expect([await progress(cancel), await progress(close)]).toEqual(['done 2/2', 'done 3/3']),
    );
    await second.close();
    expect(begun).toEqual(['cancel_all_orders', 'close_all_positions', 'close_all_positions']);
  });
});

describe('the press', () => {
  test('does not queue behind reads that hold every connection', async () => {
    let finished = 0;
    const reads = Array.from({ length: 60 }, () =>
      database().$queryRaw`SELECT pg_sleep(0.8)::text`.then(
        () => {
          finished += 1;
        },
        () => {},
      ),
    );
    const press = await execute(emergencyStop, { reason: 'Reads are heavy', confirm: 'STOP' }, admin);
    expect(press).toMatchObject({ ok: true, value: { changed: true } });
    // The pool has ten; the eleventh read ends only after the first.
    expect(finished).toBeLessThanOrEqual(10);
    await Promise.all(reads);
    expect(finished).toBeGreaterThan(0);
  });

  test('calls for closing by hand when the executors had time and say nothing, left in the middle or fell silent', async () => {
    await answered(() => execute(emergencyStop, { reason: 'Reads are heavy', confirm: 'STOP' }, admin));
    const byHand = async () => {
      const read = await ask(readEmergencyStops, {}, admin);
      if (!read.ok) throw new Error(read.error.message);
      return read.value.open?.closeByHand;
    };
    const recorded = (secondsAgo: number) =>
      stage.owner.query(
        'UPDATE emergency_stops SET recorded_at = clock_timestamp() - make_interval(secs => $1) WHERE restarted_at IS NULL',
        [secondsAgo],
      );
    const start = (carryOut: ExecutorOptions['carryOut']) =>
      createExecutor({
        ...{ edges: [edge.url], apiKey: stage.key, executorId: 'executor-test', carryOut },
        file: join(stage.folder, 'executor-test.json'),
        state: () => ({ connected: true, openOrders: 0, positions: [], breakers: [] }),
      });
    // Ahead, so that a slow test is still within the time.
    await recorded(-3_600);
    expect(await byHand()).toBe(false);
    await recorded(11);
    expect(await byHand()).toBe(true);

    const slow = start(() => new Promise(() => {}));
    await until(async () => expect(await byHand()).toBe(false));
    await slow.close();
    await until(async () => expect(await byHand()).toBe(true));
    await stage.owner.query(
      "UPDATE executors SET left_at = NULL, last_seen_at = clock_timestamp() - interval '7 seconds'",
    );
    expect(await byHand()).toBe(true);

    const able = start(async () => {});
    await until(async () => {
      const read = await ask(readEmergencyStops, {}, admin);
      expect(read.ok && read.value.open?.commands.every(({ done }) => done)).toBe(true);
    });
    expect(await byHand()).toBe(false);
    await able.close();
  });

  test('does not queue behind other urgent commands that wait for a run', async () => {
    const runId = randomUUID();
    const step = { key: 'cancel', title: 'Cancel', kind: 'command', command: 'cancel_all_orders' };
    const stages = [{ key: 'stage', title: 'Stage', goalSeconds: 30, steps: [step] }];
    await stage.owner.query(
      `INSERT INTO procedure_runs (id, procedure_key, procedure, title, reason, started_name)
       VALUES ($1, 'test', $2, 'Test', 'test', 'Somebody')`,
      [runId, JSON.stringify({ key: 'test', title: 'Test', kind: 'rollback', stages })],
    );
    await stage.owner.query('BEGIN');
    await stage.owner.query('SELECT 1 FROM procedure_runs WHERE id = $1 FOR UPDATE', [runId]);
    let ended = 0;
    const steps = Array.from({ length: 6 }, () =>
      execute(commandStep, { runId, step: 'cancel' }, admin).finally(() => {
        ended += 1;
      }),
    );
    try {
      // Two hold every connection that urgent commands share; four more stand before the next one.
      await until(async () => {
        const { rows } = await stage.owner.query('SELECT DISTINCT pid FROM pg_locks WHERE NOT granted');
        expect(rows).toHaveLength(2);
      });
      const press = await execute(emergencyStop, { reason: 'Steps wait', confirm: 'STOP' }, admin);
      expect(press).toMatchObject({ ok: true });
      expect(ended).toBeLessThanOrEqual(2);
    } finally {
      await stage.owner.query('ROLLBACK');
      await Promise.all(steps);
    }
  });

  test('holds what leads back to trading, in the database too; closing and resetting pass', async () => {
    const held = await answered(() =>
      execute(commandExecutors, { command: 'reconnect', reason: 'Too early' }, admin),
    );
    expect(held).toMatchObject({ ok: false, error: { code: 'latched' } });
    await order('close_all_positions');
    for (const command of ['reconnect', 'resume_trading']) {
      const inserted = stage.owner.query(
        `INSERT INTO executor_commands (id, command, reason, issued_by_kind, issued_by_id, issued_by_name, expires_at)
         VALUES ($1, $2, 'x', 'system', 'x', 'x', now())`,
        [randomUUID(), command],
      );
      await expect(inserted).rejects.toMatchObject({ code: 'BH001' });
    }
  });
});

describe('a stop that an edge reports', () => {
  const WORDS = ['<b>Stop</b> everything', '🔥🔥', 'Stop\u200bnow'];

  async function report(reason: string, key = 'sdk test'): Promise<string> {
    const id = randomUUID();
    const client = new pg.Client({ connectionString: stage.databaseUrl });
    await client.connect();
    try {
      await client.query(
        `INSERT INTO edge_stop_reports (id, edge_id, pressed_at, key_id, reason)
         VALUES ($1, 'edge-b', now(), $3, $2)`,
        [id, reason, await keyOf(key)],
      );
    } finally {
      await client.end();
    }
    return id;
  }

  async function keyOf(name: string): Promise<string> {
    const { rows } = await stage.owner.query('SELECT id FROM api_keys WHERE name = $1', [name]);
    return rows[0]?.id ?? randomUUID();
  }

  async function entries(id: string) {
    const { rows } = await stage.owner.query(
      "SELECT kind, reason FROM audit_log WHERE kind LIKE 'emergency-stop.%' AND details LIKE '%' || $1 || '%'",
      [id],
    );
    return rows;
  }

  test.each(WORDS)('joins the open one whatever its words are: %s', async (words) => {
    const id = await report(words);
    expect(await answered(() => execute(recordEdgeStop, { stopId: id }, SYSTEM))).toMatchObject({ ok: true });
    expect(await entries(id)).toEqual([
      { kind: 'emergency-stop.joined', reason: expect.stringContaining('cannot be shown') },
    ]);
  });

  test('is recorded although this database does not know the key', async () => {
    const id = await report('Database restored', 'made after the backup');
    expect(await answered(() => execute(recordEdgeStop, { stopId: id }, SYSTEM))).toMatchObject({ ok: true });
    expect(await entries(id)).toEqual([{ kind: 'emergency-stop.joined', reason: 'Database restored' }]);
  });

  test('becomes the stop when none is open, whatever its words are', async () => {
    await stage.owner.query(
      `INSERT INTO procedure_runs (procedure_key, procedure, title, subject_kind, subject_id, reason, started_name, completed_at)
       SELECT 'recovery-after-stop', '{}', 'Recovery', 'emergency-stop', id, 'test', 'Somebody', clock_timestamp()
       FROM emergency_stops WHERE restarted_at IS NULL`,
    );
    await stage.owner.query(
      'UPDATE emergency_stops SET restarted_at = clock_timestamp() WHERE restarted_at IS NULL',
    );
    const id = await report(WORDS[0] ?? '');
    expect(await answered(() => execute(recordEdgeStop, { stopId: id }, SYSTEM))).toMatchObject({
      ok: true,
      value: { changed: true, stopId: id },
    });
    expect(await entries(id)).toContainEqual({
      kind: 'emergency-stop.pressed',
      reason: expect.stringContaining('cannot be shown'),
    });
  });
});
