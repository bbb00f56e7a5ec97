// Runs background jobs (graphile-worker), begins again when its runner gives up, and frees jobs of workers that died.
import { EventEmitter } from 'node:events';
import { Logger, type ParsedCronItem, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { Log } from '#lib/process/log.ts';
import { surviveLostConnections } from './database.ts';
import { startLoop } from './loop.ts';
import { metrics } from './metrics.ts';

export interface RunnerPlan {
  /** Of the owner role. */
  url: string;
  tasks: TaskList;
  schedule: ParsedCronItem[];
  log: Log;
}

export interface JobRunner {
  /** Ms since it last asked for work or did some, or undefined when it never has. */
  ageMs(): number | undefined;
  stop(): Promise<void>;
}

/** Jobs with a moment to run at begin within this, ms. */
const POLL_MS = 2_000;
const CONCURRENCY = 2;
const RESTART_MS = 1_000;
const MINUTE_MS = 60_000;
const FREEING_RETRY_MS = 5_000;

export function startRunner({ url, tasks, schedule, log }: RunnerPlan): JobRunner {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONCURRENCY + 3,
    // As long as the worker's other connections: everything begins at once when it starts.
    connectionTimeoutMillis: 5_000,
    query_timeout: 15_000,
    application_name: 'bulkhead worker jobs',
  });
  surviveLostConnections(pool, log);
  const events: WorkerEvents = new EventEmitter();
  let activeAt: number | undefined;
  const active = () => {
    activeAt = performance.now();
  };
  events.on('worker:getJob:empty', active);
  events.on('job:start', active);
  events.on('job:success', ({ job }) => {
    active();
    metrics.jobs.inc({ task: job.task_identifier, outcome: 'ok' });
  });
  events.on('job:error', ({ job }) => metrics.jobs.inc({ task: job.task_identifier, outcome: 'failed' }));

  const running = startLoop({
    name: 'job runner',
    log,
    retryMs: RESTART_MS,
    work: async (signal) => {
      const runner = await run({
        pgPool: pool,
        taskList: tasks,
        parsedCronItems: schedule,
        events,
        concurrency: CONCURRENCY,
        pollInterval: POLL_MS,
        noHandleSignals: true,
        gracefulShutdownAbortTimeout: 1_000,
        // Without a batch, nobody awaits the note that a job ended: a lost database would end the process with it.
        preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
        logger: loggerTo(log),
      });
      const stop = () => void runner.stop().catch(() => {});
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      try {
        await runner.promise;
      } finally {
        signal.removeEventListener('abort', stop);
      }
      return { pauseMs: RESTART_MS, done: true };
    },
  });
  const freeing = startLoop({
    name: 'freeing of abandoned jobs',
    log,
    retryMs: FREEING_RETRY_MS,
    work: async () => {
      await freeAbandoned(pool);
      return { pauseMs: MINUTE_MS, done: true };
    },
  });

  return {
    ageMs: () => (activeAt === undefined ? undefined : performance.now() - activeAt),
    stop: async () => {
      await Promise.all([running.stop(), freeing.stop()]);
      await pool.end();
    },
  };
}

/**
 * A worker that was killed leaves its jobs locked, by itself for four hours. No job of ours runs for two minutes, and
 * each may run twice, so they are free after that.
 */
export async function freeAbandoned(pool: pg.Pool): Promise<void> {
  await pool.query(
    `SELECT graphile_worker.force_unlock_workers(array_agg(DISTINCT locked_by))
     FROM graphile_worker.jobs WHERE locked_at < clock_timestamp() - interval '2 minutes' HAVING count(*) > 0`,
  );
}

/** graphile-worker reports every job done as information: here that is detail. */
function loggerTo(log: Log): Logger {
  return new Logger((scope) => (level, message, meta) => {
    const fields = { task: scope.taskIdentifier, jobId: scope.jobId, err: meta?.error };
    if (level === 'error') log.error(message, fields);
    else if (level === 'warning') log.warn(message, fields);
    else log.debug(message, fields);
  });
}
