// Whether the worker can do its work now, asked of the things it needs at the moment of the question.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { Loop } from './loop.ts';
import type { JobRunner } from './runner.ts';

/** The rounds that others rely on. PagerDuty's is none of them: what it waits for is not this worker's to mend. */
export interface Rounds<Each> {
  /** Verifies the audit log and signs a checkpoint of it. */
  checkpointRound: Each;
  /** Looks at every run of a procedure. */
  runRound: Each;
  /** Looks who applied a change in time. */
  effectRound: Each;
  /** Takes what came in of alerts. */
  alertRound: Each;
  /** Tells the chain. */
  chainRound: Each;
  /** Looks at every canary; done also when Prometheus does not answer. */
  canaryRound: Each;
  /** Sees what is to be sent. A channel that does not answer leaves it as young as it is. */
  notificationRound: Each;
  /** Looks at Bulkhead itself. */
  ownRound: Each;
  /** Measures and judges the release under way. */
  releaseRound: Each;
  /** Voids the forms whose signatures hold no more, and seals those that are decided. */
  signoffRound: Each;
  /** Releases what is approved, and asks the wallet. */
  withdrawalRound: Each;
}

/** Ms since this process last did each of them; null before the first time. */
type Ages = { [Name in keyof Rounds<unknown> as `${Name}AgeMs`]: number | null };

export interface Readiness extends Ages {
  ready: boolean;
  database: 'connected' | 'away';
  /** `stopped`: it has not asked for work for a while. */
  jobs: 'polling' | 'stopped';
}

const JOBS_LIMIT_MS = 15_000;
const ROUND_LIMIT_MS = 60_000;
const ASK_LIMIT_MS = 1_000;

export interface ReadinessParts {
  pool: pg.Pool;
  runner: Pick<JobRunner, 'ageMs'>;
  rounds: Rounds<Pick<Loop, 'ageMs'>>;
}

function ageOf(round: Pick<Loop, 'ageMs'>): number | null {
  const age = round.ageMs();
  return age === undefined ? null : Math.round(age);
}

export async function readiness({ pool, runner, rounds }: ReadinessParts): Promise<Readiness> {
  const database = (await answers(pool)) ? 'connected' : 'away';
  const jobs = (runner.ageMs() ?? Number.POSITIVE_INFINITY) < JOBS_LIMIT_MS ? 'polling' : 'stopped';
  const ages: Ages = {
    checkpointRoundAgeMs: ageOf(rounds.checkpointRound),
    runRoundAgeMs: ageOf(rounds.runRound),
    effectRoundAgeMs: ageOf(rounds.effectRound),
    alertRoundAgeMs: ageOf(rounds.alertRound),
    chainRoundAgeMs: ageOf(rounds.chainRound),
    canaryRoundAgeMs: ageOf(rounds.canaryRound),
    notificationRoundAgeMs: ageOf(rounds.notificationRound),
    ownRoundAgeMs: ageOf(rounds.ownRound),
    releaseRoundAgeMs: ageOf(rounds.releaseRound),
    signoffRoundAgeMs: ageOf(rounds.signoffRound),
    withdrawalRoundAgeMs: ageOf(rounds.withdrawalRound),
  };
  const working = Object.values(ages).every((age) => age !== null && age < ROUND_LIMIT_MS);
  return { ready: database === 'connected' && jobs === 'polling' && working, database, jobs, ...ages };
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
