// set-switch until 1,000 readers of the edge's event stream have it, beside the bare chain with 10 and with 1,000.
import { positionId } from '#lib/contract/snapshot.ts';
import { type Bare, openBareChain } from '../bare-chain.ts';
import { type Child, startChild } from '../child.ts';
import type { SseReaders } from '../processes/sse-readers.ts';
import type { Row } from '../row.ts';
import { createChanger } from '../set-switch.ts';
import { distributionOf } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import { type Bench, NEVER, repeat, type Trial } from '../trial.ts';

const READERS = 1_000;
const FEW = 10;
const WARM_UP = 20;
const SAMPLES = 150;
const RATIO = 2;
const P99_MS = 250;

async function bareMs(bare: Bare, readers: Child<SseReaders>): Promise<number> {
  const { id, sentAt } = await bare.change();
  return (await readers.call('delivered', { id })) - sentAt;
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const bare = await openBareChain(installation.urls.owner);
  const plainReaders = startChild<SseReaders>('processes/sse-readers.ts');
  const edgeReaders = startChild<SseReaders>('processes/sse-readers.ts');
  const changer = createChanger(installation);
  try {
    const plainStream = { port: bare.port, path: '/stream', headers: {} };
    await plainReaders.call('open', { ...plainStream, readers: FEW });
    const few = distributionOf(await repeat(WARM_UP, SAMPLES, () => bareMs(bare, plainReaders)));
    await plainReaders.call('open', { ...plainStream, readers: READERS - FEW });
    await edgeReaders.call('open', {
      port: installation.edgePort,
      path: '/config/stream',
      headers: { Authorization: `Bearer ${installation.apiKey}` },
      readers: READERS,
    });
    const samples = await repeat(WARM_UP, SAMPLES, async () => {
      const plainMs = await bareMs(bare, plainReaders);
      const change = await changer.change();
      const at = change ? await edgeReaders.call('delivered', { id: positionId(change) }) : NEVER;
      return { plainMs, edgeMs: at - (change?.sentAt ?? 0) };
    });
    const plain = distributionOf(samples.map((sample) => sample.plainMs));
    const edge = distributionOf(samples.map((sample) => sample.edgeMs));
    return [
      {
        what: '  bare chain to 10 clients, p50 / p99',
        measured: milliseconds(few.p50, few.p99),
        figures: { p50: few.p50, p99: few.p99 },
      },
      {
        what: 'set-switch -> delivered to 1,000 readers of the edge, p50 / p99',
        measured: milliseconds(edge.p50, edge.p99),
        baseline: milliseconds(plain.p50, plain.p99),
        ratio: edge.p50 / plain.p50,
        budget: `<= ${RATIO}x; p99 < ${P99_MS} ms`,
        bounds: [
          { value: edge.p50 / plain.p50, is: 'at most', limit: RATIO },
          { value: edge.p99, is: 'below', limit: P99_MS },
        ],
        note: 'Baseline: the bare chain to 1,000 clients.',
        figures: { p50: edge.p50, p99: edge.p99, bareP50: plain.p50, bareP99: plain.p99 },
      },
    ];
  } finally {
    await Promise.all([changer.close(), bare.close(), plainReaders.stop(), edgeReaders.stop()]);
  }
}

export const fanOutTrial: Trial = { name: 'fan-out', run };
