// What does not compile: settings that name a missing switch, a wrong value or a wrong symbol. tsc checks the marked lines,
// the tests check that the write path refuses the same settings when they come from outside.
import { expect, test } from 'vitest';
import { decideChange } from '#lib/rules/changes/decide-change.ts';
import { defaultMatrix, readerOf } from '#lib/rules/changes/matrix.ts';
import { PHASE_3_STAGE_2 } from './demo-scenario.ts';
import type { PerSymbolName, SwitchSetting, ValueOf } from './switches.ts';

const right: readonly SwitchSetting[] = [
  { switch: 'global_betting_enabled', value: false },
  { switch: 'routing_mode', value: 'NORMAL_MODE' },
  { switch: 'normal_threshold', value: '5000' },
  { switch: 'normal_threshold', value: '1000.5', symbol: 'ETH' },
  { switch: 'daily_net_loss_limit', value: null },
  { switch: 'hedge_max_leverage', value: 2 },
  { switch: 'per_symbol_betting', value: ['BTC'] },
  { switch: 'testnet_accounts', value: ['binance', 'okx'] },
  { switch: 'enabled_strategies', value: [] },
];

const wrong: readonly SwitchSetting[] = [
  // @ts-expect-error no such switch
  { switch: 'global_beting_enabled', value: false },
  // @ts-expect-error a bool is not text
  { switch: 'global_betting_enabled', value: 'false' },
  // @ts-expect-error a bool is not a number
  { switch: 'hedge_enabled', value: 0 },
  // @ts-expect-error not a mode
  { switch: 'routing_mode', value: 'HL' },
  // @ts-expect-error modes are upper case
  { switch: 'routing_mode', value: 'hl_mode' },
  // @ts-expect-error money is text, never a float
  { switch: 'normal_threshold', value: 5000 },
  // @ts-expect-error money without words
  { switch: 'normal_threshold', value: 'five thousand' },
  // @ts-expect-error money without separators
  { switch: 'normal_threshold', value: '5_000' },
  // @ts-expect-error only daily_net_loss_limit may be off
  { switch: 'normal_threshold', value: null },
  // @ts-expect-error no such market
  { switch: 'normal_threshold', value: '5000', symbol: 'PEPE' },
  // @ts-expect-error one value for the whole venue
  { switch: 'hedge_enabled', value: true, symbol: 'BTC' },
  // @ts-expect-error one value for the whole venue, though it is money
  { switch: 'hedge_threshold_tier1', value: '100000', symbol: 'BTC' },
  // @ts-expect-error a number is not text
  { switch: 'hedge_max_leverage', value: '2' },
  // @ts-expect-error not a market
  { switch: 'per_symbol_betting', value: ['PEPE'] },
  // @ts-expect-error a set is a list
  { switch: 'per_symbol_betting', value: 'BTC' },
  // @ts-expect-error a market is no exchange
  { switch: 'testnet_accounts', value: ['BTC'] },
  // @ts-expect-error a strategy of another venue
  { switch: 'enabled_strategies', value: ['momentum'] },
  // @ts-expect-error a setting without a value
  { switch: 'reduce_only' },
];

const state = {
  epoch: 1,
  revision: 1,
  matrix: defaultMatrix(),
  lastRevision: {},
  brokenAt: null,
  debts: [],
  openP0: null,
  openStop: null,
};
const admin = {
  kind: 'person',
  id: '1',
  name: 'Ada',
  email: 'ada@test.invalid',
  roles: ['super_admin'],
  via: 'token',
  factor: 'proven',
} as const;

test.each(right)('%j is a setting', (setting) => {
  expect(decideChange(state, [setting], 'A reason long enough', admin)).toMatchObject({ ok: true });
});

test.each(wrong)('%j is refused when it comes from outside', (setting) => {
  expect(decideChange(state, [setting], 'A reason long enough', admin)).toMatchObject({ ok: false });
});

test('values are read with the type of their switch', () => {
  const values = readerOf(defaultMatrix());
  const mode: 'HL_MODE' | 'NORMAL_MODE' | 'BETTING_MODE' = values.get('routing_mode');
  const limit: string | null = values.get('daily_net_loss_limit');
  const leverage: number = values.get('hedge_max_leverage');
  const perSymbol: ValueOf<PerSymbolName> = values.get('normal_threshold', 'BTC');
  expect([mode, limit, leverage, perSymbol]).toEqual(['HL_MODE', '500000', 3, '10000']);
  // @ts-expect-error a mode is not a bool
  const bool: boolean = values.get('routing_mode');
  // @ts-expect-error this one may be off
  const always: string = values.get('daily_net_loss_limit');
  expect([bool, always]).toEqual(['HL_MODE', '500000']);
});

test('the demo begins in Phase 3 stage 2 of manual 1, set by people who may', () => {
  let matrix = defaultMatrix();
  for (const step of PHASE_3_STAGE_2) {
    const plan = decideChange({ ...state, matrix }, step.settings, step.reason, {
      ...admin,
      roles: [step.by],
    });
    if (!plan.ok || plan.value === null) throw new Error(`${step.reason}: ${JSON.stringify(plan)}`);
    matrix = plan.value.next;
  }
  const values = readerOf(matrix);
  expect({
    betting: values.get('global_betting_enabled'),
    mode: values.get('routing_mode'),
    symbols: values.get('per_symbol_betting'),
    btc: values.get('normal_threshold', 'BTC'),
    eth: values.get('normal_threshold', 'ETH'),
    exposure: values.get('max_internal_exposure_usd'),
    // The manual names no order cap for this stage: it is the largest threshold.
    cap: values.get('max_order_size_internal'),
    reserve: values.get('risk_reserve_min_usd'),
    trigger: values.get('reserve_trigger_mode'),
  }).toEqual({
    betting: true,
    mode: 'NORMAL_MODE',
    symbols: ['BTC', 'ETH'],
    btc: '5000',
    eth: '1000',
    exposure: '100000',
    cap: '5000',
    reserve: '400000',
    trigger: 'restrict',
  });
});
