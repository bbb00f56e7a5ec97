// Whether the worker can do its work now, asked of the things it needs at the moment of the question.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Loop } from './loop.ts';
import type { JobRunner } from './runner.ts';

export interface Readiness {
  ready: boolean;
  database: 'connected' | 'away';
  /** `stopped`: it has not asked for work for a while. */
  jobs: 'polling' | 'stopped';
  /** Ms since the last checkpoint round of this process ended; null before the first. */
  checkpointRoundAgeMs: number | null;
  /** Ms since this process last looked at every run of a procedure; null before the first time. */
  runRoundAgeMs: number | null;
  /** Ms since this process last took what came in of alerts; null before the first time. */
  alertRoundAgeMs: number | null;
}

const JOBS_LIMIT_MS = 15_000;
const ROUND_LIMIT_MS = 60_000;
const ASK_LIMIT_MS = 1_000;

export interface ReadinessParts {
  pool: pg.Pool;
  runner: Pick<JobRunner, 'ageMs'>;
  rounds: Pick<Loop, 'ageMs'>;
  runRounds: Pick<Loop, 'ageMs'>;
  alertRounds: Pick<Loop, 'ageMs'>;
}

function isFresh(age: number | undefined): boolean {
  return age !== undefined && age < ROUND_LIMIT_MS;
}

function whole(age: number | undefined): number | null {
  return age === undefined ? null : Math.round(age);
}

export async function readiness(parts: ReadinessParts): Promise<Readiness> {
  const database = (await answers(parts.pool)) ? 'connected' : 'away';
  const jobs = (parts.runner.ageMs() ?? Number.POSITIVE_INFINITY) < JOBS_LIMIT_MS ? 'polling' : 'stopped';
  const ages = [parts.rounds.ageMs(), parts.runRounds.ageMs(), parts.alertRounds.ageMs()] as const;
  const [roundAge, runAge, alertAge] = ages;
  return {
    ready: database === 'connected' && jobs === 'polling' && ages.every(isFresh),
    database,
    jobs,
    checkpointRoundAgeMs: whole(roundAge),
    runRoundAgeMs: whole(runAge),
    alertRoundAgeMs: whole(alertAge),
  };
}

/** A frozen server says neither yes nor no: that is a no. */
async function answers(pool: pg.Pool): Promise<boolean> {
  const asked = pool.query({ text: 'SELECT 1', query_timeout: ASK_LIMIT_MS } as pg.QueryConfig).then(
    () => true,
    // Why is logged by whoever needs the database for work; the question here is only whether it answers.
    () => false,
  );
  return Promise.race([asked, delay(ASK_LIMIT_MS, false, { ref: false })]);
}
