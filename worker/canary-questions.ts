// What a round asks Prometheus about one run: of its guards while they act, and of every criterion that stands at the next gate.
import { ROUND_SECONDS } from '#lib/catalog/canary-runs.ts';
import { isGuarded } from '#lib/rules/canary/canary-guards.ts';
import { groupsAt } from '#lib/rules/canary/canary-run.ts';
import { queryFor } from '#lib/rules/canary/programme.ts';
import { windowStart } from '#lib/store/canary/canary-facts.ts';
import type { StoredCanary } from '#lib/store/canary/canary-runs.ts';
import type { NewSample } from '#lib/store/canary/canary-samples.ts';
import type { Asked } from './canary-asking.ts';

export const ROUND_MS = ROUND_SECONDS * 1_000;

/** The moment a round counts as: every worker calls the same round the same. */
export function roundAt(now: Date): Date {
  return new Date(Math.floor(now.getTime() / ROUND_MS) * ROUND_MS);
}

/** Questions, and the samples that wait for their answers. */
export interface Questions {
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
