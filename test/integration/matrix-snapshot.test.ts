// The bodies of the contract come out of the real write path: the stored snapshots are the golden ones.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PHASE_3_STAGE_2 } from '#lib/catalog/demo-scenario.ts';
import { resetToDefault } from '#lib/commands/changes/reset-to-default.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import goldenChange from '#lib/contract/fixtures/change.json' with { type: 'json' };
import golden from '#lib/contract/fixtures/snapshot.json' with { type: 'json' };
import { changedEntries, type Snapshot } from '#lib/contract/snapshot.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { answered, openConsoleDatabase, person } from '#test/console-database.ts';

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

async function apply(changes: readonly unknown[], reason = 'As in the golden files'): Promise<void> {
  const result = await answered(() => execute(setSwitches, { changes, reason }, SYSTEM));
  if (!result.ok) throw new Error(result.error.message);
}

async function newest(): Promise<Snapshot> {
  const { rows } = await owner.query('SELECT body FROM snapshots ORDER BY epoch DESC, revision DESC LIMIT 1');
  return rows[0].body;
}

test('the scenario of the demo with three more settings is the golden snapshot, the next change the golden change', async () => {
  for (const step of PHASE_3_STAGE_2) await apply(step.settings, step.reason);
  await apply([
    { switch: 'hedge_max_leverage', value: 2.5 },
    { switch: 'daily_net_loss_limit', value: null },
  ]);
  const before = await newest();
  expect(before.switches).toEqual(golden.switches);
  expect(Object.keys(before).sort()).toEqual(Object.keys(golden).sort());
  expect(new Date(before.publishedAt).toISOString()).toBe(before.publishedAt);

  await apply([
    { switch: 'routing_mode', value: 'HL_MODE' },
    { switch: 'per_symbol_betting', value: ['BTC'] },
    { switch: 'normal_threshold', symbol: 'BTC', value: '1000.00' },
    { switch: 'max_order_size_internal', symbol: 'BTC', value: '2500.50' },
    { switch: 'daily_net_loss_limit', value: '500000' },
  ]);
  const removed = { switch: 'normal_threshold', symbol: 'ETH', reason: 'As in the golden files' };
  expect(await answered(() => execute(resetToDefault, removed, person('risk_manager')))).toMatchObject({
    ok: true,
  });
  const after = await newest();
  expect(changedEntries(before, after)).toEqual(goldenChange.switches);
  expect([after.epoch, after.revision]).toEqual([before.epoch, before.revision + 2]);
});
