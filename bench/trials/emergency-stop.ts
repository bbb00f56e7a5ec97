// The press of the emergency stop through the whole console, while a storm of reads keeps the console and its database busy.
import { Client } from 'undici';
import { ROLE_NAMES } from '#lib/catalog/roles.ts';
import type { Installation } from '../installation.ts';
import type { Row } from '../row.ts';
import { distributionOf } from '../statistics.ts';
import { openStopPress } from '../stop-press.ts';
import { milliseconds } from '../table.ts';
import { type Bench, repeat, type Trial } from '../trial.ts';

const WARM_UP = 10;
const SAMPLES = 100;
const READERS = 16;
const BUDGET_P99 = 1_000;
/** Reads that work: a page of the log, the changes with their effect, positions with their commands. */
const READS = ['/api/v1/audit?limit=200', '/api/v1/changes?limit=200', '/api/v1/positions'];

/** Readers that ask again as soon as they are answered; `end` gives how many answers with content they had. */
function storm({ consoleUrl, account }: Installation): { end(): Promise<number> } {
  let ended = false;
  let answers = 0;
  const readers = Array.from({ length: READERS }, async (_, reader) => {
    const client = new Client(consoleUrl);
    // Of several people, so that none is refused for asking too often.
    const headers = {
      authorization: `Bearer ${account(ROLE_NAMES[reader % ROLE_NAMES.length] ?? 'auditor').token}`,
    };
    for (let turn = reader; !ended; turn++) {
      const path = READS[turn % READS.length] ?? '/';
      const answer = await client.request({ path, method: 'GET', headers });
      await answer.body.dump();
      if (answer.statusCode === 200) answers += 1;
    }
    await client.close();
  });
  const all = Promise.all(readers);
  all.catch(() => {});
  return {
    async end() {
      ended = true;
      await all;
      return answers;
    },
  };
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const press = await openStopPress(installation);
  try {
    const before = await repeat(WARM_UP, SAMPLES, press.once);
    const readers = storm(installation);
    const startedAt = performance.now();
    const beside = await repeat(WARM_UP, SAMPLES, press.once).finally(() => readers.end());
    const rate = (await readers.end()) / ((performance.now() - startedAt) / 1_000);
    const calm = distributionOf(before.map(({ tookMs }) => tookMs));
    const stormy = distributionOf(beside.map(({ tookMs }) => tookMs));
    const refusals = beside.reduce((sum, pressed) => sum + pressed.refusals, 0);
    return [
      {
        what: `emergency stop, press -> answer, beside ${READERS} readers (${rate.toFixed(0)} answers/s), p50 / p99`,
        measured: milliseconds(stormy.p50, stormy.p99),
        baseline: milliseconds(calm.p50, calm.p99),
        ratio: stormy.p50 / calm.p50,
        budget: `p99 < ${BUDGET_P99} ms`,
        bounds: [{ value: stormy.p99, is: 'below', limit: BUDGET_P99 }],
        note: `Baseline: the same press with nobody reading. ${refusals} answers to ${SAMPLES} presses said to press again, which is in their time.`,
        figures: {
          p50: stormy.p50,
          p99: stormy.p99,
          max: stormy.max,
          refusals,
          calmP50: calm.p50,
          calmP99: calm.p99,
        },
      },
    ];
  } finally {
    await press.close();
  }
}

export const emergencyStopTrial: Trial = { name: 'stop', run };
