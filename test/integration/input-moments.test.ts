// Going back: to moments as people copy them from the screen, the API or the audit log, and undoing what others have touched since.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resetToDefault } from '#lib/commands/changes/reset-to-default.ts';
import { rollbackSwitch } from '#lib/commands/changes/rollback-switch.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import { undoChangeSet } from '#lib/commands/changes/undo-change-set.ts';
import type { ChangeAnswer } from '#lib/contract/console.ts';
import type { SwitchEntry } from '#lib/contract/snapshot.ts';
import { readAudit } from '#lib/reads/audit/read-audit.ts';
import { readChanges } from '#lib/reads/changes/read-changes.ts';
import { readSwitchHistory } from '#lib/reads/changes/read-switch-history.ts';
import { ask } from '#lib/reads/read.ts';
import type { AnyCommand } from '#lib/write/command.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, openConsoleDatabase, person } from '#test/console-database.ts';

const admin = person('super_admin', 'risk_manager');
const reason = 'Going back and forth in time';
let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
let owner: pg.Client;

beforeAll(async () => {
  opened = await openConsoleDatabase();
  owner = new pg.Client({ connectionString: opened.owner });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await opened.close();
});

async function run(command: AnyCommand, input: Record<string, unknown>): Promise<ChangeAnswer> {
  const result = await answered(() => execute(command, { reason, ...input }, admin));
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function code(command: AnyCommand, input: Record<string, unknown>): Promise<string> {
  const result = await answered(() => execute(command, { reason, ...input }, admin));
  return result.ok ? 'done' : result.error.code;
}

async function entry(name: string): Promise<SwitchEntry> {
  const { rows } = await owner.query(
    'SELECT body->$1->$2 AS entry FROM snapshots ORDER BY epoch DESC, revision DESC LIMIT 1',
    ['switches', name],
  );
  return rows[0].entry;
}

describe('the moment of a change, wherever it is copied from, means with the change', () => {
  /** Sets a value, another one, and goes back to the moment that `find` finds for the first. */
  async function backTo(find: (set: ChangeAnswer) => Promise<string>): Promise<unknown> {
    await run(setSwitch, { switch: 'force_hl_latency_ms', value: 100 });
    const set = await run(setSwitch, { switch: 'force_hl_latency_ms', value: 200 });
    await run(setSwitch, { switch: 'force_hl_latency_ms', value: 300 });
    await run(rollbackSwitch, { switch: 'force_hl_latency_ms', at: await find(set) });
    return (await entry('force_hl_latency_ms')).value;
  }

  test('the history of the switch', async () => {
    const at = await backTo(async ({ revision }) => {
      const history = await ask(readSwitchHistory, { switch: 'force_hl_latency_ms' }, admin);
      return history.ok ? (history.value.items.find((item) => item.revision === revision)?.at ?? '') : '';
    });
    expect(at).toBe(200);
  });

  test('the change set', async () => {
    const at = await backTo(async ({ changeSetId }) => {
      const sets = await ask(readChanges, { id: changeSetId }, admin);
      return sets.ok ? (sets.value.items[0]?.at ?? '') : '';
    });
    expect(at).toBe(200);
  });

  test('the audit log, with its microseconds', async () => {
    const at = await backTo(async ({ changeSetId }) => {
      const log = await ask(readAudit, { changeSet: changeSetId }, admin);
      return log.ok ? (log.value.items[0]?.at ?? '') : '';
    });
    expect(at).toBe(200);
  });

  test('the snapshot that the edge serves', async () => {
    const at = await backTo(async ({ epoch, revision }) => {
      const { rows } = await owner.query(
        "SELECT body->>'publishedAt' AS at FROM snapshots WHERE epoch = $1 AND revision = $2",
        [epoch, revision],
      );
      return rows[0].at;
    });
    expect(at).toBe(200);
  });

  test('the same moment in another zone', async () => {
    const at = await backTo(async ({ changeSetId }) => {
      const { rows } = await owner.query(
        `SELECT to_char(committed_at AT TIME ZONE 'Asia/Kolkata', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+05:30' AS at
         FROM change_sets WHERE id = $1`,
        [changeSetId],
      );
      return rows[0].at;
    });
    expect(at).toBe(200);
  });
});

test('an override comes and goes with the moment', async () => {
  const { rows } = await owner.query(
    'SELECT to_char(clock_timestamp(), \'YYYY-MM-DD"T"HH24:MI:SS.USOF\') AS at',
  );
  const bare = `${rows[0].at}:00`.replace(/(:00):00$/, '$1');
  const set = await run(setSwitch, { switch: 'normal_threshold', symbol: 'BTC', value: '5000' });
  const history = await ask(readSwitchHistory, { switch: 'normal_threshold', symbol: 'BTC' }, admin);
  const at = history.ok ? history.value.items.find((item) => item.revision === set.revision)?.at : undefined;
  await run(rollbackSwitch, { switch: 'normal_threshold', symbol: 'BTC', at: new Date(bare).toISOString() });
  expect(await entry('normal_threshold')).toEqual({ value: '10000' });
  await run(rollbackSwitch, { switch: 'normal_threshold', symbol: 'BTC', at });
  expect(await entry('normal_threshold')).toEqual({ value: '10000', overrides: { BTC: '5000' } });
  await run(resetToDefault, { switch: 'normal_threshold', symbol: 'BTC' });
});

test('before the first revision there is nothing to go back to', async () => {
  expect(await code(rollbackSwitch, { switch: 'hedge_enabled', at: '1970-01-01T00:00:00Z' })).toBe(
    'not_found',
  );
  expect(await code(rollbackSwitch, { switch: 'hedge_enabled', at: '2999-01-01T00:00:00Z' })).toBe(
    'invalid_input',
  );
});

describe('undo is refused when somebody has since', () => {
  const place = { switch: 'max_order_size_internal', symbol: 'ETH' };

  test('set another value', async () => {
    const set = await run(setSwitch, { ...place, value: '4000' });
    await run(setSwitch, { ...place, value: '3000' });
    expect(await code(undoChangeSet, { changeSetId: set.changeSetId })).toBe('conflict');
    await run(resetToDefault, place);
  });

  test('set another value and this one again', async () => {
    const set = await run(setSwitch, { ...place, value: '4000' });
    await run(setSwitch, { ...place, value: '3000' });
    await run(setSwitch, { ...place, value: '4000' });
    expect(await code(undoChangeSet, { changeSetId: set.changeSetId })).toBe('conflict');
    await run(resetToDefault, place);
  });

  test('removed the override, although the venue has the same value', async () => {
    await run(setSwitch, { switch: place.switch, value: '4000' });
    await run(setSwitch, { ...place, value: '6000' });
    const set = await run(setSwitch, { ...place, value: '4000' });
    await run(resetToDefault, place);
    expect(await code(undoChangeSet, { changeSetId: set.changeSetId })).toBe('conflict');
    await run(resetToDefault, { switch: place.switch });
  });

  test('given the symbol an override, although the undone change removed one of the same value', async () => {
    await run(setSwitch, { ...place, value: '10000' });
    const removed = await run(resetToDefault, place);
    await run(setSwitch, { ...place, value: '10000' });
    expect(await code(undoChangeSet, { changeSetId: removed.changeSetId })).toBe('conflict');
    await run(resetToDefault, place);
  });

  test('changed one of several', async () => {
    const changes = [
      { switch: 'hedge_max_leverage', value: 2 },
      { switch: 'force_hl_volatility_pct', value: 4 },
    ];
    const set = await run(setSwitches, { changes });
    await run(setSwitch, { switch: 'hedge_max_leverage', value: 2.5 });
    const refused = await answered(() =>
      execute(undoChangeSet, { changeSetId: set.changeSetId, reason }, admin),
    );
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'conflict', details: { conflicts: ['hedge_max_leverage'] } },
    });
    expect((await entry('force_hl_volatility_pct')).value).toBe(4);
  });
});

test('a removed override is put back by undo', async () => {
  await run(setSwitch, { switch: 'betting_threshold', symbol: 'SOL', value: '20000' });
  const removed = await run(resetToDefault, { switch: 'betting_threshold', symbol: 'SOL' });
  await run(undoChangeSet, { changeSetId: removed.changeSetId });
  expect(await entry('betting_threshold')).toEqual({ value: '50000', overrides: { SOL: '20000' } });
});

test('an undo can be undone', async () => {
  const set = await run(setSwitch, { switch: 'risk_reserve_min_usd', value: '300000' });
  const undone = await run(undoChangeSet, { changeSetId: set.changeSetId });
  await run(undoChangeSet, { changeSetId: undone.changeSetId });
  expect((await entry('risk_reserve_min_usd')).value).toBe('300000');
});
