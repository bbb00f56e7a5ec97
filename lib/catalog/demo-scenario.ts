// The recorded scenario a demo begins in: manual 1's Phase 3 canary, stage 1 then stage 2, as its people applied it.
import type { Role } from './roles.ts';
import type { SwitchSetting } from './switches.ts';

export interface ScenarioStep {
  by: Role;
  reason: string;
  settings: readonly SwitchSetting[];
}

export const PHASE_3_STAGE_2: readonly ScenarioStep[] = [
  {
    by: 'risk_manager',
    reason: 'Phase 3 stage 1 limits: BTC only, $1,000 orders, $50,000 exposure',
    settings: [
      { switch: 'per_symbol_betting', value: ['BTC'] },
      { switch: 'normal_threshold', symbol: 'BTC', value: '1000' },
      { switch: 'max_order_size_internal', value: '1000' },
      { switch: 'max_internal_exposure_usd', value: '50000' },
      { switch: 'reserve_trigger_mode', value: 'observe' },
    ],
  },
  {
    by: 'super_admin',
    reason: 'Phase 3 stage 1 begins: internalisation on in NORMAL_MODE',
    settings: [
      { switch: 'global_betting_enabled', value: true },
      { switch: 'routing_mode', value: 'NORMAL_MODE' },
    ],
  },
  {
    by: 'risk_manager',
    reason: 'Phase 3 stage 2: BTC to $5,000, ETH opens at $1,000, exposure to $100,000',
    settings: [
      { switch: 'per_symbol_betting', value: ['BTC', 'ETH'] },
      { switch: 'normal_threshold', symbol: 'BTC', value: '5000' },
      { switch: 'normal_threshold', symbol: 'ETH', value: '1000' },
      { switch: 'max_order_size_internal', value: '5000' },
      { switch: 'max_internal_exposure_usd', value: '100000' },
    ],
  },
  {
    by: 'risk_manager',
    reason: 'Phase 3 stage 2: restrict orders when the reserve falls below $400,000',
    settings: [
      { switch: 'risk_reserve_min_usd', value: '400000' },
      { switch: 'reserve_trigger_mode', value: 'restrict' },
    ],
  },
];
