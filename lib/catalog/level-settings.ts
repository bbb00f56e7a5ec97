// What each degradation level sets: manual 1's settings plus what its list of what customers can still do needs.
import type { Level } from './decision-types.ts';
import type { SwitchSetting } from './switches.ts';

export const LEVEL_SETTINGS: Readonly<Record<Level, readonly SwitchSetting[]>> = {
  1: [
    { switch: 'global_betting_enabled', value: false },
    { switch: 'hedge_enabled', value: false },
    { switch: 'routing_mode', value: 'NORMAL_MODE' },
  ],
  2: [
    { switch: 'global_betting_enabled', value: false },
    { switch: 'routing_mode', value: 'HL_MODE' },
    { switch: 'liquidation_enabled', value: false },
    { switch: 'new_orders_enabled', value: false },
  ],
  3: [{ switch: 'global_api_enabled', value: false }],
};
