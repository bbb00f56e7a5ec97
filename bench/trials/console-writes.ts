// set-switch through the whole console, as its caller sees it: one after the other, and several side by side.
import { SYMBOLS } from '#lib/catalog/symbols.ts';
import { openBareChain } from '../bare-chain.ts';
import type { Row } from '../row.ts';
import { createChanger } from '../set-switch.ts';
import { distributionOf } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import { type Bench, NEVER, repeat, type Trial } from '../trial.ts';

const WARM_UP = 60;
const SAMPLES = 300;
const BUDGET = { p50: 15, p99: 50 };

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const bare = await openBareChain(installation.urls.owner);
  const changers = SYMBOLS.map((symbol) => createChanger(installation, symbol));
  const timed = async (change: () => Promise<{ sentAt: number; answeredAt: number } | undefined>) => {
    const done = await change();
    return done ? done.answeredAt - done.sentAt : NEVER;
  };
  try {
    const [first] = changers;
    if (!first) return [];
    const samples = await repeat(WARM_UP, SAMPLES, async () => ({
      plainMs: await timed(bare.change),
      wholeMs: await timed(first.change),
    }));
    const plain = distributionOf(samples.map((sample) => sample.plainMs));
    const whole = distributionOf(samples.map((sample) => sample.wholeMs));
    const each = Math.ceil(SAMPLES / changers.length);
    const startedAt = performance.now();
    const together = await Promise.all(
      changers.map((changer) => repeat(0, each, () => timed(changer.change))),
    );
    const rate = (each * changers.length) / ((performance.now() - startedAt) / 1_000);
    const busy = distributionOf(together.flat());
    return [
      {
        what: 'set-switch, whole path through the console, p50 / p99',
        measured: milliseconds(whole.p50, whole.p99),
        baseline: milliseconds(plain.p50, plain.p99),
        ratio: whole.p50 / plain.p50,
        budget: `< ${BUDGET.p50} / ${BUDGET.p99} ms`,
        bounds: [
          { value: whole.p50, is: 'below', limit: BUDGET.p50 },
          { value: whole.p99, is: 'below', limit: BUDGET.p99 },
        ],
        note: 'Baseline: the same POST to the bare chain.',
        figures: { p50: whole.p50, p99: whole.p99, max: whole.max, bareP50: plain.p50, bareP99: plain.p99 },
      },
      {
        what: `  the same from ${changers.length} callers at once (${rate.toFixed(0)} changes/s)`,
        measured: milliseconds(busy.p50, busy.p99),
        figures: { p50: busy.p50, p99: busy.p99, perSecond: rate },
      },
    ];
  } finally {
    await Promise.all([bare.close(), ...changers.map((changer) => changer.close())]);
  }
}

export const consoleWritesTrial: Trial = { name: 'writes', run };
