// How long somebody waits for an answer while the database is frozen: connections stay open and nothing answers on them.
import { randomUUID } from 'node:crypto';
import { Client } from 'undici';
import { freeze } from '#scripts/freeze.ts';
import { monotonicMs } from '../clock.ts';
import type { Installation } from '../installation.ts';
import type { Row } from '../row.ts';
import { distributionOf } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import { type Bench, repeat, type Trial } from '../trial.ts';

const ROUNDS = 5;
const CALLERS = 6;
const EACH = 2;
/** product.md leaves it open; architecture.md's time-outs keep an answer under this. */
const BUDGET_MAX = 2_000;
const GIVES_UP_MS = 20_000;

interface Asked {
  method: 'GET' | 'POST';
  path: string;
  body?: () => unknown;
}

const WRITE: Asked = {
  method: 'POST',
  path: '/api/v1/commands/set-switch',
  body: () => ({ switch: 'max_drawdown_pct', value: 24, reason: 'A measurement of npm run bench' }),
};
const READ: Asked = { method: 'GET', path: '/api/v1/switches' };

/** From request to answer, ms. Rejects unless it was told that the database does not answer. */
async function timeToRefusal(client: Client, token: string, asked: Asked): Promise<number> {
  const sentAt = monotonicMs();
  const answer = await client.request({
    ...{ path: asked.path, method: asked.method, headersTimeout: GIVES_UP_MS },
    headers: {
      authorization: `Bearer ${token}`,
      ...(asked.body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
    },
    body: asked.body ? JSON.stringify(asked.body()) : null,
  });
  const text = await answer.body.text();
  const tookMs = monotonicMs() - sentAt;
  if (answer.statusCode !== 503) throw new Error(`${asked.path} was answered ${answer.statusCode} ${text}`);
  return tookMs;
}

async function untilReady(consoleUrl: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if ((await fetch(`${consoleUrl}/readyz`)).ok) return;
  }
}

async function measure(installation: Installation, asked: Asked, signal: AbortSignal): Promise<number[]> {
  const { token } = installation.account('risk_manager');
  const clients = Array.from({ length: CALLERS }, () => new Client(installation.consoleUrl));
  const samples: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const wake = freeze(installation.databasePid());
      try {
        const all = clients.map((client) => repeat(0, EACH, () => timeToRefusal(client, token, asked)));
        samples.push(...(await Promise.all(all)).flat());
      } finally {
        wake();
      }
      await untilReady(installation.consoleUrl, signal);
    }
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
  return samples;
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const rows: Row[] = [];
  for (const [what, asked] of [
    ['write', WRITE],
    ['read', READ],
  ] as const) {
    const { p50, max } = distributionOf(await measure(installation, asked, bench.signal));
    rows.push({
      what: `database frozen: a ${what} -> its answer, ${CALLERS} callers at once, p50 / max`,
      measured: milliseconds(p50, max),
      budget: `max < ${BUDGET_MAX} ms`,
      bounds: [{ value: max, is: 'below', limit: BUDGET_MAX }],
      figures: { p50, max },
    });
  }
  return rows;
}

export const databaseAwayTrial: Trial = { name: 'away', run };
