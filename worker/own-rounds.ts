// Looks at Bulkhead itself every two seconds: what is wrong, and what is not any more, is told like any other alert.
import { OWN_ALERTS } from '#lib/catalog/alerts/own.ts';
import type { Log } from '#lib/process/log.ts';
import { tellOwnAlerts } from '#lib/store/alerts/own-alerts.ts';
import { type Loop, startLoop } from './loop.ts';

const ROUND_MS = 2_000;

/** After the database or this worker was away, whoever reports gets this long to be heard again before it counts as silent, ms. */
export const STEADY_AFTER_MS = 15_000;
/** Rounds further apart than this were interrupted, ms. */
const GAP_MS = 3 * ROUND_MS;

const WATCHED = Object.entries(OWN_ALERTS)
  .filter(([, { source }]) => source.over !== 'by hand')
  .map(([key]) => key);
const SILENCES: readonly string[] = ['instance-silent', 'pipeline-silent', 'canary-blind'];

const ALL: ReadonlySet<string> = new Set(WATCHED);
const WITHOUT_SILENCES: ReadonlySet<string> = new Set(WATCHED.filter((key) => !SILENCES.includes(key)));

/** What can be judged in a round of this moment (ms of a clock that only goes on). */
export function createSteadiness(): (at: number) => ReadonlySet<string> {
  let last = Number.NEGATIVE_INFINITY;
  let since = 0;
  return (at) => {
    if (at - last > GAP_MS) since = at;
    last = at;
    return at - since >= STEADY_AFTER_MS ? ALL : WITHOUT_SILENCES;
  };
}

export function startOwnRounds(log: Log): Loop {
  const judgedAt = createSteadiness();
  return startLoop({
    name: 'look at Bulkhead itself',
    log,
    retryMs: ROUND_MS,
    work: async () => {
      await tellOwnAlerts(judgedAt(performance.now()));
      return { pauseMs: ROUND_MS, done: true };
    },
  });
}
