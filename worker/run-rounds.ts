// Looks at the runs of procedures every two seconds: what has come true in one is written by the command advance-run.
import { runName } from '#lib/catalog/runs.ts';
import { advanceRun } from '#lib/commands/runs/advance-run.ts';
import type { Log } from '#lib/process/log.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import type { Run } from '#lib/rules/runs/procedure-run.ts';
import { advance, looksByItself } from '#lib/rules/runs/run-advance.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { type RoundFacts, requestOutcomes, roundFacts, runFacts } from '#lib/store/runs/run-facts.ts';
import { activeRuns } from '#lib/store/runs/runs.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';

const ROUND_MS = 2_000;

interface Round {
  /** How many runs moved. */
  moved: number;
  /** Runs that could not be looked at; the others were all the same. Null when there was none. */
  failure: AggregateError | null;
}

/** What every run of a round is held against. */
interface Look {
  facts: RoundFacts;
  now: Date;
}

async function lookAt(run: Run, { facts, now }: Look, log: Log): Promise<boolean> {
  const tx = database();
  const requests = await requestOutcomes(tx, run);
  if (advance(run, await runFacts(tx, run, facts, requests), requests, now).length === 0) return false;
  const result = await execute(advanceRun, { runId: run.id }, SYSTEM);
  if (result.ok) return result.value.changed;
  // A conflict: somebody acts in it at this moment. The next round looks again.
  log.debug('run not advanced', { step: 'run round', code: result.error.code });
  return false;
}

/**
 * One look at every active run in which something may move by itself. It only reads: a run is locked, and decided on
 * anew, where something moves. Nothing is kept between two rounds, so a worker that was away goes on from what is
 * stored. A run that cannot be looked at does not keep the others waiting.
 */
export async function runRound(log: Log, signal?: AbortSignal): Promise<Round> {
  const tx = database();
  const failed: { run: Run; error: unknown }[] = [];
  let look: Look | undefined;
  let moved = 0;
  for await (const run of activeRuns(tx)) {
    signal?.throwIfAborted();
    look ??= { facts: await roundFacts(tx), now: await databaseNow(tx) };
    try {
      if (looksByItself(run) && (await lookAt(run, look, log))) moved += 1;
    } catch (error) {
      failed.push({ run, error });
    }
  }
  if (failed.length === 0) return { moved, failure: null };
  const names = failed.map(({ run }) => runName(run.number)).join(', ');
  const errors = failed.map(({ error }) => error);
  return { moved, failure: new AggregateError(errors, `${names} cannot be looked at: ${errors[0]}`) };
}

export function startRunRounds(log: Log): Loop {
  return startLoop({
    name: 'round of runs',
    log,
    retryMs: ROUND_MS,
    work: async (signal) => {
      const { failure } = await runRound(log, signal);
      return { pauseMs: ROUND_MS, done: true, failure };
    },
  });
}
