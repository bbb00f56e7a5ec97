// A storm of 10,000 distinct alerts from a real Alertmanager, one POST each, until all are committed; and the same storm
// against a receiver that does nothing, in turn.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ALERTMANAGER, findProgram } from '#scripts/programs.ts';
import { startAlertmanager } from '#scripts/testing/alertmanager.ts';
import { startChild } from '../child.ts';
import { type Installation, temporaryFolder } from '../installation.ts';
import type { NullReceiver } from '../processes/null-receiver.ts';
import { type Row, skippedRow } from '../row.ts';
import { median } from '../statistics.ts';
import { perSecond } from '../table.ts';
import type { Bench, Trial } from '../trial.ts';

const ALERTS = 10_000;
const ROUNDS = 2;
/** Alerts in one POST to Alertmanager, as Prometheus sends them. */
const POSTED = 64;
const RATIO = 1.5;
const LOOK_MS = 25;
const ARRIVED_WITHIN_MS = 60_000;
const TAKEN_WITHIN_MS = 180_000;
const WHAT = `intake: ${ALERTS.toLocaleString('en-US')} alerts of a real Alertmanager, committed`;
const BUDGET = `<= ${RATIO}x a receiver that does nothing`;

interface Receiver {
  url: string;
  key: string;
  /** Since it began. */
  count(): Promise<number>;
}

/** Ms from the first word to Alertmanager until the receiver has them all. */
async function storm(receiver: Receiver, folder: string, round: string): Promise<number> {
  const alertmanager = await startAlertmanager(receiver.url, receiver.key, folder);
  try {
    const before = await receiver.count();
    const since = performance.now();
    const posting = (async () => {
      for (let first = 0; first < ALERTS; first += POSTED) {
        const count = Math.min(POSTED, ALERTS - first);
        await alertmanager.post(Array.from({ length: count }, (_, index) => alertOf(round, first + index)));
      }
    })();
    while ((await receiver.count()) - before < ALERTS) {
      if (performance.now() - since > ARRIVED_WITHIN_MS) throw new Error('The storm did not arrive.');
      await delay(LOOK_MS);
    }
    const took = performance.now() - since;
    await posting;
    return took;
  } finally {
    await alertmanager.stop();
  }
}

/** About the size of those that the shipped rules make. */
function alertOf(round: string, nth: number) {
  return {
    labels: {
      alertname: 'Storm',
      priority: 'P1',
      round,
      nth: String(nth),
      instance: `router-${nth % 14}`,
      job: 'venue',
    },
    annotations: {
      summary: `Alert ${nth} of a storm`,
      description: 'It fires when a storm is tried.',
      value: '1',
    },
  };
}

function intakeOf({ intakeUrl, alertsKey }: Installation): Receiver {
  return {
    url: intakeUrl,
    key: alertsKey,
    async count() {
      const text = await (await fetch(`${intakeUrl}/metrics`)).text();
      return Number(/^bulkhead_intake_deliveries_stored_total (\d+)$/m.exec(text)?.[1]);
    },
  };
}

/** How many of a round are stored, whichever were delivered twice; and waits until the worker has taken all of them. */
async function settle(database: pg.Client, round: string): Promise<{ distinct: number; takenMs: number }> {
  const since = performance.now();
  const { rows } = await database.query<{ count: string }>(
    `SELECT count(DISTINCT convert_from(body, 'UTF8')::jsonb #>> '{alerts,0,labels,nth}') AS count FROM deliveries
     WHERE convert_from(body, 'UTF8')::jsonb #>> '{alerts,0,labels,round}' = $1`,
    [round],
  );
  for (;;) {
    const left = await database.query('SELECT 1 FROM deliveries WHERE taken_at IS NULL LIMIT 1');
    const takenMs = performance.now() - since;
    if (left.rowCount === 0) return { distinct: Number(rows[0]?.count), takenMs };
    if (takenMs > TAKEN_WITHIN_MS) throw new Error('The worker did not take the storm.');
    await delay(10 * LOOK_MS);
  }
}

async function run(bench: Bench): Promise<Row[]> {
  if (findProgram(ALERTMANAGER) === undefined)
    return [skippedRow(WHAT, 'There is no Alertmanager on PATH.', BUDGET)];
  const installation = await bench.installation();
  const folder = temporaryFolder();
  const nothing = startChild<NullReceiver>('processes/null-receiver.ts');
  const database = new pg.Client({ connectionString: installation.urls.owner });
  await database.connect();
  try {
    const { port } = await nothing.call('open', null);
    const baseline: Receiver = {
      ...{ url: `http://127.0.0.1:${port}`, key: 'none' },
      count: () => nothing.call('count', null),
    };
    const intake = intakeOf(installation);
    const rounds: { bare: number; ours: number; distinct: number; takenMs: number }[] = [];
    for (let nth = 1; nth <= ROUNDS; nth++) {
      bench.signal.throwIfAborted();
      const bare = await storm(baseline, join(folder, `bare-${nth}`), String(nth));
      const ours = await storm(intake, join(folder, `ours-${nth}`), String(nth));
      rounds.push({ bare, ours, ...(await settle(database, String(nth))) });
    }
    return [rowOf(rounds)];
  } finally {
    await Promise.all([nothing.stop(), database.end()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf(rounds: readonly { bare: number; ours: number; distinct: number; takenMs: number }[]): Row {
  const ours = median(rounds.map((round) => round.ours));
  const bare = median(rounds.map((round) => round.bare));
  // Of neighbours in time: both halves of a pair met the same machine.
  const ratio = median(rounds.map((round) => round.ours / round.bare));
  const taken = median(rounds.map((round) => round.takenMs));
  const stored = Math.min(...rounds.map((round) => round.distinct));
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s, ${perSecond(ALERTS / (ms / 1_000))}`;
  return {
    ...{ what: WHAT, measured: seconds(ours), baseline: seconds(bare), ratio, budget: BUDGET },
    bounds: [
      { value: ratio, is: 'at most', limit: RATIO },
      { value: stored, is: 'at least', limit: ALERTS },
    ],
    note: `One POST each. Baseline: a receiver that answers 200 and does nothing, in turn. The worker works meanwhile; it has made firings of all of them ${(taken / 1_000).toFixed(1)} s later.`,
    figures: { ms: ours, bareMs: bare, ratio, stored, takenMs: taken },
  };
}

export const alertsTrial: Trial = { name: 'alerts', run };
