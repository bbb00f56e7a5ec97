// The write path on a real PostgreSQL: values, audit, revisions, idempotency and races of the matrix commands.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resetToDefault } from '#lib/commands/changes/reset-to-default.ts';
import { rollbackSwitch } from '#lib/commands/changes/rollback-switch.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { undoChangeSet } from '#lib/commands/changes/undo-change-set.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { answered, keepPeople, openConsoleDatabase, person } from '#test/console-database.ts';
import { agreed } from '#test/second-person.ts';

const risk = person('risk_manager');
const admin = person('super_admin');
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
  await keepPeople(owner, risk, admin);
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

async function newest(): Promise<Snapshot> {
  const { rows } = await owner.query('SELECT body FROM snapshots ORDER BY epoch DESC, revision DESC LIMIT 1');
  return rows[0].body;
}

async function auditRows(kind = 'switch.changed'): Promise<number> {
  const { rows } = await owner.query('SELECT count(*)::int AS count FROM audit_log WHERE kind = $1', [kind]);
  return rows[0].count;
}

function answerOf(result: Executed<ChangeAnswer>): ChangeAnswer {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

describe('set-switch', () => {
  test('writes value, snapshot, change set and audit entry as one revision', async () => {
    const before = await newest();
    const answer = answerOf(
      await execute(
        setSwitch,
        { switch: 'normal_threshold', symbol: 'BTC', value: '5000.00', reason: 'Stage 2 limit' },
        risk,
      ),
    );
    expect(answer).toMatchObject({ changed: true, epoch: 1, revision: before.revision + 1 });
    const after = await newest();
    expect(after.revision).toBe(answer.revision);
    expect(after.switches.normal_threshold).toEqual({ value: '10000', overrides: { BTC: '5000' } });
    const { rows } = await owner.query('SELECT * FROM audit_log ORDER BY seq DESC LIMIT 1');
    expect(rows[0]).toMatchObject({
      kind: 'switch.changed',
      subject: 'normal_threshold',
      symbol: 'BTC',
      old_value: '"10000"',
      new_value: '"5000"',
      reason: 'Stage 2 limit',
      actor_name: 'Test risk_manager',
      change_set_id: answer.changeSetId,
    });
  });

  test('a value that holds already changes nothing and leaves no trace', async () => {
    const before = await newest();
    const entries = await auditRows();
    const answer = answerOf(
      await execute(setSwitch, { switch: 'hedge_enabled', value: true, reason: 'no change at all' }, risk),
    );
    expect(answer).toEqual({ changed: false, changeSetId: null, epoch: 1, revision: before.revision });
    expect((await newest()).revision).toBe(before.revision);
    expect(await auditRows()).toBe(entries);
  });

  test('off is null in the database, the snapshot and the audit entry', async () => {
    await agreed(
      execute(
        setSwitch,
        { switch: 'daily_net_loss_limit', value: null, reason: 'No limit during the drill' },
        risk,
      ),
    );
    expect((await newest()).switches.daily_net_loss_limit).toEqual({ value: null });
    const back = answerOf(
      await execute(
        setSwitch,
        { switch: 'daily_net_loss_limit', value: '500000', reason: 'Back to the limit' },
        risk,
      ),
    );
    expect(back.changed).toBe(true);
  });
});

describe('races', () => {
  test('50 writers with the same expected revision: one succeeds, the rest see the newer value, one audit entry', async () => {
    const { rows } = await owner.query(
      "SELECT revision FROM switch_values WHERE switch = 'hedge_max_leverage'",
    );
    const expectedRevision = Number(rows[0].revision);
    const entries = await auditRows();
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        answered(() =>
          execute(
            setSwitch,
            {
              switch: 'hedge_max_leverage',
              value: 1 + (i % 20) / 10,
              reason: `Writer ${i} of fifty`,
              expectedRevision,
            },
            risk,
          ),
        ),
      ),
    );
    const won = results.filter((result) => result.ok);
    expect(won).toHaveLength(1);
    const lost = results.flatMap((result) => (result.ok ? [] : [result.error]));
    expect(new Set(lost.map((error) => error.code))).toEqual(new Set(['conflict']));
    const now = (await newest()).switches.hedge_max_leverage?.value;
    expect(lost.every((error) => error.details?.value === now)).toBe(true);
    expect(await auditRows()).toBe(entries + 1);
  });

  test('the same idempotency key 100 times in parallel: one effect, the same answer; another input is refused', async () => {
    const entries = await auditRows();
    const input = { switch: 'force_hl_latency_ms', value: 400, reason: 'HL is slow today' };
    const results = await Promise.all(
      Array.from({ length: 100 }, () =>
        answered(() => execute(setSwitch, input, risk, { idempotencyKey: 'same-key' })),
      ),
    );
    const answers = results.map((result) => JSON.stringify(answerOf(result)));
    expect(new Set(answers).size).toBe(1);
    expect(results.filter((result) => !result.replayed)).toHaveLength(1);
    expect(await auditRows()).toBe(entries + 1);
    const other = await execute(setSwitch, { ...input, value: 300 }, risk, { idempotencyKey: 'same-key' });
    expect(other.ok ? null : other.error.code).toBe('idempotency_mismatch');
    const somebodyElse = await execute(setSwitch, { ...input, value: 300 }, admin, {
      idempotencyKey: 'same-key',
    });
    expect(somebodyElse.ok).toBe(true);
  });
});

describe('a COMMIT that the database refuses', () => {
  // biome-ignore format: a case a line
  test.each([
    ['a rule of ours that was broken in between', "RAISE EXCEPTION 'held' USING ERRCODE = 'BH001'", 'conflict'],
    ['it took too long', "RAISE EXCEPTION 'too long' USING ERRCODE = 'query_canceled'", 'unavailable'],
  ])('%s: refused in words, nothing changed', async (_why, statement, code) => {
    await owner.query(`
      CREATE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${statement}; END $$;
      CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT ON switch_changes DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse_commit()`);
    try {
      const before = await newest();
      const input = { switch: 'normal_threshold', symbol: 'BTC', value: '4321', reason: 'Never committed' };
      const refused = await execute(setSwitch, input, risk);
      expect(refused.ok ? 'done' : refused.error.code).toBe(code);
      expect(await newest()).toEqual(before);
    } finally {
      await owner.query('DROP TRIGGER refuse_commit ON switch_changes; DROP FUNCTION refuse_commit()');
    }
  });
});

describe('change sets', () => {
  test('are atomic: one bad value and nothing changes', async () => {
    const before = await newest();
    const result = await execute(
      setSwitches,
      {
        changes: [
          { switch: 'hedge_threshold_tier1', value: '50000' },
          { switch: 'hedge_threshold_tier2', value: 'NaN' },
        ],
        reason: 'Half of this is wrong',
      },
      risk,
    );
    expect(result.ok ? null : result.error.code).toBe('invalid_value');
    expect((await newest()).revision).toBe(before.revision);
  });

  test('one switch beyond the authority of the person refuses the whole set, and the refusal is on record', async () => {
    const denials = await auditRows('command.denied');
    const result = await execute(
      setSwitches,
      {
        changes: [
          { switch: 'routing_mode', value: 'NORMAL_MODE' },
          { switch: 'global_betting_enabled', value: true },
        ],
        reason: 'Betting needs a super admin',
      },
      risk,
    );
    expect(result.ok ? null : result.error.code).toBe('forbidden');
    expect(await auditRows('command.denied')).toBe(denials + 1);
  });

  test('undo puts back what was there, overrides included, and refuses when somebody changed it since', async () => {
    const before = (await newest()).switches;
    const set = answerOf(
      await execute(
        setSwitches,
        {
          changes: [
            { switch: 'normal_threshold', symbol: 'ETH', value: '1000' },
            { switch: 'per_symbol_betting', value: ['BTC'] },
          ],
          reason: 'Smaller orders in ETH, bets on BTC alone',
        },
        risk,
      ),
    );
    const undone = answerOf(
      await execute(undoChangeSet, { changeSetId: set.changeSetId, reason: 'Stage 2 again after all' }, risk),
    );
    expect(undone.changed).toBe(true);
    expect((await newest()).switches).toEqual(before);
    const again = await execute(
      undoChangeSet,
      { changeSetId: set.changeSetId, reason: 'And once more please' },
      risk,
    );
    expect(again.ok ? null : again.error.code).toBe('conflict');
  });

  test('rollback-switch sets the value that held at a moment; reset-to-default removes an override', async () => {
    const { rows } = await owner.query('SELECT clock_timestamp() AS now');
    await agreed(
      execute(
        setSwitch,
        { switch: 'routing_mode', value: 'NORMAL_MODE', reason: 'Opening normal routing' },
        risk,
      ),
    );
    const back = answerOf(
      await execute(
        rollbackSwitch,
        { switch: 'routing_mode', at: rows[0].now.toISOString(), reason: 'Back to before' },
        risk,
      ),
    );
    expect(back.changed).toBe(true);
    expect((await newest()).switches.routing_mode).toEqual({ value: 'HL_MODE' });
    answerOf(
      await execute(
        resetToDefault,
        { switch: 'normal_threshold', symbol: 'BTC', reason: 'No override any more' },
        risk,
      ),
    );
    expect((await newest()).switches.normal_threshold).toEqual({ value: '10000' });
    const future = await execute(
      rollbackSwitch,
      { switch: 'routing_mode', at: '2999-01-01T00:00:00Z', reason: 'From the future' },
      risk,
    );
    expect(future.ok ? null : future.error.code).toBe('invalid_input');
  });
});

describe('cross-switch rules', () => {
  test('block a raising change that adds a violation, only warn on a reducing one', async () => {
    const blocked = await execute(
      setSwitch,
      { switch: 'hedge_threshold_tier1', value: '600000', reason: 'Hedge much later than that' },
      risk,
    );
    expect(blocked.ok ? null : blocked.error.code).toBe('rule_violated');
    const warned = answerOf(
      await execute(
        setSwitch,
        { switch: 'betting_threshold', value: '0', reason: 'Disable betting size' },
        risk,
      ),
    );
    expect(warned.warnings).toHaveLength(1);
    answerOf(
      await execute(resetToDefault, { switch: 'betting_threshold', reason: 'Default size again' }, risk),
    );
  });

  test("the manual's own rollback is never blocked, although it loosens", async () => {
    const answer = answerOf(
      await execute(
        setSwitch,
        { switch: 'hedge_threshold_tier1', value: '500000', reason: 'Manual rollback' },
        risk,
      ),
    );
    const { rows } = await owner.query('SELECT direction FROM change_sets WHERE id = $1', [
      answer.changeSetId,
    ]);
    expect(rows[0].direction).toBe('rollback');
  });
});
