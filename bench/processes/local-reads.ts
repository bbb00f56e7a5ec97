// Reads in the memory of one instance: a Map (the baseline), our SDK, and OpenFeature's client through our provider, in turn
// and in one process, so that all three meet the same machine.
import { OpenFeature } from '@openfeature/server-sdk';
import { createBulkhead } from '#sdk/client.ts';
import { BulkheadProvider } from '#sdk/openfeature.ts';
import { serveParent } from '../serve.ts';
import { median } from '../statistics.ts';

const ROUNDS = 15;
const READS = 200_000;
/** The client's evaluation is asynchronous and takes about a thousand times as long as a look-up. */
const EVALUATIONS = 20_000;
const POLL_MS = 10;

export interface LocalReads {
  /** Nanoseconds of one read, medians. */
  mapNs: number;
  sdkNs: number;
  openFeatureNs: number;
}

/** What is read goes into a sum, so that no read can be left out as useless. */
let sum = 0;

function nanoseconds(count: number, startedAt: bigint): number {
  return Number(process.hrtime.bigint() - startedAt) / count;
}

const calls = {
  async run({ edgeUrl, apiKey }: { edgeUrl: string; apiKey: string }): Promise<LocalReads> {
    const bulkhead = createBulkhead({
      edges: [edgeUrl],
      apiKey,
      service: 'bench',
      instanceId: 'bench-reads',
    });
    while (bulkhead.mode() !== 'live') await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    await OpenFeature.setProviderAndWait(new BulkheadProvider(bulkhead));
    const client = OpenFeature.getClient();
    const map = new Map(
      Object.entries(bulkhead.snapshot().switches).map(([name, { value }]) => [name, value]),
    );
    const rounds: LocalReads[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      let at = process.hrtime.bigint();
      for (let read = 0; read < READS; read++) sum += String(map.get('normal_threshold')).length;
      const mapNs = nanoseconds(READS, at);
      at = process.hrtime.bigint();
      for (let read = 0; read < READS; read++) sum += String(bulkhead.get('normal_threshold', 'BTC')).length;
      const sdkNs = nanoseconds(READS, at);
      at = process.hrtime.bigint();
      for (let read = 0; read < EVALUATIONS; read++) {
        sum += (await client.getStringValue('normal_threshold', '0', { symbol: 'BTC' })).length;
      }
      rounds.push({ mapNs, sdkNs, openFeatureNs: nanoseconds(EVALUATIONS, at) });
    }
    await OpenFeature.close();
    await bulkhead.close();
    if (sum === 0) throw new Error('nothing was read');
    // The first rounds warm up.
    const kept = rounds.slice(3);
    return {
      mapNs: median(kept.map((one) => one.mapNs)),
      sdkNs: median(kept.map((one) => one.sdkNs)),
      openFeatureNs: median(kept.map((one) => one.openFeatureNs)),
    };
  },
};

export type LocalReader = typeof calls;
serveParent(calls);
