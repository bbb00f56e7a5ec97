// Manual 1, Phase 3: ten days in which internalisation opens, from BTC at $1,000 to the final design.
import type { Programme } from '../programme-types.ts';
import { KILL_SWITCH, LOSS_LIMIT, MEMORY, NO_P0, ROLLBACK_REHEARSED } from './checks.ts';
import { FILLS, LIQUIDATIONS, RESERVE } from './phase-3-figures.ts';
import { PHASE_3_PARAMETERS } from './phase-3-parameters.ts';
import { PHASE_3_STAGES } from './phase-3-stages.ts';
import { AVAILABILITY, AVAILABILITY_SAMPLES, counted, inRun, largest, quantileMs } from './queries.ts';

export const PHASE_3: Programme = {
  key: 'phase-3',
  title: 'Phase 3 canary, internalisation launch',
  short: 'Phase 3',
  purpose: 'A week of internal test, then BTC and ETH are internalised step by step up to the final design.',
  source: 'Manual 1, Phase 3',
  parameters: PHASE_3_PARAMETERS,
  before: { title: 'Before the start', seconds: 0, acceptance: [] },
  checks: [KILL_SWITCH, ROLLBACK_REHEARSED, LOSS_LIMIT, NO_P0, MEMORY],
  stages: PHASE_3_STAGES,
  passCriteria: [
    inRun({
      ...{ key: 'pass-detection', title: 'Liquidation detected, P99' },
      ...{ query: quantileMs(0.99, 'liquidation_detection'), is: '<', target: 1_000, unit: 'ms', narrow: 50 },
      samples: LIQUIDATIONS,
    }),
    inRun({
      ...{
        key: 'pass-pnl',
        title: 'PnL error against HL, worst',
        query: largest('pnl_against_hl_error_pct'),
      },
      ...{ is: '<', target: 0.1, unit: '%', narrow: 0.01, samples: FILLS },
    }),
    inRun({ key: 'pass-reserve', title: 'Reserve, lowest', ...RESERVE }),
    inRun({
      ...{ key: 'pass-availability', title: 'Availability', query: AVAILABILITY },
      ...{ is: '>', target: 99.95, unit: '%', narrow: 0.02 },
      samples: { query: AVAILABILITY_SAMPLES, least: 20, of: 'readings' },
    }),
    inRun({
      ...{ key: 'pass-assets', title: 'User asset loss', query: largest('asset_loss_usd') },
      ...{ is: '<=', target: 0, unit: 'usd', narrow: 0 },
      samples: { query: counted('reconciliations'), least: 20, of: 'reconciliations' },
    }),
  ],
  guards: [
    {
      key: 'liquidation-failure',
      title: 'A liquidation fails',
      query: counted('liquidations_failed', '5m'),
      ...{ is: '>', threshold: 0, unit: 'count', rollback: { kind: 'phase-1' } },
      source: 'Manual 1, Phase 3: failure',
    },
    {
      key: 'wrong-liquidation',
      title: 'A liquidation was wrong',
      query: counted('liquidations_wrong', '5m'),
      ...{ is: '>', threshold: 0, unit: 'count' },
      rollback: {
        ...{ kind: 'switches', label: 'No automatic liquidation; review by hand' },
        settings: [{ switch: 'liquidation_enabled', value: false }],
      },
      source: 'Manual 1, Phase 3: failure',
    },
    {
      key: 'low-reserve',
      title: 'The reserve falls below {reserve-floor}',
      query: 'min(venue_reserve_usd)',
      ...{ is: '<', threshold: { parameter: 'reserve-floor' }, unit: 'usd' },
      rollback: {
        ...{ kind: 'switches', label: 'Pause new orders and withdrawals' },
        settings: [
          { switch: 'new_orders_enabled', value: false },
          { switch: 'withdrawal_enabled', value: false },
        ],
      },
      source: 'Manual 1, Phase 3: failure',
    },
  ],
  abort: { kind: 'phase-1' },
};
