// One read of a switch inside a service: our SDK, and OpenFeature through our provider, beside a look-up in a Map.
import { startChild } from '../child.ts';
import type { LocalReader } from '../processes/local-reads.ts';
import type { Row } from '../row.ts';
import type { Bench, Trial } from '../trial.ts';

const NOTE = 'Baseline: a look-up of the same name in a Map, in the same process; rounds alternate, medians.';

async function run(bench: Bench): Promise<Row[]> {
  const { edgeUrl, apiKey } = await bench.installation();
  const reader = startChild<LocalReader>('processes/local-reads.ts');
  try {
    const { mapNs, sdkNs, openFeatureNs } = await reader.call('run', { edgeUrl, apiKey });
    const row = (what: string, ns: number): Row => ({
      what,
      measured: `${ns.toFixed(0)} ns`,
      baseline: `${mapNs.toFixed(0)} ns`,
      ratio: ns / mapNs,
      note: NOTE,
      figures: { ns, mapNs },
    });
    return [
      row('SDK: one read in memory, for one symbol', sdkNs),
      row('  through the OpenFeature client', openFeatureNs),
    ];
  } finally {
    await reader.stop();
  }
}

export const localReadsTrial: Trial = { name: 'local', run };
