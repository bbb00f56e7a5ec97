// Looks at the runs of procedures every two seconds: what has come true in one is written by the command advance-run.
import { advanceRun } from '#lib/commands/advance-run.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { advance } from '#lib/rules/run-advance.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { requestOutcomes, runFacts } from '#lib/store/run-facts.ts';
import { activeRuns } from '#lib/store/runs.ts';
import { venueFacts } from '#lib/store/venue-facts.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';

const ROUND_MS = 2_000;

/**
 * One look at every active run. It only reads: a run is locked, and decided on anew, where something moves. Nothing is
 * kept between two rounds, so a worker that was away goes on from what is stored. Answers how many runs moved.
 */
export async function runRound(log: Log, signal?: AbortSignal): Promise<number> {
  const tx = database();
  const runs = await activeRuns(tx);
  if (runs.length === 0) return 0;
  const venue = await venueFacts(tx);
  let moved = 0;
  for (const run of runs) {
    signal?.throwIfAborted();
    const requests = await requestOutcomes(tx, run);
    const facts = await runFacts(tx, run, venue, requests);
    if (advance(run, facts, requests, await databaseNow(tx)).length === 0) continue;
    const result = await execute(advanceRun, { runId: run.id }, SYSTEM);
    // A conflict: somebody acts in it at this moment. The next round looks again.
    if (result.ok) moved += result.value.changed ? 1 : 0;
    else log.debug('run not advanced', { step: 'run round', code: result.error.code });
  }
  return moved;
}

export function startRunRounds(log: Log): Loop {
  return startLoop({
    name: 'round of runs',
    log,
    retryMs: ROUND_MS,
    work: async (signal) => {
      await runRound(log, signal);
      return { pauseMs: ROUND_MS, done: true };
    },
  });
}
