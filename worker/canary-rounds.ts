// Canaries, every 15 seconds: asks Prometheus for every criterion and guard of every open run, and for the guards of what ended runs left in force; files the samples, and rolls back what was breached.
import { setTimeout as delay } from 'node:timers/promises';
import { canaryName } from '#lib/catalog/canary-runs.ts';
import { disarmCanary } from '#lib/commands/canary/disarm-canary.ts';
import { failCanary } from '#lib/commands/canary/fail-canary.ts';
import type { Log } from '#lib/process/log.ts';
import { singleValue } from '#lib/prometheus/answer.ts';
import { configuredPrometheus, type PrometheusClient } from '#lib/prometheus/client.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { breachesOf, disarmedBecause } from '#lib/rules/canary/canary-guards.ts';
import {
  guardedCanaries,
  laterCanary,
  openCanaries,
  type StoredCanary,
} from '#lib/store/canary/canary-runs.ts';
import { fileSamples, type NewSample, noteWatch } from '#lib/store/canary/canary-samples.ts';
import { peekMatrix } from '#lib/store/changes/matrix.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { execute } from '#lib/write/execute.ts';
import { answerAll, type Share } from './canary-asking.ts';
import { criteriaQuestions, guardQuestions, type Questions, ROUND_MS, roundAt } from './canary-questions.ts';
import { type Loop, startLoop } from './loop.ts';

/** Of one question. With BUDGET_MS a round is over before the next begins, also when Prometheus does not answer. */
const TIMEOUT_MS = 5_000;
/** All runs together: after so long a round leaves the rest unasked, because the next one is due. */
const BUDGET_MS = 9_500;
/** For so long no criterion is asked while a guard is. */
const GUARDS_ALONE_MS = 2_000;
/** Asked at the same time, shared out among the runs; Prometheus itself runs 20 at most. */
const TOGETHER = 10;

const UNSET = 'PROMETHEUS_URL is not set.';

/** Asks Prometheus for its clock and holds it against the database's, at the middle of the question. */
async function watch(prometheus: PrometheusClient | undefined): Promise<void> {
  const tx = database();
  const before = await databaseNow(tx);
  const told = prometheus
    ? await prometheus.query('time()')
    : ({ ok: false, problem: 'down', message: UNSET } as const);
  const after = await databaseNow(tx);
  const single = told.ok ? singleValue(told) : undefined;
  const theirs = single && 'value' in single ? single.value * 1_000 : null;
  const middle = (before.getTime() + after.getTime()) / 2;
  const problem = told.ok ? null : `${told.problem}: ${told.message}`;
  await noteWatch(tx, {
    ...{ askedAt: after, problem, skewMs: theirs === null ? null : theirs - middle },
    roundTripMs: told.ok ? after.getTime() - before.getTime() : null,
  });
}

/** Every guard that was breached is carried out, all together: fail-canary looks again at what is stored. */
async function rollBack(
  run: StoredCanary,
  samples: readonly NewSample[],
  now: Date,
  log: Log,
): Promise<boolean> {
  if (breachesOf(run, (key) => samples.find((one) => one.key === key), now).length === 0) return false;
  const result = await execute(failCanary, { runId: run.id }, SYSTEM);
  // A conflict: somebody ended it at this moment. The next round looks again.
  if (!result.ok)
    log.warn('canary not rolled back', { step: canaryName(run.number), code: result.error.code });
  return result.ok;
}

/** The guards of a run that has ended are asked, unless what it set is not in force any more. */
async function isLeftOver(run: StoredCanary, log: Log): Promise<boolean> {
  const tx = database();
  const later = run.endedAt ? await laterCanary(tx, run.endedAt) : undefined;
  if (disarmedBecause(run, (await peekMatrix(tx)).state.matrix, later) === null) return true;
  const result = await execute(disarmCanary, { runId: run.id }, SYSTEM);
  // A conflict: somebody raised something at this moment, and its guards go on.
  if (!result.ok)
    log.warn('canary guards not disarmed', { step: canaryName(run.number), code: result.error.code });
  return !result.ok;
}

/** What one round looks with. */
interface Look {
  prometheus: PrometheusClient | undefined;
  now: Date;
  share: Share;
  log: Log;
  signal: AbortSignal | undefined;
}

/** Asks, and files what came of it. */
async function measure({ asked, samples }: Questions, { prometheus, share, signal }: Look): Promise<void> {
  if (prometheus) await answerAll(prometheus, asked, share, signal);
  else for (const { take } of asked) take(null, UNSET);
  await fileSamples(database(), samples);
}

/** A run that is rolled back is `over`. Of one that has ended only what it left in force is guarded. */
async function watchGuards(run: StoredCanary, look: Look, over: Set<string>): Promise<void> {
  if (run.endedAt && !(await isLeftOver(run, look.log))) return;
  const questions = guardQuestions(run, look.now);
  await measure(questions, look);
  if (await rollBack(run, questions.samples, await databaseNow(database()), look.log)) over.add(run.id);
}

/** Until it is done, but no longer than that. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([work, delay(ms, undefined, { signal: waiting.signal }).catch(() => {})]);
  waiting.abort();
}

export interface RoundPlan {
  signal?: AbortSignal | undefined;
  /** All runs together; for tests, which are in a hurry. */
  budgetMs?: number;
}

/**
 * One look at every open run and at what ended ones left in force, all of them at the same time, each with its share of one budget: a run or an answer that is
 * slow costs no other its round. Guards come first, and a breach waits for no criterion. Nothing is kept between two rounds:
 * a worker that was away goes on from what is stored, and the rounds it missed are missing as samples, which the coverage tells.
 */
export async function canaryRound(
  log: Log,
  prometheus: PrometheusClient | undefined,
  { signal, budgetMs = BUDGET_MS }: RoundPlan = {},
): Promise<AggregateError | null> {
  const until = performance.now() + budgetMs;
  const runs = [...(await openCanaries(database())), ...(await guardedCanaries(database()))];
  const now = await databaseNow(database());
  const hands = Math.max(1, Math.floor(TOGETHER / Math.max(1, runs.length)));
  const look: Look = { prometheus, now, share: { hands, until }, log, signal };
  const failed: Error[] = [];
  const settled = (what: string, work: Promise<void>): Promise<void> =>
    work.catch((cause: unknown) => {
      failed.push(new Error(`${what} cannot be looked at`, { cause }));
    });
  const watched = settled('Prometheus', watch(prometheus));
  const over = new Set<string>();
  const guarded = runs.map((run) => settled(canaryName(run.number), watchGuards(run, look, over)));
  await atMost(GUARDS_ALONE_MS, Promise.all(guarded));
  const measured = runs
    .filter(({ id }) => !over.has(id))
    .map((run) => settled(canaryName(run.number), measure(criteriaQuestions(run, now), look)));
  await Promise.all([watched, ...guarded, ...measured]);
  signal?.throwIfAborted();
  const [first] = failed;
  return first ? new AggregateError(failed, first.message, { cause: first.cause }) : null;
}

export function startCanaryRounds(log: Log): Loop {
  return startLoop({
    name: 'round of canaries',
    log,
    retryMs: 2_000,
    work: async (signal) => {
      const prometheus = configuredPrometheus({ timeoutMs: TIMEOUT_MS, signal });
      const failure = await canaryRound(log, prometheus, { signal });
      // On the rounds of the clock, so that a restart falls in with the round it comes into.
      const now = await databaseNow(database());
      return { pauseMs: roundAt(now).getTime() + ROUND_MS - now.getTime(), done: true, failure };
    },
  });
}
