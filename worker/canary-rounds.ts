// Canaries, every 15 seconds: asks Prometheus for every criterion and guard of every open run, and for the guards of what ended runs left in force; files the samples, and rolls back what was breached.
import { canaryName, ROUND_SECONDS } from '#lib/catalog/canary-runs.ts';
import { disarmCanary } from '#lib/commands/disarm-canary.ts';
import { failCanary } from '#lib/commands/fail-canary.ts';
import type { Log } from '#lib/process/log.ts';
import { singleValue } from '#lib/prometheus/answer.ts';
import { configuredPrometheus, type PrometheusClient } from '#lib/prometheus/client.ts';
import { SYSTEM } from '#lib/rules/actor.ts';
import { breachesOf, disarmedBecause, isGuarded } from '#lib/rules/canary-guards.ts';
import { groupsAt } from '#lib/rules/canary-run.ts';
import { queryFor } from '#lib/rules/programme.ts';
import { windowStart } from '#lib/store/canary-facts.ts';
import { guardedCanaries, laterCanary, openCanaries, type StoredCanary } from '#lib/store/canary-runs.ts';
import { fileSamples, type NewSample, noteWatch } from '#lib/store/canary-samples.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { peekMatrix } from '#lib/store/matrix.ts';
import { execute } from '#lib/write/execute.ts';
import { type Loop, startLoop } from './loop.ts';

const ROUND_MS = ROUND_SECONDS * 1_000;
/** A round is over before the next begins, also when Prometheus does not answer. */
const TIMEOUT_MS = 5_000;
/** After so long a round leaves the rest unasked: the next one is due. */
const LONGEST_MS = 11_000;
/** Asked at the same time; Prometheus itself runs 20 at most. */
const TOGETHER = 10;

/** A query, and where its answer goes. */
interface Asked {
  query: string;
  /** Answered; null value with the reason. */
  take(value: number | null, problem: string | null): void;
}

/** The moment a round counts as: every worker calls the same round the same. */
export function roundAt(now: Date): Date {
  return new Date(Math.floor(now.getTime() / ROUND_MS) * ROUND_MS);
}

interface Questions {
  asked: Asked[];
  samples: NewSample[];
}

/** What both kinds of question share: a sample that waits for its answers. */
function collector(run: StoredCanary, now: Date) {
  const at = roundAt(now);
  const asked: Asked[] = [];
  const samples: NewSample[] = [];
  const sampleFor = (key: string): NewSample => {
    const sample: NewSample = {
      runId: run.id,
      key,
      at,
      value: null,
      count: null,
      baseline: null,
      problem: 'Not asked.',
    };
    samples.push(sample);
    return sample;
  };
  const main = (sample: NewSample, query: string): void => {
    asked.push({
      query,
      take: (value, problem) => Object.assign(sample, { value, problem }),
    });
  };
  return { asked, samples, sampleFor, main };
}

/** Of the guards, while they act: these hurry. */
export function guardQuestions(run: StoredCanary, now: Date): Questions {
  const { asked, samples, sampleFor, main } = collector(run, now);
  if (isGuarded(run)) for (const guard of run.definition.guards) main(sampleFor(guard.key), guard.query);
  return { asked, samples };
}

/** Of every criterion that stands at the next gate; of a run that has ended, none. */
export function criteriaQuestions(run: StoredCanary, now: Date): Questions {
  const { asked, samples, sampleFor, main } = collector(run, now);
  if (run.endedAt) return { asked, samples };
  for (const one of groupsAt(run).flatMap(({ criteria }) => criteria)) {
    if (one.kind !== 'metric') continue;
    const sample = sampleFor(one.key);
    const seconds = (now.getTime() - windowStart(run, one.over).getTime()) / 1_000;
    main(sample, queryFor(one.query, seconds));
    asked.push({
      query: queryFor(one.samples.query, seconds),
      take: (value) => Object.assign(sample, { count: value }),
    });
    if (!one.baseline) continue;
    const baseline = { value: null, count: null, ageGapSeconds: null };
    sample.baseline = baseline;
    const parts = {
      value: one.baseline.query,
      count: one.baseline.samples,
      ageGapSeconds: one.baseline.ageGapSeconds,
    };
    for (const [field, query] of Object.entries(parts))
      asked.push({
        query: queryFor(query, seconds),
        take: (value) => Object.assign(baseline, { [field]: value }),
      });
  }
  return { asked, samples };
}

async function answer(prometheus: PrometheusClient, { query, take }: Asked): Promise<void> {
  const found = await prometheus.query(query);
  if (!found.ok) return take(null, `${found.problem}: ${found.message}`);
  const single = singleValue(found);
  if ('value' in single) take(single.value, null);
  else take(null, single.message);
}

/** Each question once, although several criteria may ask the same. */
async function answerAll(
  prometheus: PrometheusClient,
  asked: readonly Asked[],
  until: number,
  signal?: AbortSignal,
): Promise<void> {
  const takers = Map.groupBy(asked, ({ query }) => query);
  const waiting = [...takers].map(([query, all]) => ({
    query,
    take: (value: number | null, problem: string | null) => {
      for (const { take } of all) take(value, problem);
    },
  }));
  const hands = Array.from({ length: TOGETHER }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      signal?.throwIfAborted();
      if (performance.now() < until) await answer(prometheus, next);
      else next.take(null, 'slow: the round was over before this was asked.');
    }
  });
  await Promise.all(hands);
}

/** Asks Prometheus for its clock and holds it against the database's, at the middle of the question. */
async function watch(prometheus: PrometheusClient | undefined): Promise<string | null> {
  const tx = database();
  const before = await databaseNow(tx);
  const told = prometheus
    ? await prometheus.query('time()')
    : ({ ok: false, problem: 'down', message: 'PROMETHEUS_URL is not set.' } as const);
  const after = await databaseNow(tx);
  const single = told.ok ? singleValue(told) : undefined;
  const theirs = single && 'value' in single ? single.value * 1_000 : null;
  const middle = (before.getTime() + after.getTime()) / 2;
  const problem = told.ok ? null : `${told.problem}: ${told.message}`;
  await noteWatch(tx, {
    ...{ askedAt: after, problem, skewMs: theirs === null ? null : theirs - middle },
    roundTripMs: told.ok ? after.getTime() - before.getTime() : null,
  });
  return problem;
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

/**
 * One look at every open run, and at the guards of those that left something in force. Nothing is kept between two rounds: a worker that was away goes on from what is stored, and
 * the rounds it missed are missing as samples, which the coverage tells.
 */
export async function canaryRound(
  log: Log,
  prometheus: PrometheusClient | undefined,
  signal?: AbortSignal,
): Promise<AggregateError | null> {
  const tx = database();
  const problem = await watch(prometheus);
  const failed: Error[] = [];
  for (const run of [...(await openCanaries(tx)), ...(await guardedCanaries(tx))]) {
    signal?.throwIfAborted();
    try {
      if (run.endedAt && !(await isLeftOver(run, log))) continue;
      const now = await databaseNow(tx);
      const until = performance.now() + LONGEST_MS;
      for (const { asked, samples } of [guardQuestions(run, now), criteriaQuestions(run, now)]) {
        if (prometheus && problem === null) await answerAll(prometheus, asked, until, signal);
        else for (const { take } of asked) take(null, problem ?? 'Prometheus was not asked.');
        await fileSamples(tx, samples);
        // Before the criteria are asked: a breach does not wait for them.
        if (await rollBack(run, samples, await databaseNow(tx), log)) break;
      }
    } catch (cause) {
      if (signal?.aborted) throw cause;
      failed.push(new Error(`${canaryName(run.number)} cannot be looked at`, { cause }));
    }
  }
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
      const failure = await canaryRound(log, prometheus, signal);
      // On the rounds of the clock, so that a restart falls in with the round it comes into.
      const now = await databaseNow(database());
      return { pauseMs: roundAt(now).getTime() + ROUND_MS - now.getTime(), done: true, failure };
    },
  });
}
