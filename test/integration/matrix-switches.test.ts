// set-switch on every switch by every role and kind of caller, in production; and what staging lends the engineer.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SWITCH_NAMES, type SwitchName, type SwitchSetting } from '#lib/catalog/switches.ts';
import { resetToDefault } from '#lib/commands/changes/reset-to-default.ts';
import { setSwitch } from '#lib/commands/changes/set-switch.ts';
import { setSwitches } from '#lib/commands/changes/set-switches.ts';
import type { WireValue } from '#lib/contract/values.ts';
import { readSwitches } from '#lib/reads/changes/read-switches.ts';
import { ask } from '#lib/reads/read.ts';
import { type Actor, ANONYMOUS, SYSTEM } from '#lib/rules/actor.ts';
import { execute } from '#lib/write/execute.ts';
import { CALLERS, type Caller, SECOND_PERSON_SWITCHES, SUPER_ADMIN_SWITCHES } from '#test/authority.ts';
import { createAccount, machine, signedIn } from '#test/console-accounts.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';
import { tracesOf } from '#test/console-traces.ts';
import { agreed } from '#test/second-person.ts';

type Role = Exclude<Caller, 'key' | 'system' | 'anyone'>;

/** A value of each switch that is not its default and breaks no rule between switches. */
// biome-ignore format: a few switches a line
const OTHER: readonly SwitchSetting[] = [
  { switch: 'global_betting_enabled', value: true }, { switch: 'routing_mode', value: 'NORMAL_MODE' },
  { switch: 'normal_threshold', value: '5000' }, { switch: 'betting_threshold', value: '40000' },
  { switch: 'auto_mode_switch', value: true }, { switch: 'hedge_enabled', value: false },
  { switch: 'hedge_max_leverage', value: 2 }, { switch: 'per_symbol_betting', value: ['BTC'] },
  { switch: 'liquidation_enabled', value: false }, { switch: 'liquidation_check_interval_ms', value: 1_000 },
  { switch: 'withdrawal_enabled', value: false }, { switch: 'max_internal_exposure_usd', value: '400000' },
  { switch: 'hedge_threshold_tier1', value: '200000' }, { switch: 'hedge_threshold_tier2', value: '600000' },
  { switch: 'risk_reserve_min_usd', value: '300000' }, { switch: 'daily_net_loss_limit', value: '400000' },
  { switch: 'max_order_size_internal', value: '5000' }, { switch: 'force_hl_volatility_pct', value: 4 },
  { switch: 'force_hl_latency_ms', value: 400 }, { switch: 'global_api_enabled', value: false },
  { switch: 'trading_enabled', value: false }, { switch: 'new_orders_enabled', value: false },
  { switch: 'hl_new_opens_enabled', value: false }, { switch: 'reduce_only', value: true },
  { switch: 'hl_routing_paused_symbols', value: ['SOL'] }, { switch: 'signup_enabled', value: true },
  { switch: 'hedge_execution', value: 'log' }, { switch: 'liquidation_execution', value: 'compute' },
  { switch: 'reserve_trigger_mode', value: 'restrict' }, { switch: 'large_withdrawals_enabled', value: false },
  { switch: 'large_withdrawal_usd', value: '5000' }, { switch: 'go_live_enabled', value: true },
  { switch: 'activation_enabled', value: true }, { switch: 'testnet_accounts', value: ['okx'] },
  { switch: 'strategies_enabled', value: false }, { switch: 'enabled_strategies', value: ['geometry'] },
  { switch: 'prefunding_quiet_window', value: false }, { switch: 'daily_loss_limit_pct', value: 2 },
  { switch: 'weekly_loss_limit_pct', value: 6 }, { switch: 'max_drawdown_pct', value: 20 },
  { switch: 'canary_symbols', value: ['ETH'] }, { switch: 'canary_position_size', value: 0.000_05 },
  { switch: 'canary_max_loss_usd', value: '20' }, { switch: 'canary_daily_loss_cap_usd', value: '60' },
  { switch: 'canary_mode', value: 'STANDARD' }, { switch: 'canary_rsi_confirmation', value: false },
  { switch: 'canary_volatility_filter', value: 'NORMAL' }, { switch: 'canary_max_spread_bps', value: 10 },
  { switch: 'canary_min_depth_usd', value: '200000' }, { switch: 'canary_max_error_pct', value: 2 },
  { switch: 'canary_max_p95_ms', value: 600 }, { switch: 'canary_max_stream_down_s', value: 60 },
];
const otherOf = (name: SwitchName) => OTHER.find((setting) => setting.switch === name)?.value as WireValue;
const reason = 'Generated matrix of switches';

function set(name: SwitchName, value: WireValue, actor: Actor) {
  return answered(() => execute(setSwitch, { switch: name, value, reason }, actor));
}

describe('in production', () => {
  let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
  let owner: pg.Client;
  const actors = new Map<Caller, Actor>([
    ['system', SYSTEM],
    ['anyone', ANONYMOUS],
  ]);
  const by = (caller: Caller) => actors.get(caller) ?? ANONYMOUS;

  beforeAll(async () => {
    opened = await openConsoleDatabase('production');
    owner = new pg.Client({ connectionString: opened.owner });
    await owner.connect();
    actors.set('key', await machine('switches:read'));
    for (const caller of CALLERS) {
      if (!actors.has(caller))
        actors.set(caller, await signedIn(owner, (await createAccount(caller as Role)).personId));
    }
  });

  afterAll(async () => {
    await owner.end();
    await opened.close();
  });

  test('every switch has another value here', () => {
    expect(OTHER.map((setting) => setting.switch).sort()).toEqual([...SWITCH_NAMES].sort());
  });

  test.each(SWITCH_NAMES)('%s', async (name) => {
    const holders: Caller[] = SUPER_ADMIN_SWITCHES.includes(name)
      ? ['super_admin', 'system']
      : ['super_admin', 'risk_manager', 'system'];
    const before = await tracesOf(owner);
    for (const caller of CALLERS.filter((one) => !holders.includes(one))) {
      const refused = await set(name, otherOf(name), by(caller));
      expect(refused.ok ? 'done' : refused.error.code, caller).toBe(
        caller === 'anyone' ? 'unauthenticated' : 'forbidden',
      );
    }
    const refused = await tracesOf(owner);
    expect(refused.state).toBe(before.state);
    expect(refused.denials - before.denials).toBe(CALLERS.length - holders.length - 1);

    for (const caller of holders) {
      const asked = [
        await agreed(set(name, otherOf(name), by(caller))),
        caller === 'system'
          ? await agreed(set(name, await defaultOf(name), SYSTEM))
          : await agreed(answered(() => execute(resetToDefault, { switch: name, reason }, by(caller)))),
      ];
      expect(asked, caller).toMatchObject([{ changed: true }, { changed: true }]);
    }
    // Whatever raised a critical switch did so with a second person; everything else was done by one.
    const { rows } = await owner.query(
      `SELECT DISTINCT s.authority, c.direction = 'raising' AND k.switch IS NOT NULL AS critical FROM change_sets s
       JOIN switch_changes c ON c.change_set_id = s.id LEFT JOIN critical_switches k USING (switch)
       WHERE c.switch = $1 AND s.actor_kind = 'person'`,
      [name],
    );
    for (const row of rows) expect(row.authority, name).toBe(row.critical ? 'approved' : 'single');
    expect(
      rows.some((row) => row.critical),
      name,
    ).toBe(SECOND_PERSON_SWITCHES.includes(name));
  });

  /** The value that the first revision gave the switch. */
  async function defaultOf(name: SwitchName): Promise<WireValue> {
    const { rows } = await owner.query(
      "SELECT body->'switches'->$1->'value' AS value FROM snapshots WHERE epoch = 1 AND revision = 1",
      [name],
    );
    return rows[0].value;
  }

  test('the screen is told the same: which switches each person may change', async () => {
    for (const caller of CALLERS.filter((one) => one !== 'system' && one !== 'anyone')) {
      const read = await ask(readSwitches, {}, by(caller));
      if (!read.ok) throw new Error(read.error.message);
      const may = read.value.items.filter((item) => item.mayChange).map((item) => item.name);
      const expected = {
        super_admin: SWITCH_NAMES.length,
        risk_manager: SWITCH_NAMES.length - SUPER_ADMIN_SWITCHES.length,
      }[caller as string];
      expect(may.length, caller).toBe(expected ?? 0);
    }
  });

  test('one forbidden switch in a set of two refuses both', async () => {
    const before = await tracesOf(owner);
    const changes = [
      { switch: 'hedge_max_leverage', value: 2 },
      { switch: 'withdrawal_enabled', value: false },
    ];
    const result = await answered(() => execute(setSwitches, { changes, reason }, by('risk_manager')));
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'forbidden', details: { switch: 'withdrawal_enabled' } },
    });
    const after = await tracesOf(owner);
    expect([after.state, after.denials]).toEqual([before.state, before.denials + 1]);
  });
});

describe('in staging', () => {
  let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
  let owner: pg.Client;

  beforeAll(async () => {
    opened = await openConsoleDatabase('staging');
    owner = new pg.Client({ connectionString: opened.owner });
    await owner.connect();
  });

  afterAll(async () => {
    await owner.end();
    await opened.close();
  });

  test.each([
    ['engineer', 'hedge_max_leverage', true],
    ['engineer', 'liquidation_enabled', false],
    ['operations', 'hedge_max_leverage', false],
    ['auditor', 'hedge_max_leverage', false],
    ['product_owner', 'hedge_max_leverage', false],
    ['executive', 'hedge_max_leverage', false],
  ] as const)('%s on %s: %j', async (role, name, allowed) => {
    const actor = await signedIn(owner, (await createAccount(role)).personId);
    const result = await set(name, otherOf(name), actor);
    expect(result.ok ? 'done' : result.error.code).toBe(allowed ? 'done' : 'forbidden');
  });
});
