// Counts and times every command by outcome for Prometheus.
import { Counter, Histogram, register } from 'prom-client';

function counter(): Counter<'command' | 'outcome'> {
  const name = 'bulkhead_commands_total';
  return (
    (register.getSingleMetric(name) as Counter<'command' | 'outcome'> | undefined) ??
    new Counter({
      name,
      help: 'Commands by outcome (ok, or the error code)',
      labelNames: ['command', 'outcome'],
    })
  );
}

function histogram(): Histogram<'command'> {
  const name = 'bulkhead_command_seconds';
  return (
    (register.getSingleMetric(name) as Histogram<'command'> | undefined) ??
    new Histogram({
      name,
      help: 'Time from the call of execute to its answer',
      labelNames: ['command'],
      buckets: [0.002, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2],
    })
  );
}

/** `outcome` is `ok` or an error code; `ms` the whole time of execute(). */
export function countCommand(command: string, outcome: string, ms: number): void {
  counter().inc({ command, outcome });
  histogram().observe({ command }, ms / 1_000);
}
