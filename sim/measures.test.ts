// What is compared with each other is counted alike.
import { expect, test } from 'vitest';
import { openMeasures } from './measures.ts';
import { openQualityMeasures } from './quality-measures.ts';

/** P95 as Prometheus reads it: interpolated inside the bucket it lies in. */
async function p95(histogram: ReturnType<typeof openMeasures>['canaryLatency']): Promise<number> {
  const { values } = await histogram.get();
  const buckets = values.flatMap(({ labels, value }) =>
    'le' in labels && labels.le !== '+Inf' ? [{ le: Number(labels.le), count: value }] : [],
  );
  const wanted = 0.95 * (buckets.at(-1)?.count ?? 0);
  const at = buckets.findIndex(({ count }) => count >= wanted);
  const [below, found] = [buckets[at - 1], buckets[at]];
  if (!below || !found) throw new Error('nothing was counted');
  return below.le + ((found.le - below.le) * (wanted - below.count)) / (found.count - below.count);
}

test('a canary that is as fast as its twin in the demo has the same P95', async () => {
  const { canaryLatency } = openMeasures();
  const { demoTwinLatency } = openQualityMeasures();
  for (const histogram of [canaryLatency, demoTwinLatency])
    for (let nth = 1; nth <= 100; nth += 1) histogram.observe(0.04 + 0.001_2 * nth);
  const ratio = (await p95(canaryLatency)) / (await p95(demoTwinLatency));
  expect(ratio).toBeCloseTo(1, 10);
});
