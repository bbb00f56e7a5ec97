// What is looked at before every gate: the ways back work, limits are set, nothing burns.
import type { Criterion } from '../programme-types.ts';

export const KILL_SWITCH: Criterion = {
  key: 'kill-switch',
  title: 'Kill switch tested',
  kind: 'manual',
  over: 'run',
  ask: 'Press the emergency stop in staging, restart, and say how long it took.',
};

export const ROLLBACK_REHEARSED: Criterion = {
  key: 'rollback-rehearsed',
  title: 'Rollback rehearsed',
  kind: 'manual',
  over: 'run',
  ask: 'Run the rollback of this programme in staging, and say how long it took.',
};

export const LOSS_LIMIT: Criterion = {
  key: 'loss-limit',
  title: 'Daily loss limit set',
  kind: 'switch',
  switch: 'daily_net_loss_limit',
  is: 'set',
};

export const NO_P0: Criterion = { key: 'no-p0', title: 'No open P0', kind: 'no-p0' };

export const AUDIT_WHOLE: Criterion = { key: 'audit', title: 'Audit trail complete', kind: 'audit' };

const MEMORY_OF_VENUE = 'process_resident_memory_bytes{job="venue"}';

/**
 * What the window would add by the trend of its later half: a leak goes on rising, a garbage collector does not, and a
 * service that was started a moment before fills its memory early and then stays.
 */
export const MEMORY: Criterion = {
  key: 'memory',
  title: 'Memory steady',
  kind: 'metric',
  over: 'stage',
  query: `100 * $seconds * max(deriv(${MEMORY_OF_VENUE}[$half])) / max(avg_over_time(${MEMORY_OF_VENUE}[$window]))`,
  is: '<=',
  target: 10,
  unit: '%',
  samples: { query: `sum(count_over_time(${MEMORY_OF_VENUE}[$window]))`, least: 60, of: 'readings' },
  narrow: 2,
};
