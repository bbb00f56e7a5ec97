// Asks Prometheus within the time of one round: each question once, so many at the same time.
import { singleValue } from '#lib/prometheus/answer.ts';
import type { PrometheusClient } from '#lib/prometheus/client.ts';

/** A query, and where its answer goes. */
export interface Asked {
  query: string;
  /** Answered; null value with the reason. */
  take(value: number | null, problem: string | null): void;
}

/** What one run may take of a round: nobody else's, so that a slow run costs no other its answers. */
export interface Share {
  /** Of its questions, so many at the same time. */
  hands: number;
  /** When the round leaves the rest unasked, by performance.now(). */
  until: number;
}

async function answer(prometheus: PrometheusClient, { query, take }: Asked): Promise<void> {
  const found = await prometheus.query(query);
  if (!found.ok) return take(null, `${found.problem}: ${found.message}`);
  const single = singleValue(found);
  if ('value' in single) take(single.value, null);
  else take(null, single.message);
}

/** Each question once, although several criteria may ask the same. */
export async function answerAll(
  prometheus: PrometheusClient,
  asked: readonly Asked[],
  { hands, until }: Share,
  signal?: AbortSignal,
): Promise<void> {
  const takers = Map.groupBy(asked, ({ query }) => query);
  const waiting = [...takers].map(([query, all]) => ({
    query,
    take: (value: number | null, problem: string | null) => {
      for (const { take } of all) take(value, problem);
    },
  }));
  const working = Array.from({ length: hands }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      signal?.throwIfAborted();
      if (performance.now() < until) await answer(prometheus, next);
      else next.take(null, 'slow: the round was over before this was asked.');
    }
  });
  await Promise.all(working);
}
