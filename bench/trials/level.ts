// A level is pressed until 14 instances have applied it.
import { startChild } from '../child.ts';
import { createPresser } from '../level-presses.ts';
import type { SdkInstances } from '../processes/sdk-instances.ts';
import type { Row } from '../row.ts';
import { distributionOf } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import { type Bench, NEVER, repeat, type Trial } from '../trial.ts';

const INSTANCES = 14;
const WARM_UP = 20;
const SAMPLES = 150;
/** A level is effective in under a second. */
const BUDGET_MS = 1_000;

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const fleet = startChild<SdkInstances>('processes/sdk-instances.ts');
  const presser = createPresser(installation);
  try {
    const { edgeUrl, apiKey } = installation;
    await fleet.call('open', { edgeUrl, apiKey, instances: INSTANCES });
    const samples = await repeat(WARM_UP, SAMPLES, async () => {
      await fleet.call('applied', { revision: await presser.setBack() });
      const press = await presser.press();
      const at = press ? await fleet.call('applied', { revision: press.revision }) : NEVER;
      return {
        appliedMs: at - (press?.sentAt ?? 0),
        answeredMs: press ? press.answeredAt - press.sentAt : NEVER,
      };
    });
    const applied = distributionOf(samples.map((sample) => sample.appliedMs));
    const answered = distributionOf(samples.map((sample) => sample.answeredMs));
    return [
      {
        what: `press-level -> applied by ${INSTANCES} instances, p50 / p99`,
        measured: milliseconds(applied.p50, applied.p99),
        budget: `< ${BUDGET_MS} ms at p99`,
        bounds: [{ value: applied.p99, is: 'below', limit: BUDGET_MS }],
        note: 'Level 2 through the whole console by a risk manager: four switches in one change set.',
        figures: {
          p50: applied.p50,
          p99: applied.p99,
          max: applied.max,
          answeredP50: answered.p50,
          answeredP99: answered.p99,
        },
      },
    ];
  } finally {
    await fleet.call('close', undefined);
    await Promise.all([presser.close(), fleet.stop()]);
  }
}

export const levelTrial: Trial = { name: 'level', run };
