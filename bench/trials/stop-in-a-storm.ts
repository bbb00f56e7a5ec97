// The press of the emergency stop while alerts pour in faster than the worker makes firings of them, and somebody looks at the board.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Client, Pool } from 'undici';
import type { Installation } from '../installation.ts';
import type { Row } from '../row.ts';
import { distributionOf } from '../statistics.ts';
import { openStopPress } from '../stop-press.ts';
import { milliseconds } from '../table.ts';
import { type Bench, repeat, type Trial } from '../trial.ts';

const WARM_UP = 5;
const SAMPLES = 60;
/** Alerts of one moment, a POST each, and how long until the next moment, ms: more in a second than the worker takes. */
const BURST = 100;
const BURST_MS = 100;
const BOARD_MS = 200;
const BUDGET_MS = 1_000;
const TAKEN_WITHIN_MS = 300_000;

interface Storm {
  /** Stops it; how many alerts were stored, and what each look at the board took, ms. */
  end(): Promise<{ stored: number; looks: number[] }>;
}

function alertOf(storm: string, nth: number) {
  return {
    status: 'firing',
    fingerprint: `${storm}-${nth}`,
    startsAt: new Date().toISOString(),
    labels: { alertname: 'Storm', priority: 'P0', nth: String(nth) },
    annotations: { summary: `Alert ${nth} of a storm` },
  };
}

function begin({ intakeUrl, alertsKey, consoleUrl, account }: Installation): Storm {
  const name = randomUUID();
  const pool = new Pool(intakeUrl, { connections: 16 });
  const board = new Client(consoleUrl);
  const headers = { authorization: `Bearer ${alertsKey}`, 'content-type': 'application/json' };
  let ended = false;
  let sent = 0;
  let stored = 0;
  const looks: number[] = [];
  const post = async (nth: number) => {
    // A drill runs through everything; a real P0 would hold up what brings the venue back for the next press.
    const body = JSON.stringify({ drill: true, alerts: [alertOf(name, nth)] });
    const answer = await pool.request({ path: '/v1/alerts', method: 'POST', headers, body });
    await answer.body.dump();
    if (answer.statusCode === 200) stored += 1;
  };
  const pouring = (async () => {
    while (!ended) {
      const next = delay(BURST_MS);
      await Promise.all(Array.from({ length: BURST }, () => post(sent++)));
      await next;
    }
  })();
  const looking = (async () => {
    const { token } = account('risk_manager');
    while (!ended) {
      const since = performance.now();
      const answer = await board.request({
        ...{ path: '/api/v1/alerts', method: 'GET', headers: { authorization: `Bearer ${token}` } },
      });
      await answer.body.dump();
      if (answer.statusCode === 200) looks.push(performance.now() - since);
      await delay(BOARD_MS);
    }
  })();
  const all = Promise.all([pouring, looking]).finally(() => Promise.all([pool.close(), board.close()]));
  all.catch(() => {});
  return {
    async end() {
      ended = true;
      await all;
      return { stored, looks };
    },
  };
}

/** The trials after this one find a quiet worker. */
async function settle({ urls }: Installation): Promise<void> {
  const owner = new pg.Client({ connectionString: urls.owner });
  await owner.connect();
  try {
    for (const until = performance.now() + TAKEN_WITHIN_MS; ; await delay(250)) {
      const left = await owner.query('SELECT 1 FROM deliveries WHERE taken_at IS NULL LIMIT 1');
      if (left.rowCount === 0) return;
      if (performance.now() > until) throw new Error('The worker did not take the storm.');
    }
  } finally {
    await owner.end();
  }
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const press = await openStopPress(installation);
  try {
    const before = await repeat(WARM_UP, SAMPLES, press.once);
    const storm = begin(installation);
    const startedAt = performance.now();
    const beside = await repeat(WARM_UP, SAMPLES, press.once).finally(() => storm.end());
    const seconds = (performance.now() - startedAt) / 1_000;
    const { stored, looks } = await storm.end();
    await settle(installation);
    const calm = distributionOf(before.map(({ tookMs }) => tookMs));
    const stormy = distributionOf(beside.map(({ tookMs }) => tookMs));
    const board = distributionOf(looks);
    const refusals = beside.reduce((sum, pressed) => sum + pressed.refusals, 0);
    return [
      {
        what: `emergency stop, press -> answer, in a storm of ${(stored / seconds).toFixed(0)} alerts/s, p50 / p99`,
        measured: milliseconds(stormy.p50, stormy.p99),
        baseline: milliseconds(calm.p50, calm.p99),
        ratio: stormy.p50 / calm.p50,
        budget: `p99 < ${BUDGET_MS} ms`,
        bounds: [{ value: stormy.p99, is: 'below', limit: BUDGET_MS }],
        note: `Baseline: the same press without a storm. ${stored} alerts were stored meanwhile; ${refusals} answers to ${SAMPLES} presses said to press again, which is in their time.`,
        figures: { p50: stormy.p50, p99: stormy.p99, max: stormy.max, refusals, stored },
      },
      {
        what: 'board of alerts, whole answer, in the same storm beside the same presses, p50 / p95',
        measured: milliseconds(board.p50, board.p95),
        budget: `p95 < ${BUDGET_MS} ms`,
        bounds: [{ value: board.p95, is: 'below', limit: BUDGET_MS }],
        figures: { p50: board.p50, p95: board.p95, max: board.max, looks: looks.length },
      },
    ];
  } finally {
    await press.close();
  }
}

export const stopInAStormTrial: Trial = { name: 'storm', run };
