// Manual 5, "Immediate rollback if": what ends a production canary at once, at the limits of its run.
import type { Guard } from '../programme-types.ts';
import type { SwitchSetting } from '../switches.ts';
import { counted, percent, quantileMs } from './queries.ts';

/** The kill switch of manual 5; positions are closed by the procedure that a person starts. */
const STOP: readonly SwitchSetting[] = [
  { switch: 'strategies_enabled', value: false },
  { switch: 'new_orders_enabled', value: false },
];

function immediate(guard: Pick<Guard, 'key' | 'title' | 'query' | 'threshold' | 'unit'>): Guard {
  return {
    ...{ ...guard, is: '>', source: 'Manual 5, immediate rollback' },
    rollback: { kind: 'switches', label: 'Stop strategies and new orders', settings: STOP },
  };
}

/** While the bot does not run it sends nothing, and nothing of it can fail. */
const orIdle = (query: string) => `(${query}) or (vector(0) and on() max(venue_canary_active) == 0)`;

export const PRODUCTION_GUARDS: readonly Guard[] = [
  immediate({
    ...{
      key: 'loss-limit-broken',
      title: 'The loss passes {max-loss}',
      query: '-min(venue_canary_pnl_usd)',
    },
    ...{ threshold: { parameter: 'max-loss' }, unit: 'usd' },
  }),
  immediate({
    ...{
      key: 'canary-errors',
      title: 'Errors pass {stop-errors}',
      threshold: { parameter: 'stop-errors' },
      unit: '%',
    },
    query: orIdle(percent('canary_errors', 'canary_requests', '1m')),
  }),
  immediate({
    ...{
      key: 'canary-latency',
      title: 'P95 passes {stop-p95}',
      threshold: { parameter: 'stop-p95' },
      unit: 'ms',
    },
    query: orIdle(`${quantileMs(0.95, 'canary_latency', '1m')} >= 0`),
  }),
  immediate({
    ...{
      key: 'stream-down',
      title: 'WebSocket down for more than {stop-stream}',
      threshold: { parameter: 'stop-stream' },
      unit: 's',
    },
    query: 'max(venue_canary_stream_down_seconds)',
  }),
  immediate({
    ...{ key: 'unauthorised', title: 'Unauthorised behaviour', threshold: 0, unit: 'count' },
    query: counted('canary_unauthorised', '5m'),
  }),
];
