// set-switch until 14 instances have applied it, beside the bare chain with as many clients.
import type { ChangesBody } from '#lib/contract/console.ts';
import { openBareChain } from '../bare-chain.ts';
import { startChild } from '../child.ts';
import type { Installation } from '../installation.ts';
import type { SdkInstances } from '../processes/sdk-instances.ts';
import type { SseReaders } from '../processes/sse-readers.ts';
import type { Row } from '../row.ts';
import { createChanger } from '../set-switch.ts';
import { distributionOf } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import { type Bench, NEVER, repeat, type Trial } from '../trial.ts';

const INSTANCES = 14;
const WARM_UP = 40;
const SAMPLES = 250;
const BUDGET = { p50: 25, p99: 100 };

/** The product's own figure for each of the last changes: commit until the edge heard the slowest instance, ms. */
async function ownFigures({ consoleUrl, account }: Installation): Promise<number[]> {
  const headers = { authorization: `Bearer ${account('auditor').token}` };
  const answer = await fetch(`${consoleUrl}/api/v1/changes?limit=200`, { headers });
  if (!answer.ok) throw new Error(`/api/v1/changes answered ${answer.status} ${await answer.text()}`);
  const { items } = (await answer.json()) as ChangesBody;
  return items
    .filter((set) => set.effect.state === 'effective' && set.effect.expected === INSTANCES)
    .map((set) => set.effect.slowestMs ?? Number.NaN);
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const bare = await openBareChain(installation.urls.owner);
  const readers = startChild<SseReaders>('processes/sse-readers.ts');
  const fleet = startChild<SdkInstances>('processes/sdk-instances.ts');
  const changer = createChanger(installation);
  try {
    const { edgeUrl, apiKey } = installation;
    await readers.call('open', { port: bare.port, path: '/stream', headers: {}, readers: INSTANCES });
    await fleet.call('open', { edgeUrl, apiKey, instances: INSTANCES });
    // In turn, so that both meet the same moments of a busy machine.
    const samples = await repeat(WARM_UP, SAMPLES, async () => {
      const plain = await bare.change();
      const plainMs = (await readers.call('delivered', { id: plain.id })) - plain.sentAt;
      const change = await changer.change();
      const at = change ? await fleet.call('applied', { revision: change.revision }) : NEVER;
      return { plainMs, appliedMs: at - (change?.sentAt ?? 0) };
    });
    const own = distributionOf(await ownFigures(installation));
    const plain = distributionOf(samples.map((sample) => sample.plainMs));
    const applied = distributionOf(samples.map((sample) => sample.appliedMs));
    return [
      {
        what: `set-switch -> applied by ${INSTANCES} instances, p50 / p99`,
        measured: milliseconds(applied.p50, applied.p99),
        baseline: milliseconds(plain.p50, plain.p99),
        ratio: applied.p50 / plain.p50,
        budget: `< ${BUDGET.p50} / ${BUDGET.p99} ms`,
        bounds: [
          { value: applied.p50, is: 'below', limit: BUDGET.p50 },
          { value: applied.p99, is: 'below', limit: BUDGET.p99 },
        ],
        note: `Baseline: the bare chain (plain node:http, one transaction, NOTIFY, events) to ${INSTANCES} clients.`,
        figures: {
          p50: applied.p50,
          p99: applied.p99,
          max: applied.max,
          bareP50: plain.p50,
          bareP99: plain.p99,
        },
      },
      {
        what: '  the same as the product itself states it (commit -> last receipt)',
        measured: milliseconds(own.p50, own.p99),
        figures: { p50: own.p50, p99: own.p99, changes: own.count },
      },
    ];
  } finally {
    await fleet.call('close', undefined);
    await Promise.all([changer.close(), bare.close(), readers.stop(), fleet.stop()]);
  }
}

export const effectTrial: Trial = { name: 'effect', run };
